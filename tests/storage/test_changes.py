"""Promises on the change log and its followers."""

from __future__ import annotations

from datetime import timedelta

from storage import Change, Storage
from tests.storage.samples import NOW, add_pages, analysis, headline, member, page


def test_one_transaction_changes_an_article_once(storage: Storage) -> None:
    with storage.begin() as work:
        key = work.articles.add(page(1), first_seen_at=NOW).id
        work.analyses.add_many([(key, 1, analysis())])
        work.stories.put([member(key, "s")])
    with storage.read() as work:
        assert work.changes.since(0, 9) == [Change(1, key)]


def test_follower_reads_on_from_its_place_and_misses_nothing(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    with storage.begin() as work:
        first = work.changes.since(work.changes.position("search"), 2)
        work.changes.advance("search", first[-1].seq)
    with storage.begin() as work:
        work.articles.add(page(0, "Tiêu đề mới"), first_seen_at=NOW)
    with storage.begin() as work:
        rest = work.changes.since(work.changes.position("search"), 9)
        assert [change.article_id for change in first + rest] == [a, b, c, a]
        assert rest[-1].seq == work.changes.head()
        work.changes.advance("search", 0)
        assert [change.article_id for change in work.changes.since(work.changes.position("search"), 9)] == [b, c, a]


def test_new_follower_begins_at_the_beginning(storage: Storage) -> None:
    with storage.read() as work:
        assert (work.changes.position("chưa có"), work.changes.head(), work.changes.since(0, 9)) == (0, 0, [])


def test_what_changes_nothing_is_no_change(storage: Storage) -> None:
    add_pages(storage, 2)
    with storage.begin() as work:
        head = work.changes.head()
        work.articles.add(page(0), first_seen_at=NOW + timedelta(days=1))
        work.articles.add(headline(1, "Tiêu đề của nguồn cấp"), first_seen_at=NOW)
        assert work.changes.head() == head
