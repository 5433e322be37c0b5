"""What the sample press promises about its texts."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from jobs.sample import articles, expectations, outlets, sources
from jobs.sample.content import SampleArticle
from news.analysis import Relevance
from news.times import at_local

ANCHOR = date(2026, 10, 2)
END = at_local(ANCHOR, 23, 59)
#: Beginnings of texts that stand for a text.
PLACEHOLDERS = re.compile(r"lorem|ipsum|todo|xxx|tbd|\?\?\?|nội dung bài|đoạn văn mẫu|[{}]|\s\s", re.IGNORECASE)


def whole(article: SampleArticle) -> str:
    wording = article.wording(ANCHOR, END)
    return "\n".join((wording.title, wording.lead, *wording.paragraphs))


def test_is_a_week_of_twelve_outlets_and_some_150_articles() -> None:
    assert len(outlets()) == 12
    assert 145 <= len(articles()) <= 170
    in_week = [one for one in articles() if -6 <= one.slot.day <= 0]
    assert {one.slot.day for one in in_week} == set(range(-6, 1))


def test_is_the_same_whatever_the_day() -> None:
    other = date(2027, 1, 3)
    for one in articles():
        assert one.published_at(other) - one.published_at(ANCHOR) == at_local(other) - at_local(ANCHOR)


def test_speaks_of_the_province_in_some_25_stories() -> None:
    about = [one for one in articles() if one.relevance is Relevance.ABOUT]
    assert 45 <= len(about) <= 80
    assert 25 <= len({one.story for one in about}) <= 40


def test_has_stories_told_by_several_outlets() -> None:
    outlet_of = {one.slug: one.outlet for one in articles()}
    told_by = [len({outlet_of[slug] for slug in slugs}) for slugs in expectations.stories().values()]
    assert sum(3 <= many <= 6 for many in told_by) >= 8


def test_has_a_dozen_reprints() -> None:
    by_slug = {one.slug: one for one in articles()}
    assert len(expectations.reprints()) >= 12
    for copy, original in expectations.reprints().items():
        assert by_slug[copy].outlet != by_slug[original].outlet
        assert by_slug[copy].published_at(ANCHOR) > by_slug[original].published_at(ANCHOR)
        assert by_slug[copy].paragraphs[:3] == by_slug[original].paragraphs[:3]
        assert by_slug[copy].story == by_slug[original].story is not None
        assert by_slug[copy].title != by_slug[original].title


def test_speaks_five_languages() -> None:
    languages = Counter(one.language for one in articles())
    assert set(languages) == {"vi", "en", "fr", "zh", "ko"}
    assert languages["vi"] > 130
    about = {one.language for one in articles() if one.relevance is Relevance.ABOUT}
    assert {"zh", "fr", "ko"} <= about


def test_has_all_kinds_of_relevance_and_tone() -> None:
    assert set(Counter(one.relevance for one in articles())) == set(Relevance)
    tones = Counter(one.tone for one in articles())
    assert min(tones.values()) > 20


@pytest.mark.parametrize("article", articles(), ids=lambda one: one.slug)
def test_is_prose_and_no_placeholder(article: SampleArticle) -> None:
    wording = article.wording(ANCHOR, END)
    assert not PLACEHOLDERS.search(whole(article).replace("\n", " | "))
    assert wording.lead.endswith((".", "?", "。"))
    assert len(wording.paragraphs) >= (3 if article.language == "vi" else 2)
    for paragraph in wording.paragraphs:
        assert paragraph[0].isupper() or paragraph[0].isdigit() or article.language in ("zh", "ko")
        assert paragraph.endswith((".", "?", "!", "。"))


def test_never_says_the_same_sentence_in_two_articles_unless_reprinted() -> None:
    seen: dict[str, str] = {}
    for one in articles():
        if one.reprint_of:
            continue
        for sentence in re.split(r"(?<=[.!?。])\s*", " ".join((one.lead, *one.paragraphs))):
            if len(sentence) > 40:
                assert seen.setdefault(sentence, one.slug) == one.slug, sentence


def test_is_written_in_composed_unicode() -> None:
    for one in articles():
        assert unicodedata.is_normalized("NFC", whole(one)), one.slug


def test_gives_no_two_articles_one_title_or_address() -> None:
    assert len({one.title for one in articles()}) == len(articles())
    paths = {
        (one.outlet, outlet.path_of(one, ANCHOR))
        for one in articles()
        for outlet in outlets()
        if outlet.id == one.outlet
    }
    assert len(paths) == len(articles())


def test_names_no_real_outlet() -> None:
    rows = Path("config/template/sources.csv").read_text(encoding="utf-8-sig").splitlines()
    real = {row["name"] for row in csv.DictReader(line for line in rows if not line.startswith("#"))}
    assert len(real) > 50
    for one in outlets():
        assert one.name not in real
    everything = "\n".join(whole(one) for one in articles())
    assert [name for name in real if len(name) > 9 and name in everything] == []


def test_keeps_pen_names_out_of_the_texts() -> None:
    everything = "\n".join(whole(one) for one in articles())
    assert [name for name in expectations.PEN_NAMES if name in everything] == []


def test_publishes_nothing_after_the_digest_is_due() -> None:
    assert max(one.listed_at(ANCHOR) for one in articles()) <= at_local(ANCHOR, 6, 30)


def test_tells_sources_as_the_configuration_reads_them() -> None:
    found = {source.id: source for source in sources(8080)}
    assert found["co-do"].home == "ninh-binh"
    assert found["wire"].is_foreign
    assert found["wire"].sitemaps
    assert not found["wire"].feeds
    assert len(found["song-mau"].feeds) == 2
