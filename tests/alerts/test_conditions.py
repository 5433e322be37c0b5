"""When a watch speaks: each condition says what it found and why, once, and never of what was there before."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.baseline import Baseline
from alerts.conditions import (
    Conditions,
    NewOutlet,
    SourceSilence,
    Spike,
    StoryAbove,
    Threshold,
    ToneShift,
)
from alerts.counting import Share, shifted, spike
from alerts.judging import Hit, NewArticle, Situation, judge
from alerts.others import Contradiction, Due, SourceLife, contradicted, due, silent
from alerts.rehearsing import (
    CasePast,
    SourcePast,
    rehearse_contradictions,
    rehearse_deadlines,
    rehearse_silences,
)
from alerts.watches import Watch, hits, read_watches
from config.tables import Faults, read_table
from news.alert import Condition, Finding, Severity
from news.analysis import Tone
from news.source import Health
from news.times import Window
from nlp.document import Document, read_document
from nlp.query import parse
from tests.alerts.samples import DAY, HOUR, NOW


def article(number: int, source: str = "a", at: datetime = NOW, story: str | None = None, **more: object) -> NewArticle:
    document = read_document(number, source=source, sort_at=at, title="Lũ lên", story=story)
    return NewArticle(document, "Lũ lên", source.upper(), is_foreign=bool(more.get("is_foreign")))


def hit(number: int, source: str = "a", at: datetime = NOW, **more: object) -> Hit:
    return Hit(number, source, at, **more)  # type: ignore[arg-type]


def watch(**conditions: object) -> Watch:
    return Watch("Lũ", parse("lũ"), Severity.WARNING, None, Conditions(**conditions))  # type: ignore[arg-type]


def said(one: Watch, seen: Situation) -> list[Finding]:
    found = list(judge(one, seen))
    assert found == list(judge(one, seen)), "equal values give equal findings"
    return found


def seen(**given: object) -> Situation:
    return Situation(NOW, "ninh-binh", **given)  # type: ignore[arg-type]


def test_any_match_names_the_outlet_and_the_event() -> None:
    (found,) = said(watch(any=True), seen(fresh=(article(1, story="s"),)))
    assert (found.event, found.words, found.articles) == ("story:s", "Bài mới của A.", (1,))


def test_foreign_press_only() -> None:
    found = said(watch(foreign=True), seen(fresh=(article(1), article(2, "x", is_foreign=True))))
    assert [one.articles for one in found] == [(2,)]


def test_a_threshold_speaks_once_in_its_span() -> None:
    one = watch(threshold=Threshold(3, 6 * HOUR))
    many = tuple(hit(n, at=NOW - n * HOUR) for n in (7, 3, 2, 1))
    (found,) = said(one, seen(fresh=(article(1),), hits=many))
    assert found.words == "3 bài trong 6 giờ, ngưỡng là 3."
    assert said(one, seen(fresh=(article(1),), hits=many, last={Condition.THRESHOLD: NOW - HOUR})) == []
    assert said(one, seen(fresh=(article(1),), hits=many[:2])) == []


def test_a_clock_set_back_does_not_silence_a_watch_for_years() -> None:
    one = watch(threshold=Threshold(1, 6 * HOUR))
    assert said(one, seen(fresh=(article(1),), hits=(hit(1),), last={Condition.THRESHOLD: NOW + 900 * DAY}))


def test_a_spike_is_explained() -> None:
    weeks = tuple(Window(NOW - 7 * n * DAY - 3 * HOUR, NOW - 7 * n * DAY) for n in range(1, 9))
    usual = [hit(100 * n + k, at=NOW - 7 * n * DAY - HOUR) for n in range(8, 0, -1) for k in range(2 + n % 3)]
    now = [hit(n, at=NOW - timedelta(minutes=n)) for n in range(17, 0, -1)]
    (found,) = said(watch(spike=Spike(3 * HOUR)), seen(fresh=(article(1),), hits=(*usual, *now), weeks=weeks))
    assert found.words == "17 bài trong 3 giờ, thường 3–4 (cùng thứ, cùng giờ, 8 tuần trước)."


@pytest.mark.parametrize(
    ("count", "weeks", "days", "is_spike"),
    [
        (17, [2, 3, 4, 3, 2], [], True),
        (5, [2, 3, 4, 3, 2], [], False),
        (4, [0, 0, 0, 0], [], False),  # below the least
        (6, [0, 0, 0, 0], [], True),
        (20, [3, 3, 3], [], False),  # three weeks are too few
        (20, [3], [2, 3, 3, 4, 2], True),
        (40, [30, 32, 29, 31], [], False),
        (9, [2, 2, 50, 2, 2], [], True),  # one flood in the past does not hide another
    ],
)
def test_what_is_far_above_the_usual(count: int, weeks: list[int], days: list[int], is_spike: bool) -> None:
    assert (spike(count, weeks, days, 5) is not None) is is_spike


@given(st.integers(0, 200), st.lists(st.integers(0, 60), max_size=8))
def test_more_articles_never_make_less_of_a_spike(count: int, weeks: list[int]) -> None:
    if spike(count, weeks, [], 5) is not None:
        assert spike(count + 1, weeks, [], 5) is not None


def test_a_story_counts_outlets_that_wrote_for_themselves() -> None:
    one = watch(story=StoryAbove(3))
    members = (hit(1, "a", story="s"), hit(2, "b", story="s"), hit(3, "c", story="s", is_reprint=True))
    fresh = (article(3, "c", story="s"),)
    assert said(one, seen(fresh=fresh, hits=members)) == []
    (found,) = said(one, seen(fresh=fresh, hits=(*members, hit(4, "d", story="s")), outlets={"a": "Báo A"}))
    assert found.words == "3 báo đưa tin: Báo A, b, d."
    assert found.key == "story/Lũ/s"
    old = tuple(replace(one, at=NOW - 3 * DAY) for one in members)
    assert said(one, seen(fresh=fresh, hits=(*old, hit(4, "d", story="s")))) == []


def test_an_outlet_is_new_once_and_not_while_the_watch_is_young() -> None:
    one = watch(new_outlet=NewOutlet(90 * DAY))
    known = {"hits": (hit(9, "a", NOW - 20 * DAY),), "known_since": NOW - 100 * DAY}
    assert said(one, seen(fresh=(article(1, "a"),), **known)) == []
    (found,) = said(one, seen(fresh=(article(1, "b"),), **known))
    assert found.words == "B nhắc đến lần đầu trong 90 ngày."
    assert said(one, seen(fresh=(article(1, "b"),), known_since=NOW - DAY)) == []


def test_a_shift_of_tone_has_both_denominators_and_names_no_article() -> None:
    def period(end: datetime, negative: int, total: int) -> list[Hit]:
        tones = [Tone.NEGATIVE] * negative + [Tone.NEUTRAL] * (total - negative)
        return [hit(n, at=end - HOUR, tone=tone) for n, tone in enumerate(tones)]

    both = (*period(NOW - 7 * DAY, 6, 52), *period(NOW, 14, 40))
    (found,) = said(watch(tone=ToneShift(7 * DAY, 20)), seen(fresh=(article(1),), hits=both))
    assert found.words == "Tin tiêu cực: 14/40 bài (35%) trong 7 ngày, kỳ trước 6/52 bài (12%)."
    assert found.articles == ()


def test_chance_is_no_shift() -> None:
    assert not shifted(Share(6, 20), Share(4, 20), 20)
    assert not shifted(Share(19, 19), Share(0, 100), 20)
    assert not shifted(Share(0, 50), Share(0, 50), 20)


def test_a_silent_source_is_named_once_with_its_state() -> None:
    one = watch(silence=SourceSilence(24 * HOUR))
    life = SourceLife("a", "Báo A", NOW - 30 * HOUR, Health.CERTIFICATE, 3600)
    (found,) = silent(one, [life, replace(life, source="b", newest_at=NOW - HOUR)], NOW, "ninh-binh")
    assert found.words == (
        "Báo A không có bài mới từ 04:00 17/11 (quá 1 ngày). Tình trạng: chứng thư bảo mật không hợp lệ."
    )
    (again,) = silent(one, [life], NOW + HOUR, "ninh-binh")
    assert again.key == found.key
    assert list(silent(one, [replace(life, gap_seconds=12 * 3600)], NOW, "ninh-binh")) == []


def test_a_contradicted_sentence_is_a_proposal_to_review() -> None:
    found = {1: Contradiction(5, 1, "số 30 khác số 3")}
    (one,) = contradicted(watch(claim=True), [article(1), article(2)], found, NOW, "ninh-binh")
    assert one.words == "A có câu cần kiểm chứng, máy thấy trái với căn cứ: số 30 khác số 3"
    assert list(contradicted(watch(any=True), [article(1)], found, NOW, "ninh-binh")) == []


def test_a_deadline_is_near_and_then_late() -> None:
    one = watch(deadline=2 * DAY)
    case = Due("7", "Phản ánh đường hỏng", "Sở Xây dựng", NOW + DAY)
    (near,) = due(one, [case, replace(case, due_at=NOW + 3 * DAY)], NOW, "ninh-binh")
    (late,) = due(one, [case], NOW + 2 * DAY, "ninh-binh")
    assert (near.severity, near.unit, near.words) == (
        Severity.WARNING,
        "Sở Xây dựng",
        "Hạn trả lời: 10:00 ngày 19/11/2026.",
    )
    assert (late.severity, late.event) == (Severity.URGENT, near.event)
    assert late.key != near.key


def test_what_would_have_been_said_of_sources_claims_and_cases() -> None:
    month = Window(NOW - 30 * DAY, NOW)
    quiet = SourcePast("a", "Báo A", [NOW - 20 * DAY, NOW - 19 * DAY, NOW - 10 * DAY, NOW - HOUR])
    one = watch(silence=SourceSilence(2 * DAY), claim=True, deadline=2 * DAY)
    said_of = [found.at for found in rehearse_silences(one, [quiet], month, "ninh-binh")]
    assert [(NOW - at) // DAY for at in said_of] == [16, 7], "twice too long; the last one has not lasted yet"
    rare = replace(quiet, gap_seconds=5 * 86_400)
    assert rehearse_silences(one, [rare], month, "ninh-binh") == []
    (against,) = rehearse_contradictions(one, [article(1)], {1: Contradiction(5, 1, "số khác")}, "ninh-binh")
    assert against.at == NOW
    waits = CasePast(Due("7", "Đường hỏng", None, NOW - 5 * DAY), NOW - 6 * DAY, None)
    answered = replace(waits, until=NOW - 5 * DAY - HOUR)
    near, late = rehearse_deadlines(one, [waits], month, "ninh-binh")
    assert (near.at, late.severity) == (NOW - 6 * DAY, Severity.URGENT)
    assert [found.at for found in rehearse_deadlines(one, [answered], month, "ninh-binh")] == [NOW - 6 * DAY]


@pytest.mark.parametrize(
    ("seen_at", "published_at", "source", "last_run", "is_news"),
    [
        (NOW, NOW, "a", NOW - HOUR, True),
        (NOW - 5 * DAY, NOW - 5 * DAY, "a", NOW - HOUR, False),  # before the watch began
        (NOW, NOW - 3 * DAY, "a", NOW - HOUR, False),  # found now, published long ago
        (NOW, NOW, "b", NOW - HOUR, False),  # a source read for the first time
        (NOW, NOW, "unknown", NOW - HOUR, False),
        (NOW, NOW, "a", NOW - 2 * DAY, False),  # undated, after a pause
        (NOW, NOW - HOUR, "a", NOW - 2 * DAY, True),  # dated, after a pause
        (NOW, NOW, "a", None, False),
    ],
)
def test_what_is_new_enough_to_alert(
    seen_at: datetime, published_at: datetime, source: str, last_run: datetime | None, is_news: bool
) -> None:
    baseline = Baseline(NOW, last_run, {"a": NOW - 4 * DAY, "b": NOW})
    document = read_document(1, source=source, sort_at=published_at, first_seen_at=seen_at)
    assert baseline.is_news(document, NOW - 4 * DAY) is is_news


def test_watches_run_over_publications_by_type() -> None:
    assert typing.get_type_hints(hits)["documents"] == Iterable[Document]
    assert typing.get_type_hints(NewArticle)["document"] is Document
    names = set(Document.__dataclass_fields__)
    assert not names & {"author", "user", "comment", "post", "profile", "person"}


def read(folder: Path, text: str) -> tuple[tuple[Watch, ...], Faults]:
    (folder / "watches.toml").write_text(text, encoding="utf-8")
    faults = Faults()
    return read_watches(read_table(folder / "watches.toml", faults)), faults


@pytest.mark.parametrize(
    ("text", "line", "key", "expected"),
    [
        ("[[watch]]\nname = 'A'\nquery = 'x'\nspyke = { within = '3h' }\n", 4, "watch[0].spyke", "did you mean spike?"),
        ("[[watch]]\nname = 'A'\nquery = 'x'\nspike = { within = '3 giờ' }\n", 4, "watch[0].spike.within", "a span"),
        (
            "[[watch]]\nname = 'A'\nquery = 'x'\nthreshold = { within = '3h' }\n",
            4,
            "watch[0].threshold.articles",
            "number",
        ),
        ("[[watch]]\nname = 'A'\nstory = { outlets = 1 }\n", 3, "watch[0].story.outlets", "from 2"),
        ("[[watch]]\nname = 'A'\nspike = { within = '3h' }\n", 1, "watch[0].query", "text"),
        ("[[watch]]\nname = 'A'\nquery = 'x'\nseverity = 'gấp'\n", 4, "watch[0].severity", "khẩn"),
        ("[[watch]]\nname = 'A'\nquery = 'x'\n[watch.tone]\nleast = 3\n", 5, "watch[0].tone.least", "from 10"),
    ],
)
def test_a_misspelt_watch_names_file_line_and_key(
    tmp_path: Path, text: str, line: int, key: str, expected: str
) -> None:
    _, faults = read(tmp_path, text)
    assert any(
        (error.file.name, error.line, error.key) == ("watches.toml", line, key) and expected in error.expected
        for error in faults.errors
    ), faults.errors


def test_all_conditions_can_be_written(tmp_path: Path) -> None:
    text = """[[watch]]
name = "A"
query = "x"
severity = "khẩn"
any = true
foreign = true
claim = true
threshold = { articles = 3, within = "6h" }
spike = { within = "3h", least = 7 }
story = { outlets = 4 }
new_outlet = { within = "60d" }
tone = { within = "7d" }
silence = { after = "36h", sources = ["bao-x"] }
deadline = { within = "3d" }
"""
    (one,), faults = read(tmp_path, text)
    assert faults.errors == []
    assert one.severity is Severity.URGENT
    assert len(one.conditions.words()) == 10
    (other,), _ = read(tmp_path, text.replace("36h", "35h"))
    assert other.sign != one.sign
