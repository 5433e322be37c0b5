"""Grouping: people's words are stronger than edges, chains do not join, and what is far away does not matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from news.story import Edge, EdgeKind, FactKind, StoryFact
from nlp.binding import touched
from nlp.grouping import Member, components
from tests.nlp.articles import START


def member(key: int) -> Member:
    return Member(START + timedelta(minutes=key), f"https://a.example/{key}", key)


def edge(a: int, b: int, score: float = 0.9, kind: EdgeKind = EdgeKind.EVENT) -> Edge:
    return Edge(min(a, b), max(a, b), kind, score)


def fact(kind: FactKind, a: int, b: int, minute: int = 0) -> StoryFact:
    return StoryFact("ninh-binh", kind, a, b, "lan", START + timedelta(minutes=minute))


def keys(count: int, edges: Sequence[Edge], facts: Sequence[StoryFact] = ()) -> list[list[int]]:
    groups = components([member(key) for key in range(count)], edges, facts)
    return [[one.key for one in group.members] for group in groups]


def test_edges_join() -> None:
    assert keys(3, [edge(0, 1), edge(1, 2), edge(0, 2)]) == [[0, 1, 2]]


def test_unsure_edges_do_not() -> None:
    assert keys(2, [edge(0, 1, 0.45)]) == [[0], [1]]


def test_a_chain_is_no_event() -> None:
    groups = keys(12, [edge(key, key + 1, 0.8) for key in range(11)])
    assert max(map(len, groups)) <= 3


def test_two_events_bridged_by_one_article_stay_two() -> None:
    events = [edge(a, b) for group in (range(5), range(5, 10)) for a in group for b in group if a < b]
    assert keys(10, [*events, edge(4, 5)]) == [list(range(5)), list(range(5, 10))]


def test_must_link_joins_without_an_edge() -> None:
    assert keys(3, [edge(0, 1)], [fact(FactKind.MUST_LINK, 2, 0)]) == [[0, 1, 2]]


def test_must_link_brings_both_stories_together() -> None:
    edges = [edge(0, 1), edge(2, 3)]
    assert keys(4, edges, [fact(FactKind.MUST_LINK, 1, 2)]) == [[0, 1, 2, 3]]


def test_must_link_moves_one_article_where_its_story_may_not_follow() -> None:
    edges = [edge(0, 1), edge(2, 3)]
    said = [fact(FactKind.MUST_LINK, 1, 2), fact(FactKind.CANNOT_LINK, 0, 3)]
    assert keys(4, edges, said) == [[0, 1, 2], [3]]


def test_cannot_link_parts_in_spite_of_every_edge() -> None:
    edges = [edge(0, 1, 1.0), edge(1, 2), edge(0, 2)]
    groups = keys(3, edges, [fact(FactKind.CANNOT_LINK, 0, 1)])
    assert [0, 1] not in groups
    assert [0, 1, 2] not in groups


def test_the_newer_word_about_a_pair_counts() -> None:
    first, then = fact(FactKind.CANNOT_LINK, 0, 1, 1), fact(FactKind.MUST_LINK, 1, 0, 2)
    assert keys(2, [], [first, then]) == keys(2, [], [then, first]) == [[0, 1]]


def test_an_older_must_link_does_not_undo_a_newer_cannot_link() -> None:
    said = [
        fact(FactKind.MUST_LINK, 0, 1, 1),
        fact(FactKind.MUST_LINK, 1, 2, 2),
        fact(FactKind.CANNOT_LINK, 0, 2, 3),
    ]
    assert keys(3, [], said) == [[0], [1, 2]]


def test_words_about_unknown_articles_are_ignored() -> None:
    assert keys(1, [edge(0, 9)], [fact(FactKind.MUST_LINK, 0, 9)]) == [[0]]


def test_all_reprints_point_at_the_first() -> None:
    edges = [edge(0, 2, 1, EdgeKind.REPRINT), edge(2, 1, 1, EdgeKind.REPRINT), edge(0, 1)]
    (group,) = components([member(key) for key in range(3)], edges)
    assert group.reprint_of == {1: 0, 2: 0}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60), st.floats(0.01, 0.3))
def test_settling_what_an_arrival_touches_equals_settling_everything(seed: int, count: int, density: float) -> None:
    random = Random(seed)
    pairs = [(a, b) for a in range(count) for b in range(a) if random.random() < density]
    edges = [edge(a, b, round(random.uniform(0.2, 1), 3)) for a, b in pairs]
    story: dict[int, list[int]] = {}
    arrived: set[int] = set()
    for key in random.sample(range(count), count):
        arrived.add(key)
        present = [one for one in edges if one.a in arrived and one.b in arrived]

        def edges_of(wanted: Collection[int], present: Sequence[Edge] = tuple(present)) -> list[Edge]:
            return [one for one in present if one.a in wanted or one.b in wanted]

        found, around = touched([key], edges_of)
        for group in components([member(one) for one in found], around):
            for one in group.members:
                story[one.key] = [other.key for other in group.members]
    whole = components([member(key) for key in range(count)], edges)
    assert story == {one.key: [other.key for other in group.members] for group in whole for one in group.members}
