"""Promises on what feeds announce and which pages are wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.article import FeedEntry, Origin
from storage import NewEntries, PageState, Storage
from tests.fakes import FakeClock, new_storage
from tests.storage.samples import NOW, contents, feed_entry, page, url


def test_entry_is_an_article_at_once(storage: Storage) -> None:
    with storage.begin() as work:
        assert work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW) == NewEntries(new=1)
        found = work.articles.find(url(1))
    assert found is not None
    assert (found.article.lead, found.article.origin) == ("Tóm tắt", Origin.FEED)


def test_only_wanted_pages_wait(storage: Storage) -> None:
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry(1), feed_entry(2)], first_seen_at=NOW, wanted={url(2)})
        assert [one.url for one in work.entries.wanted(NOW, 9)] == [url(2)]
        work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW, wanted={url(1)})
        assert [one.url for one in work.entries.wanted(NOW, 9)] == [url(1), url(2)]


def test_same_feed_again_changes_nothing(storage: Storage) -> None:
    entries = [feed_entry(1), feed_entry(2)]
    with storage.begin() as work:
        work.entries.add("bao-mau", entries, first_seen_at=NOW, wanted={url(2)})
    before = contents(storage)
    with storage.begin() as work:
        again = work.entries.add("bao-mau", entries, first_seen_at=NOW + timedelta(hours=1), wanted={url(2)})
    assert again == NewEntries(known=2)
    assert contents(storage) == before


def test_edited_title_wants_the_page_again(storage: Storage) -> None:
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry(1), feed_entry(2)], first_seen_at=NOW, wanted={url(1)})
        work.entries.mark(work.entries.wanted(NOW, 1)[0].entry_id, PageState.FETCHED)
        edited = [feed_entry(1, "Cầu hỏng nhẹ"), feed_entry(2, "Cầu hỏng nhẹ")]
        assert work.entries.add("bao-mau", edited, first_seen_at=NOW) == NewEntries(edited=2)
        assert [(one.url, one.attempts) for one in work.entries.wanted(NOW, 9)] == [(url(1), 0)]


def test_edited_title_is_a_new_version_where_only_feeds_are_known(storage: Storage) -> None:
    with storage.begin() as work:
        work.articles.add(page(1), first_seen_at=NOW)
        for title in ("A", "B"):
            work.entries.add("bao-mau", [feed_entry(1, title), feed_entry(2, title)], first_seen_at=NOW)
        read, announced = work.articles.find(url(1)), work.articles.find(url(2))
    assert read is not None
    assert announced is not None
    assert (read.version, announced.version, announced.article.title) == (1, 2, "B")


def test_two_feeds_with_two_titles_are_one_edit_only(storage: Storage) -> None:
    with storage.begin() as work:
        for _ in range(3):
            for title in ("Tiêu đề trên trang nhất", "Tiêu đề trong chuyên mục", ""):
                work.entries.add("bao-mau", [feed_entry(1, title)], first_seen_at=NOW)
        found = work.articles.find(url(1))
    assert found is not None
    assert found.version == 2


def test_tracking_parameters_make_no_second_entry(storage: Storage) -> None:
    tracked = FeedEntry(link=url(1) + "?utm_source=rss", title="Cầu Đông Hồ thông xe")
    with storage.begin() as work:
        assert work.entries.add("bao-mau", [feed_entry(1), tracked], first_seen_at=NOW) == NewEntries(new=1, known=1)


def test_entry_without_usable_address_is_counted_and_left_out(storage: Storage) -> None:
    bad = [FeedEntry(link=link, title="x") for link in ("", "javascript:alert(1)", "mailto:a@b")]
    with storage.begin() as work:
        assert work.entries.add("bao-mau", [*bad, feed_entry(1)], first_seen_at=NOW) == NewEntries(new=1, skipped=3)


def test_alias_is_no_new_article(storage: Storage) -> None:
    with storage.begin() as work:
        stored = work.articles.add(page(1), first_seen_at=NOW)
        work.articles.add_alias(url("amp"), stored.id)
        work.entries.add("bao-mau", [feed_entry("amp")], first_seen_at=NOW, wanted={url("amp")})
        assert work.articles.count() == 1
        assert work.entries.wanted(NOW, 9) == []  # its text is there already


def test_deleted_article_is_not_announced_again(storage: Storage) -> None:
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW, wanted={url(1)})
        (waiting,) = work.entries.wanted(NOW, 9)
        found = work.articles.find(url(1))
        assert found is not None
        work.articles.delete(found.id, "thử")
        assert work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW) == NewEntries(skipped=1)
        work.entries.mark(waiting.entry_id, PageState.FETCHED)  # the fetch that was under way
        assert work.articles.find(url(1)) is None


def test_failed_page_waits_for_its_time(storage: Storage) -> None:
    later = NOW + timedelta(minutes=10)
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry(1)], first_seen_at=NOW, wanted={url(1)})
        (one,) = work.entries.wanted(NOW, 9)
        work.entries.mark(one.entry_id, "wanted", "máy chủ bận", retry_at=later)
        assert work.entries.wanted(NOW, 9) == []
        assert [one.attempts for one in work.entries.wanted(later, 9)] == [1]
        work.entries.mark(one.entry_id, PageState.FAILED, "hỏng hẳn")
        assert work.entries.wanted(later, 9) == []


def test_pages_of_asked_hosts_only_longest_known_first(storage: Storage) -> None:
    links = ["https://www.a.example/1", "https://b.example/1", "https://a.example/2"]
    with storage.begin() as work:
        for place, link in enumerate(links):
            seen = NOW - timedelta(minutes=place)
            work.entries.add("bao-mau", [FeedEntry(link=link, title="x")], first_seen_at=seen, wanted=links)
        assert [one.url for one in work.entries.wanted(NOW, 9, ["a.example"])] == [links[2], links[0]]
        assert [one.url for one in work.entries.wanted(NOW, 2)] == [links[2], links[1]]


def test_join_of_two_addresses_keeps_the_fetch_under_way(storage: Storage) -> None:
    with storage.begin() as work:
        work.entries.add("bao-mau", [feed_entry("cu")], first_seen_at=NOW, wanted={url("cu")})
        (one,) = work.entries.wanted(NOW, 9)
        kept = work.articles.add(page("moi"), first_seen_at=NOW)
        work.articles.add_alias(url("cu"), kept.id)
        work.entries.mark(one.entry_id, PageState.FETCHED)
        assert work.entries.add("bao-mau", [feed_entry("cu")], first_seen_at=NOW) == NewEntries(known=1)
        assert work.entries.wanted(NOW, 9) == []


@settings(max_examples=15, deadline=None)
@given(
    entries=st.lists(st.builds(feed_entry, st.integers(0, 6), st.sampled_from("AB")), max_size=15),
    cut=st.integers(0, 15),
)
def test_batching_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, entries: list[FeedEntry], cut: int
) -> None:
    states = []
    for parts in ([entries], [entries[:cut], entries[cut:]]):
        store = new_storage(tmp_path_factory.mktemp("mt"), FakeClock())
        with store.begin() as work:
            for part in parts:
                work.entries.add("bao-mau", part, first_seen_at=NOW, wanted={url(1), url(2)})
        states.append(contents(store))
        store.close()
    assert states[0] == states[1]
