"""Promises on what the office and its rounds keep: outbox, editions, snapshots, leases, rounds, sources, tombstones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from news.article import Snapshot
from news.digest import Period
from news.errors import UnknownId
from news.source import Health, SourceState
from news.times import Window
from storage import GENESIS, Edition, Reading, Round, Storage
from tests.storage.samples import NOW

HOUR = timedelta(hours=1)


def snapshot(offset: int = 0, days: int = 90) -> Snapshot:
    until = NOW + timedelta(days=days)
    return Snapshot(7, "https://bao-mau.example/1", "a.warc.gz", offset, 100, "ab", NOW, until)


def edition(day: int, number: int = 1) -> Edition:
    end = NOW + timedelta(days=day)
    window = Window(end - timedelta(days=1), end)
    return Edition("ninh-binh", Period.DAY, date(2026, 11, day), number, window, b"{}", "p1", end, GENESIS)


def test_message_is_added_once(storage: Storage) -> None:
    with storage.begin() as work:
        assert work.outbox.add("ninh-binh", "k1", "mail", "desk", b"x")
        assert not work.outbox.add("ninh-binh", "k1", "mail", "desk", b"y")
        (one,) = work.outbox.due(NOW, 9)
        work.outbox.mark_sent(one.id, NOW)
        assert not work.outbox.add("ninh-binh", "k1", "mail", "desk", b"x")
        assert work.outbox.due(NOW, 9) == []


def test_message_waits_for_its_time_and_is_tried_again(storage: Storage) -> None:
    with storage.begin() as work:
        work.outbox.add("ninh-binh", "late", "mail", "desk", b"x", not_before=NOW + HOUR)
        work.outbox.add("ninh-binh", "now", "mail", "desk", b"x")
        (one,) = work.outbox.due(NOW, 9)
        work.outbox.mark_failed(one.id, "máy chủ bận", retry_at=NOW + 2 * HOUR)
        assert [m.key for m in work.outbox.due(NOW + HOUR, 9)] == ["late"]
        assert [(m.key, m.attempts) for m in work.outbox.due(NOW + 3 * HOUR, 9)] == [("late", 0), ("now", 1)]
        work.outbox.mark_failed(one.id, "địa chỉ sai", retry_at=None)
        assert [m.key for m in work.outbox.due(NOW + 3 * HOUR, 9)] == ["late"]
        with pytest.raises(UnknownId):
            work.outbox.mark_sent(99, NOW)


def test_signed_edition_never_changes(storage: Storage) -> None:
    with storage.begin() as work:
        assert work.editions.add(edition(1))
        assert not work.editions.add(replace(edition(1), content=b"khac"))
        assert work.editions.list("ninh-binh") == [edition(1)]


def test_last_edition_is_the_one_whose_window_ends_last(storage: Storage) -> None:
    with storage.begin() as work:
        for day in (2, 3, 1):
            work.editions.add(edition(day))
        assert work.editions.last("ninh-binh", Period.DAY) == edition(3)
        assert work.editions.last("ninh-binh", Period.WEEK) is None
        assert work.editions.list("ninh-binh", Period.DAY, limit=2) == [edition(3), edition(2)]


def test_raw_page_is_due_after_its_time_unless_cited(storage: Storage) -> None:
    with storage.begin() as work:
        for offset in (0, 100, 0):
            work.snapshots.add(snapshot(offset))
        first, second = work.snapshots.list(7)
        assert (first.snapshot, work.snapshots.count("a.warc.gz")) == (snapshot(), 2)
        work.snapshots.cite(first.id)
        assert work.snapshots.expired(NOW + timedelta(days=89)) == []
        assert work.snapshots.expired(NOW + timedelta(days=91)) == [second]
        work.snapshots.cite(first.id, is_cited=False)
        work.snapshots.delete([second.id])
        assert work.snapshots.expired(NOW + timedelta(days=91)) == [first]


def test_host_has_one_holder_at_a_time(storage: Storage) -> None:
    with storage.begin() as work:
        assert work.leases.take("bao.example", "a", NOW + HOUR, NOW)
        assert not work.leases.take("bao.example", "b", NOW + HOUR, NOW)
        assert work.leases.take("bao.example", "a", NOW + 2 * HOUR, NOW)
        assert work.leases.take("bao.example", "b", NOW + 3 * HOUR, NOW + 2 * HOUR)
        work.leases.release("bao.example", "a")
        assert not work.leases.take("bao.example", "a", NOW + 3 * HOUR, NOW + 2 * HOUR)
        work.leases.release("bao.example", "b")
        assert work.leases.take("bao.example", "a", NOW + 3 * HOUR, NOW + 2 * HOUR)


def test_round_killed_stays_unfinished(storage: Storage) -> None:
    with storage.begin() as work:
        killed, done = work.rounds.start(NOW), work.rounds.start(NOW + HOUR)
        work.rounds.finish(done, NOW + 2 * HOUR, {"new": 3})
        assert work.rounds.unfinished() == [Round(killed, NOW)]
        rounds = [Round(killed, NOW), Round(done, NOW + HOUR, NOW + 2 * HOUR, {"new": 3})]
        assert work.rounds.list(Window(NOW, NOW + HOUR)) == rounds[:1]
        assert work.rounds.list(Window(NOW + 2 * HOUR, NOW + 3 * HOUR)) == rounds[1:]
        with pytest.raises(UnknownId):
            work.rounds.finish(99, NOW, {})


def test_state_of_a_feed_is_replaced_and_unknown_ones_say_so(storage: Storage) -> None:
    state = SourceState("bao-mau", "https://bao-mau.example/rss", Health.FROZEN, "đứng yên", NOW, typical_gap=HOUR)
    with storage.begin() as work:
        assert work.sources.get("bao-mau", state.feed).health is Health.NEVER_READ
        work.sources.put(replace(state, health=Health.OK, etag="x"))
        work.sources.put(state)
        assert work.sources.get("bao-mau", state.feed) == state
        assert work.sources.list() == [state]


def test_reading_counts_once_a_round(storage: Storage) -> None:
    with storage.begin() as work:
        number = work.rounds.start(NOW)
        for entries in (5, 6):
            work.sources.add_reading(number, "bao-mau", "f", NOW, Health.OK, "", entries, 2)
        expected = [Reading(number, "bao-mau", "f", NOW, Health.OK, "", 5, 2)]
        assert work.sources.list_readings(Window(NOW, NOW + HOUR)) == expected
        assert work.sources.list_readings(Window(NOW - HOUR, NOW)) == []


def test_deleted_stays_deleted(storage: Storage) -> None:
    with storage.begin() as work:
        assert not work.tombstones.has("article", "u")
        work.tombstones.add("article", "u", "lý do")
        work.tombstones.add("article", "u", "lý do khác")
        assert work.tombstones.has("article", "u")
        assert not work.tombstones.has("tip", "u")
        assert work.tombstones.list("article", ["u", "v"]) == {"u"}


def test_readings_are_forgotten_with_their_rounds_and_later_ones_stay(storage: Storage) -> None:
    feed = "https://bao-mau.example/rss"
    with storage.begin() as work:
        for at in (NOW - timedelta(days=2), NOW - timedelta(days=1), NOW):
            round_id = work.rounds.start(at)
            work.rounds.finish(round_id, at, {})
            work.sources.add_reading(round_id, "bao-mau", feed, at, Health.OK, "", 1, 0)
        assert work.sources.forget_readings(NOW - timedelta(days=1)) == 1
        whole = Window(NOW - timedelta(days=9), NOW + HOUR)
        assert [one.at for one in work.sources.list_readings(whole)] == [NOW - timedelta(days=1), NOW]
        assert [one.started_at for one in work.rounds.list(whole)] == [NOW - timedelta(days=1), NOW]
