"""Which hours of which claims are asked for, what is kept of the answers, and what the office sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config.counters import CounterSettings
from jobs.counting import count_claims, hashtags_of, window_of
from jobs.wiring import read_configuration
from news.claims import CountedClaim
from news.times import Window
from storage import Storage
from tests.crawlers.platforms import MARK, Said, World, serve
from tests.factcheck.samples import publish
from tests.fakes import FakeClock, new_storage
from tests.jobs.office import write_office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDING = "Học sinh toàn tỉnh nghỉ học 5 ngày vì vỡ đập Đồng Chương"
NOW = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
FULL = NOW.replace(minute=0)
CLAIM = CountedClaim("ninh-binh", 7, 1, ("Vỡ đê",), date(2026, 11, 21))


def test_counting_begins_fourteen_days_before_the_publication_and_asks_full_hours() -> None:
    assert window_of(CLAIM, NOW - 3 * DAY, None, NOW) == Window(FULL - 17 * DAY, FULL)


def test_later_only_what_is_new_is_asked_and_the_last_hours_again() -> None:
    assert window_of(CLAIM, NOW - 3 * DAY, FULL - 8 * HOUR, NOW) == Window(FULL - 9 * HOUR, FULL)


def test_counting_ends_with_the_claims_last_day() -> None:
    end = datetime(2026, 11, 21, 17, tzinfo=UTC)  # midnight in Vietnam
    assert window_of(CLAIM, NOW, FULL, NOW + 9 * DAY) == Window(FULL - HOUR, end)
    assert window_of(CLAIM, NOW, end + HOUR, NOW + 9 * DAY) is None


def test_hashtags_are_asked_with_and_without_accents() -> None:
    assert set(hashtags_of("quang-ngai")) == {"QuảngNgãi", "KonTum", "QuangNgai"}


def _read(storage: Storage, claim_id: int) -> dict[datetime, int]:
    with storage.read() as work:
        return {one.hour: one.count for one in work.sightings.counts(claim_id)}


def test_a_published_claim_is_counted_once_in_a_while_and_no_post_reaches_the_disk(tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    storage = new_storage(tmp_path, clock)
    claim, _ = publish(storage, clock, wordings=(WORDING,), counted_until=date(2026, 12, 10))
    said = [Said(FULL - 5 * HOUR + timedelta(minutes=n), WORDING, n) for n in range(7)]
    with serve(World(said)) as world:
        office = write_office(tmp_path / "office", [], {})
        read = read_configuration(office)
        configuration = replace(
            read,
            crawl=replace(read.crawl, answer_time=timedelta(seconds=30)),
            counters=CounterSettings(bluesky_identifier="a", bluesky_password="b", bluesky_address=world.address),
        )
        (first,) = count_claims(configuration, storage, clock)
        (again,) = count_claims(configuration, storage, clock)
        world.fault = "key"
        clock.advance(hours=7)
        (later,) = count_claims(configuration, storage, clock)
    assert (first["trouble"], again["hours"]) == (None, 0)
    assert later["trouble"] == "credentials"
    counts = _read(storage, claim.id)
    assert counts[FULL - 5 * HOUR] == 5
    assert len(counts) == first["hours"] == 14 * 24
    with storage.read() as work:
        assert work.sources.get("counter bluesky", "").detail == "credentials"
        assert work.budgets.list("2026-11-20") == {"counter bluesky": len(world.asked)}
    storage.tidy()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and MARK.encode() in file.read_bytes()]
