"""People's words win at once in the index and in watches, and one office's words on tone do not fight another's."""

from __future__ import annotations

from datetime import UTC, datetime

from news.analysis import Analysis, Override, OverrideField, Relevance, Tone, Topic
from nlp.query import parse
from search.documents import corrected, documents_of
from storage import Storage
from tests.storage.samples import headline

NOW = datetime(2026, 11, 20, tzinfo=UTC)
READ = Analysis(
    "m",
    "vi",
    Tone.NEUTRAL,
    0.9,
    (Topic.ECONOMY,),
    relevance={"ninh-binh": Relevance.ABOUT, "ha-noi": Relevance.PASSING},
)


def _said(field: OverrideField, value: str, province: str = "ninh-binh") -> Override:
    return Override(province, 1, field, value, "lan", NOW)


def test_a_word_on_tone_topic_or_relevance_wins() -> None:
    found = corrected(
        READ,
        [
            _said(OverrideField.TONE, "neg"),
            _said(OverrideField.TOPIC, "health"),
            _said(OverrideField.RELEVANCE, "none"),
        ],
    )
    assert found is not None
    assert (found.tone, found.topics) == (Tone.NEGATIVE, (Topic.HEALTH,))
    assert found.relevance == {"ninh-binh": Relevance.NONE, "ha-noi": Relevance.PASSING}


def test_where_two_offices_differ_the_models_word_on_tone_stays() -> None:
    found = corrected(READ, [_said(OverrideField.TONE, "neg"), _said(OverrideField.TONE, "pos", "ha-noi")])
    assert found is not None
    assert found.tone is Tone.NEUTRAL


def test_a_corrected_article_is_found_by_what_people_said(storage: Storage) -> None:
    with storage.begin() as work:
        stored = work.articles.add(headline(1), first_seen_at=NOW)
        work.analyses.add_many([(stored.id, stored.version, READ)])
        work.overrides.add(Override("ninh-binh", stored.id, OverrideField.TONE, "neg", "lan", NOW))
    with storage.read() as work:
        (document,) = documents_of(work, [stored.id])
    assert parse("tone:neg").matches(document)
    assert not parse("tone:neu").matches(document)
