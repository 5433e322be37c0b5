"""One reading: every step, only some steps, other languages; a version that follows what it is made of."""

from __future__ import annotations

from datetime import UTC, datetime

from news.analysis import Relevance, Tone, Topic
from nlp.analyser import STEPS, Analyser

AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
TITLE = "Ninh Bình: Hai người tử vong trong vụ cháy xưởng gỗ"
LEAD = "Vụ cháy xảy ra rạng sáng 2/3 tại một xưởng gỗ ở tỉnh Ninh Bình khiến hai người tử vong."


def test_reads_all_in_one() -> None:
    found = Analyser(["ninh-binh", "quang-ngai"]).read(TITLE, LEAD, "", published_at=AT)
    assert found.language == "vi"
    assert found.tone is Tone.NEGATIVE
    assert found.topics[0] is Topic.SAFETY
    assert found.relevance_to("ninh-binh") is Relevance.ABOUT
    assert found.relevance_to("quang-ngai") is Relevance.NONE
    assert {TITLE[m.start : m.end] for m in found.mentions if m.end <= len(TITLE)} == {"Ninh Bình"}


def test_only_the_steps_asked_for_are_taken() -> None:
    analyser = Analyser(["ninh-binh"])
    only_tone = analyser.read(TITLE, LEAD, "", only=["tone"])
    assert (only_tone.tone, only_tone.topics, only_tone.mentions) == (Tone.NEGATIVE, (), ())
    assert analyser.read(TITLE, LEAD, "", only=STEPS) == analyser.read(TITLE, LEAD, "")


def test_nothing_is_claimed_about_the_tone_of_other_languages() -> None:
    title = "Two people killed in a fire at a workshop in Ninh Binh province, police say"
    found = Analyser(["ninh-binh"]).read(title, "", "", published_at=AT)
    assert found.language == "en"
    assert (found.tone_score, found.topics) == (0.0, ())
    assert found.relevance_to("ninh-binh") is Relevance.ABOUT


def test_the_version_follows_the_provinces() -> None:
    one, other = Analyser(["ninh-binh"]), Analyser(["quang-ngai"])
    assert one.models != other.models
    assert one.models == Analyser(["ninh-binh"]).models == one.read(TITLE, "", "").models


def test_lead_and_text_are_read_as_one_body() -> None:
    whole = Analyser(["ninh-binh"]).read("Tin vắn", LEAD, "Ninh Bình khắc phục hậu quả.", published_at=AT)
    body = LEAD + "\n" + "Ninh Bình khắc phục hậu quả."
    assert {("Tin vắn\n" + body)[m.start : m.end] for m in whole.mentions} == {m.surface for m in whole.mentions}
