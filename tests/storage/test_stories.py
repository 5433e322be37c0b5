"""Promises on stories: members, redirects, edges, people's facts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.errors import UnknownId
from news.story import Edge, EdgeKind, FactKind, Membership, StoryFact
from storage import MemberRow, Storage
from tests.fakes import FakeClock, new_storage
from tests.storage.samples import NOW, add_pages, contents, member, page, published


def test_pending_until_grouped_oldest_first(storage: Storage) -> None:
    with storage.begin() as work:
        for key in range(3):
            at = published(NOW - timedelta(hours=key))
            work.articles.add(page(key, published=at), first_seen_at=NOW)
        assert [one.id for one in work.stories.pending(2)] == [3, 2]
        work.stories.put([member(3, "s"), member(1, "s")])
        assert [one.id for one in work.stories.pending(9)] == [2]
        work.articles.add(page(0, "Tiêu đề mới"), first_seen_at=NOW)
        assert {one.id for one in work.stories.pending(9)} == {1, 2}
        work.stories.put([member(1, "s", version=1)])  # grouped by words that are old now
        assert {one.id for one in work.stories.pending(9)} == {1, 2}


def test_tells_members_and_stories(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    with storage.begin() as work:
        work.stories.put([member(a, "s"), member(b, "s", reprint_of=a)])
        assert work.stories.members("s") == [member(a, "s"), member(b, "s", reprint_of=a)]
        assert work.stories.story_of([a, b, c]) == {a: Membership(a, "s"), b: Membership(b, "s", a)}
        assert work.stories.rows_of([c, b]) == {b: member(b, "s", reprint_of=a)}


def test_signature_stays_where_none_is_given(storage: Storage) -> None:
    (a,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.stories.put([member(a, "s")])
        work.stories.put([MemberRow(a, 1, "t", None, None, NOW)])
        assert work.stories.signatures(NOW) == [(a, b"signature", NOW)]
        assert work.stories.signatures(NOW - timedelta(hours=1), NOW) == []


def test_only_those_whose_place_changed_are_noted(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    with storage.begin() as work:
        work.stories.put([member(a, "s"), member(b, "s")])
    with storage.begin() as work:
        head = work.changes.head()
        work.stories.put([member(a, "s"), member(b, "t")])
        assert [change.article_id for change in work.changes.since(head, 9)] == [b]


def test_merge_leaves_a_redirect_and_takes_everybody_along(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    with storage.begin() as work:
        work.stories.put([member(a, "s"), member(b, "t"), member(c, "t")])
        work.stories.put([member(b, "s")], merges={"t": "s"})
        assert work.stories.resolve("t") == "s"
        assert {row.article_id for row in work.stories.members("t")} == {a, b, c}
        work.stories.put([member(a, "r")], merges={"s": "r"})
        assert (work.stories.resolve("t"), work.stories.resolve("s")) == ("r", "r")
        with pytest.raises(UnknownId):
            work.stories.resolve("chưa từng có")


def test_story_that_lives_again_is_no_redirect(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    with storage.begin() as work:
        work.stories.put([member(a, "s"), member(b, "s")], merges={"t": "s"})
        work.stories.put([member(b, "t")])
        assert (work.stories.resolve("t"), work.stories.resolve("s")) == ("t", "s")
        work.stories.put([member(a, "t")], merges={"s": "t"})
        assert (work.stories.resolve("t"), work.stories.resolve("s")) == ("t", "t")


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
def test_redirects_never_run_in_circles(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]) -> None:
    store = new_storage(tmp_path_factory.mktemp("vt"), FakeClock())
    (key,) = add_pages(store, 1)
    with store.begin() as work:
        for old, new in steps:
            work.stories.put([member(key, new)], merges={old: new})
            assert work.stories.resolve(old) == new
            assert work.stories.story_of([key])[key].story == new
        for name in {old for old, _ in steps}:
            assert work.stories.resolve(work.stories.resolve(name)) == work.stories.resolve(name)
    store.close()


def test_edges_of_replaced_articles_go_first(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    old = [Edge(a, b, EdgeKind.EVENT, 0.5), Edge(b, c, EdgeKind.REPRINT, 0.9)]
    with storage.begin() as work:
        work.stories.put([], old)
        assert work.stories.edges_of([b]) == old
        better = Edge(b, c, EdgeKind.EVENT, 0.4)
        work.stories.put([], [better], replaced=[b])
        assert work.stories.edges_of([a, b, c]) == [better]


def test_late_grouping_of_a_deleted_article_is_dropped(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    with storage.begin() as work:
        work.articles.delete(b, "thử")
        work.stories.put([member(a, "s", reprint_of=b), member(b, "s")], [Edge(a, b, EdgeKind.EVENT, 0.5)])
        assert work.stories.story_of([a, b]) == {a: Membership(a, "s")}
        assert work.stories.edges_of([a]) == []


def test_deletion_has_the_rest_of_the_story_grouped_again(storage: Storage) -> None:
    a, b, c = add_pages(storage, 3)
    with storage.begin() as work:
        rows = [member(a, "s"), member(b, "s", reprint_of=a), member(c, "khac")]
        work.stories.put(rows, [Edge(a, b, EdgeKind.REPRINT, 0.9)])
        work.articles.delete(a, "thử")
        assert [one.id for one in work.stories.pending(9)] == [b]
        assert work.stories.story_of([b]) == {b: Membership(b, "s")}


def test_facts_of_people_are_kept_once_oldest_first(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    facts = [
        StoryFact("ninh-binh", kind, a, b, "p1", NOW + timedelta(hours=place))
        for place, kind in enumerate((FactKind.MUST_LINK, FactKind.CANNOT_LINK))
    ]
    with storage.begin() as work:
        for fact in [*facts, *facts]:
            work.stories.add_fact(fact)
        assert work.stories.facts("ninh-binh") == facts
        assert work.stories.facts("ha-noi") == []
        with pytest.raises(UnknownId):
            work.stories.add_fact(StoryFact("ninh-binh", FactKind.MUST_LINK, a, 99, "p1", NOW))


def test_same_grouping_again_changes_nothing(storage: Storage) -> None:
    a, b = add_pages(storage, 2)
    for _ in range(2):
        with storage.begin() as work:
            work.stories.put([member(a, "s"), member(b, "s", a)], [Edge(a, b, EdgeKind.EVENT, 0.5)], {"t": "s"})
        state = contents(storage)
    with storage.begin() as work:
        work.stories.put([member(a, "s"), member(b, "s", a)], [Edge(a, b, EdgeKind.EVENT, 0.5)], {"t": "s"})
    assert contents(storage) == state
