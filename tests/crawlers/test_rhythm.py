from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.rhythm import (
    LONGEST,
    LONGEST_PAUSE,
    LONGEST_RETRY_AFTER,
    MOST_PAGE_ATTEMPTS,
    SHORTEST,
    is_due,
    longest_gap,
    next_attempt,
    next_page_attempt,
    next_reading,
    parse_retry_after,
    typical_gap,
)
from news.source import Source, SourceClass, SourceState

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
SOURCE = Source("a", "A", SourceClass.LOCAL, "VN", ("vi",), "https://a.vn")
HOME = Source("a", "A", SourceClass.LOCAL, "VN", ("vi",), "https://a.vn", home="ninh-binh")
PATIENT = Source("a", "A", SourceClass.LOCAL, "VN", ("vi",), "https://a.vn", interval=timedelta(hours=12))
spans = st.timedeltas(timedelta(0), timedelta(days=400))


def test_a_feed_never_read_is_due() -> None:
    assert is_due(SourceState("a", "f"), NOW)


def test_a_feed_waits_for_its_time() -> None:
    assert not is_due(SourceState("a", "f", next_due_at=NOW + timedelta(minutes=5)), NOW)
    assert is_due(SourceState("a", "f", next_due_at=NOW + timedelta(minutes=1)), NOW)


def test_learns_the_usual_gap() -> None:
    times = [NOW - timedelta(hours=n) for n in range(10)]
    assert typical_gap(times, None) == timedelta(hours=1)


def test_a_burst_counts_as_one_entry() -> None:
    times = [NOW - timedelta(hours=n, seconds=s) for n in range(5) for s in range(20)]
    gap = typical_gap(times, None)
    assert gap is not None
    assert gap > timedelta(minutes=59)


def test_changes_its_mind_slowly() -> None:
    times = [NOW - timedelta(hours=n) for n in range(10)]
    gap = typical_gap(times, timedelta(hours=3))
    assert gap is not None
    assert timedelta(hours=2) < gap < timedelta(hours=3)


def test_takes_the_feeds_word_until_something_is_known() -> None:
    assert typical_gap([], None, said=timedelta(hours=1)) == timedelta(hours=1)
    assert typical_gap([NOW], timedelta(hours=2), said=timedelta(hours=1)) == timedelta(hours=2)


@given(spans)
def test_readings_keep_their_bounds(gap: timedelta) -> None:
    assert SHORTEST <= next_reading(SOURCE, gap, NOW) - NOW <= LONGEST
    assert next_reading(HOME, gap, NOW) - NOW == SHORTEST


def test_a_lively_feed_is_read_with_every_round_and_a_slow_one_at_half_its_rhythm() -> None:
    assert next_reading(SOURCE, timedelta(minutes=50), NOW) - NOW == SHORTEST
    assert next_reading(SOURCE, timedelta(hours=4), NOW) - NOW == timedelta(hours=2)


def test_the_office_may_set_the_interval() -> None:
    assert next_reading(PATIENT, timedelta(minutes=1), NOW) == NOW + timedelta(hours=12)


@given(st.integers(1, 10_000), st.integers())
def test_pauses_grow_and_end(failures: int, seed: int) -> None:
    pause = next_attempt(failures, NOW, retry_after=None, random=Random(seed)) - NOW
    assert timedelta(minutes=8) <= pause <= LONGEST_PAUSE * 1.2


def test_a_longer_wish_of_the_publisher_is_obeyed() -> None:
    assert next_attempt(1, NOW, retry_after=timedelta(hours=9), random=Random(1)) == NOW + timedelta(hours=9)


def test_a_page_is_given_up_after_a_while() -> None:
    assert next_page_attempt(1, NOW, retry_after=None, random=Random(1)) is not None
    assert next_page_attempt(MOST_PAGE_ATTEMPTS, NOW, retry_after=None, random=Random(1)) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        (" 120 ", timedelta(seconds=120)),
        ("99999999999999", LONGEST_RETRY_AFTER),
        ("Fri, 20 Nov 2026 06:00:00 GMT", timedelta(hours=1)),
        ("Fri, 20 Nov 2020 06:00:00 GMT", None),
        ("Fri, 20 Nov 2099 06:00:00 GMT", LONGEST_RETRY_AFTER),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_reads_retry_after(value: str | None, expected: timedelta | None) -> None:
    assert parse_retry_after(value, NOW) == expected


@given(st.text(max_size=40))
def test_no_retry_after_is_too_strange(value: str) -> None:
    found = parse_retry_after(value, NOW)
    assert found is None or timedelta(0) <= found <= LONGEST_RETRY_AFTER


def test_remembers_the_longest_silence_also_between_two_readings() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert longest_gap([NOW, NOW - hour], None, None) == hour
    assert longest_gap([NOW, NOW - hour], NOW - day, None) == day - hour
    assert longest_gap([NOW], NOW - hour, day) == day
    assert longest_gap([], None, None) is None
