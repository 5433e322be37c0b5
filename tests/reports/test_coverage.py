from datetime import timedelta

from news.source import Health, Source, SourceClass, SourceState
from news.times import Window
from reports.coverage import Record, coverage_of, gaps
from storage.rounds import Round
from storage.sources import Reading
from tests.reports.samples import WINDOW, moment


def _source(id: str, *, enabled: bool = True) -> Source:
    return Source(
        id, id.upper(), SourceClass.LOCAL, "VN", ("vi",), f"https://{id}.example", (f"{id}/rss",), enabled=enabled
    )


def _read(source: str, at: str, health: Health = Health.OK, feed: str = "rss", detail: str = "") -> Reading:
    return Reading(1, source, f"{source}/{feed}", moment(at), health, detail, 10, 1)


def _round(id: int, begin: str, end: str | None = None) -> Round:
    return Round(id, moment(begin), moment(end) if end else None)


ROUNDS = tuple(_round(hour, f"21 {hour:02d}:00", f"21 {hour:02d}:10") for hour in range(6, 24)) + tuple(
    _round(30 + hour, f"22 {hour:02d}:00", f"22 {hour:02d}:10") for hour in range(7)
)


def test_a_source_that_answered_is_read_and_not_a_failure() -> None:
    coverage = coverage_of(Record(ROUNDS, [_read("a", "22 06:00")], articles=7), [_source("a")], WINDOW)
    assert (coverage.sources_read, coverage.failures, coverage.articles_read) == (1, (), 7)


def test_a_source_that_broke_during_the_night_says_since_when() -> None:
    readings = [
        _read("a", "21 20:00"),
        _read("a", "21 21:00", Health.BROKEN),
        _read("a", "22 06:00", Health.BROKEN, detail="hỏng"),
    ]
    coverage = coverage_of(Record(ROUNDS, readings), [_source("a")], WINDOW)
    assert coverage.sources_read == 1
    assert [(one.health, one.since, one.detail) for one in coverage.failures] == [
        (Health.BROKEN, moment("21 20:00"), "hỏng")
    ]


def test_one_missed_reading_just_before_the_digest_is_not_worth_a_line() -> None:
    readings = [_read("a", "22 05:50"), _read("a", "22 06:20", Health.UNREACHABLE)]
    assert coverage_of(Record(ROUNDS, readings), [_source("a")], WINDOW).failures == ()


def test_a_source_of_which_one_address_fails_says_how_many() -> None:
    readings = [_read("a", "22 06:00"), _read("a", "22 06:00", Health.GONE, feed="old", detail="404")]
    assert [one.detail for one in coverage_of(Record(ROUNDS, readings), [_source("a")], WINDOW).failures] == [
        "1/2 địa chỉ; 404"
    ]


def test_a_failure_in_the_whole_window_gives_the_last_success_before_it() -> None:
    state = SourceState("a", "a/rss", Health.REFUSED, last_success_at=moment("19 08:00"))
    record = Record(ROUNDS, [_read("a", "22 06:00", Health.REFUSED)], [state])
    assert coverage_of(record, [_source("a")], WINDOW).failures[0].since == moment("19 08:00")


def test_an_enabled_source_that_nobody_read_is_named() -> None:
    coverage = coverage_of(
        Record(ROUNDS, [_read("a", "22 06:00")]), [_source("a"), _source("b"), _source("c", enabled=False)], WINDOW
    )
    assert [(one.source, one.health) for one in coverage.failures] == [("b", Health.NEVER_READ)]


def test_rounds_without_pauses_leave_no_gap() -> None:
    assert gaps(ROUNDS, WINDOW) == ()


def test_a_night_without_power_is_a_gap() -> None:
    awake = [one for one in ROUNDS if one.started_at < moment("22 01:00") or one.started_at >= moment("22 05:00")]
    assert gaps(awake, WINDOW) == (Window(moment("22 00:10"), moment("22 05:00")),)


def test_no_round_at_all_is_one_gap() -> None:
    assert gaps((), WINDOW) == (WINDOW,)


def test_a_killed_round_covers_its_beginning_only() -> None:
    killed = [_round(1, "21 06:30"), _round(2, "21 12:00", "22 06:30")]
    assert gaps(killed, WINDOW, timedelta(hours=2)) == (Window(moment("21 06:30"), moment("21 12:00")),)
