"""A week in the store becomes the numbers of its report: what is counted, apart, once, and what is compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from news.analysis import OverrideField, Relevance, Tone, Topic
from news.case import CaseState
from news.digest import Period
from news.draft import Act
from news.report import PlaceLine, UnitLine
from news.shares import share
from news.source import Health
from news.story import FactKind
from news.times import at_local
from reports.periods import compare
from storage import Storage
from tests.fakes import FakeClock
from tests.reports.periods.months import PROVINCE, WEEK, Weeks

SUNDAY = WEEK + timedelta(days=6)
END = at_local(WEEK + timedelta(days=7))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(END)


@pytest.fixture
def weeks(storage: Storage, clock: FakeClock) -> Weeks:
    return Weeks(storage, clock)


def test_home_foreign_and_aggregated_articles_are_counted_apart(weeks: Weeks) -> None:
    original = weeks.publish("bao-hoa-lau", story="a")
    weeks.publish("nhat-trinh", story="a", reprint_of=original)
    weeks.publish("thoi-luan", SUNDAY, story="b")
    weeks.publish("harbour-times", story="a")
    weeks.publish("gom-tin", story="a")
    weeks.publish("thoi-luan", label=Relevance.SPORT)
    weeks.publish("thoi-luan", label=Relevance.PASSING)
    report = weeks.report(END)
    now = report.now
    assert (now.articles, now.reprints, now.originals, now.stories, now.outlets) == (3, 1, 2, 2, 2)
    assert (now.foreign, now.foreign_outlets, now.sport, now.articles_read) == (1, 1, 1, 7)
    assert [(one.outlet, one.day) for one in report.foreign] == [("The Harbour Times", WEEK)]
    assert [(one.name, one.originals, one.reprints) for one in report.outlets] == [
        ("Báo Hoa Lau", 1, 0), ("Thời luận", 1, 0), ("Nhật trình Phương Đông", 0, 1),
    ]  # fmt: skip
    assert [one.originals + one.reprints for one in report.volume] == [2, 0, 0, 0, 0, 0, 1]


def test_the_machines_and_the_corrected_shares_stand_apart(weeks: Weeks) -> None:
    key = weeks.publish(tone=Tone.NEGATIVE)
    weeks.publish(tone=Tone.NEGATIVE, topics=(Topic.HEALTH, Topic.LAND))
    weeks.say(key, OverrideField.TONE, "pos")
    weeks.say(key, OverrideField.TOPIC, "land")
    now = weeks.report(END).now
    assert dict(now.tones_machine) == {Tone.POSITIVE: 0, Tone.NEUTRAL: 0, Tone.NEGATIVE: 2}
    assert dict(now.tones) == {Tone.POSITIVE: 1, Tone.NEUTRAL: 0, Tone.NEGATIVE: 1}
    assert now.tones_by_people == now.topics_by_people == 1
    assert dict(now.topics) == {Topic.LAND: 2, Topic.HEALTH: 1}


def test_communes_of_today_come_first_and_the_province_itself_is_no_place(weeks: Weeks) -> None:
    weeks.publish(places=("Ninh Bình", "phường Hoa Lư", "huyện Nho Quan"))
    weeks.publish(places=("huyện Nho Quan", "Nam Định"))
    assert weeks.report(END).places == (
        PlaceLine("phường Hoa Lư", 1, is_commune=True),
        PlaceLine("huyện Nho Quan", 2, is_commune=False),
    )


def test_what_people_joined_is_one_story_and_what_they_parted_is_two(weeks: Weeks) -> None:
    a, b = weeks.publish(story="a"), weeks.publish("thoi-luan", story="b")
    c, d = weeks.publish("nhat-trinh", story="c"), weeks.publish("thoi-luan", story="c")
    assert weeks.report(END).now.stories == 3
    weeks.join(a, b)
    weeks.join(c, d, FactKind.CANNOT_LINK)
    report = weeks.report(END)
    assert report.now.stories == 3
    assert (report.matters[0].outlets, report.matters[0].articles) == (2, 2)


def test_what_officers_marked_in_the_digests_comes_before_what_many_told(weeks: Weeks) -> None:
    quiet = weeks.publish(story="quiet")
    for source in ("bao-hoa-lau", "nhat-trinh", "thoi-luan"):
        weeks.publish(source, story="loud")
    assert weeks.report(END).matters[0].outlets == 3
    with weeks.storage.begin() as work:
        work.drafts.add(PROVINCE, Period.DAY, WEEK, Act.IMPORTANT, quiet, "yes", "lan")
    first = weeks.report(END).matters[0]
    assert (first.article_id, first.is_important) == (quiet, True)


def test_only_what_was_read_well_is_compared(weeks: Weeks) -> None:
    weeks.publish()
    assert weeks.report(END).previous is None
    weeks.publish(day=WEEK - timedelta(days=1))
    partly = weeks.report(END)
    assert partly.previous is not None
    assert not partly.previous.is_enough
    assert partly.outlets[0].before is None
    for number in range(2, 8):
        weeks.publish(day=WEEK - timedelta(days=number))
    whole = weeks.report(END)
    assert compare.fit(whole.previous) is not None
    assert whole.outlets[0].before == 7
    assert whole.last_year is None


def test_units_are_counted_as_they_stood_at_the_end_of_the_week(weeks: Weeks, clock: FakeClock) -> None:
    def answered(unit: str, opened: int, due: int, at: int) -> None:
        case = weeks.open_case(unit, _day(opened), _day(due))
        weeks.step(
            replace(case, state=CaseState.ANSWERED, version=2, changed_at=_day(at), answered_at=_day(at)), "reply"
        )

    answered("so-mot", 0, 3, 2)
    answered("so-mot", 0, 1, 2)
    answered("so-hai", -9, -5, -6)  # done before the week: not on its desk
    answered("so-hai", 1, 3, 9)  # answered after the week: still overdue at its end
    weeks.open_case("so-hai", _day(2), _day(30))
    weeks.publish()
    clock.now = _day(20)
    report = weeks.report(clock())
    assert report.units == (
        UnitLine("so-hai", overdue=1, waiting=1),
        UnitLine("so-mot", on_time=1, late=1),
    )
    assert (report.now.cases, report.now.cases_late) == (4, 2)


def test_a_matter_tells_what_came_of_its_case(weeks: Weeks, clock: FakeClock) -> None:
    key = weeks.publish()
    clock.now = _day(1)
    case = weeks.open_case("so-mot", _day(1), _day(4), key)
    assert weeks.report(END).matters[0].outcome == "chờ trả lời, hạn 20/11"
    weeks.step(replace(case, state=CaseState.CLOSED, version=2, changed_at=_day(3), result="Đã sửa cầu."), "close")
    assert weeks.report(END).matters[0].outcome == "đã xong: Đã sửa cầu."


def test_sources_that_often_failed_and_hours_without_a_round_are_said(weeks: Weeks) -> None:
    for hour in range(0, 24 * 6):
        good = Health.OK if hour % 3 else Health.BROKEN
        weeks.read_round(at_local(WEEK) + timedelta(hours=hour), ("thoi-luan", good), ("bao-hoa-lau", Health.OK))
    seen = weeks.report(END).seen
    assert seen.sources_read == 2
    assert [(one.name, one.readings, one.answered) for one in seen.troubled] == [("Thời luận", 144, 96)]
    assert (seen.gap_count, seen.gap_hours) == (1, 25)


def test_a_report_of_a_week_that_goes_on_ends_where_it_was_counted(weeks: Weeks, clock: FakeClock) -> None:
    weeks.publish()
    clock.now = _day(2)
    report = weeks.report(clock())
    assert not report.is_whole
    assert report.now.window.end == clock()
    assert len(report.volume) == report.now.days == 3


def test_changes_are_said_in_words() -> None:
    assert compare.change(12, 10) == "tăng 2 (+20,0\N{NO-BREAK SPACE}%)"
    assert compare.change(3, 9) == "giảm 6", "a percentage of nine says nothing"
    assert compare.change(5, 5) == "không đổi"
    assert compare.change(5, None) == compare.NONE
    assert compare.change_of_share(share(30, 100), share(20, 100)).endswith("trong sai số")
    assert compare.change_of_share(share(300, 1000), share(200, 1000)) == "+10,0 điểm"
    assert compare.change_of_share(share(0, 0), share(1, 2)) == compare.NONE


def _day(number: int) -> datetime:
    """Ten o'clock of a day of the week, from Monday 0."""
    return at_local(WEEK, 10) + timedelta(days=number)
