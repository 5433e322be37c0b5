"""The store says how much waits at each step and since when; on both databases, and right after a restart."""

from __future__ import annotations

from datetime import timedelta

from news.alert import Condition, Finding, Severity
from news.digest import Period
from news.source import Health, SourceState
from storage import Storage
from storage.figures import Step
from tests.storage.samples import NOW, add_pages, analysis, feed_entry, member, url
from tests.storage.test_office import edition

MINUTE = timedelta(minutes=1)


def depths(storage: Storage, later: timedelta = timedelta()) -> dict[Step, int]:
    with storage.read() as work:
        return {one.step: one.depth for one in work.figures.queues(NOW + later, NOW - timedelta(days=7)) if one.depth}


def test_nothing_waits_in_an_empty_store(storage: Storage) -> None:
    with storage.read() as work:
        queues = work.figures.queues(NOW, NOW)
    assert [one.step for one in queues] == list(Step)
    assert all(one.depth == 0 and one.since is None for one in queues)


def test_an_article_waits_at_each_step_in_turn(storage: Storage) -> None:
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW, wanted={url(1)})
    assert depths(storage) == {Step.PAGES: 1, Step.ANALYSIS: 1, Step.STORIES: 1}
    with storage.begin() as work:
        (wanted,) = work.entries.wanted(NOW, 9)
        work.entries.mark(wanted.entry_id, "wanted", retry_at=NOW + 5 * MINUTE)
        (pending,) = work.articles.pending_analysis("m1", 9)
        work.analyses.add_many([(pending.id, 1, analysis())])
    assert depths(storage) == {Step.STORIES: 1, Step.MATCHING: 1}, "a page that may not be asked for yet does not wait"
    assert depths(storage, 6 * MINUTE) == {Step.PAGES: 1, Step.STORIES: 1, Step.MATCHING: 1}
    with storage.begin() as work:
        work.entries.mark(wanted.entry_id, "fetched")
        work.stories.put([member(pending.id, "s")])
        work.sightings.mark_matched("ninh-binh", pending.id, 1)
    assert depths(storage, 6 * MINUTE) == {}


def test_the_age_is_the_oldest_units_and_an_imported_archive_is_not_old(storage: Storage) -> None:
    with storage.begin() as work:
        long_ago = NOW - timedelta(days=2_000)
        work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=long_ago)
        work.entries.add("bao-mau", [feed_entry(2)], first_seen_at=NOW - MINUTE, wanted={url(2)})
        work.entries.add("bao-mau", [feed_entry(3)], first_seen_at=NOW, wanted={url(3)})
    with storage.read() as work:
        since = {one.step: one.since for one in work.figures.queues(NOW, NOW)}
    assert since[Step.PAGES] == NOW - MINUTE
    assert since[Step.ANALYSIS] == since[Step.STORIES] == NOW


def test_what_is_to_be_sent_told_and_read_again_is_counted(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    found = Finding("k", "ninh-binh", "lũ", Condition.MATCH, Severity.INFO, "story:s", "t", "w", NOW)
    with storage.begin() as work:
        work.outbox.add("ninh-binh", "now", "email", "desk", b"x")
        work.outbox.add("ninh-binh", "later", "email", "desk", b"x", not_before=NOW + MINUTE)
        work.outbox.add("ha-nam", "gone", "telegram", "desk", b"x")
        work.outbox.mark_failed(work.outbox.due(NOW, 9)[-1].id, "địa chỉ sai", retry_at=None)
        work.findings.add_many([found])
        work.rereadings.hasten([key], NOW)
        work.sources.put(SourceState("bao-mau", "https://bao-mau.example/rss", Health.BROKEN, next_due_at=NOW))
        round_id = work.rounds.start(NOW)
        work.sources.add_reading(round_id, "bao-mau", "https://bao-mau.example/rss", NOW, Health.BROKEN, "", 0, 0)
        work.editions.add(edition(1))
        work.editions.add(edition(2))
    waiting = {Step.FEEDS, Step.REREADINGS, Step.ALERTS, Step.DELIVERIES}
    assert waiting <= depths(storage).keys()
    assert depths(storage)[Step.DELIVERIES] == 1
    with storage.read() as work:
        assert work.figures.feeds(NOW) == work.figures.sources() == {"broken": 1}
        assert work.figures.feeds(NOW + MINUTE) == {}
        assert work.figures.deliveries() == {
            ("ninh-binh", "email", "waiting"): 2,
            ("ha-nam", "telegram", "failed"): 1,
        }
        assert work.figures.digests() == {("ninh-binh", Period.DAY): NOW + timedelta(days=2)}
