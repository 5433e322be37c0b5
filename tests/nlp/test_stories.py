"""Stories: one event, one story, whatever the order of arrival; nothing chains; reprints point at the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.story import Edge, EdgeKind
from nlp.stories import WINDOW, Group, Member, Neighbourhood, Signature, components, signature_of, story_id
from tests.nlp.articles import REPRINT, TOLD, Told


def grouped(told: Sequence[Told], order: Iterable[int] | None = None) -> list[Group]:
    """Add in the given order, under numbers given in that order, as storage would."""
    neighbourhood, edges, members = Neighbourhood(), list[Edge](), list[Member]()
    for key, place in enumerate(range(len(told)) if order is None else order):
        one = told[place]
        members.append(Member(one.at, one.url, key))
        edges += neighbourhood.add([(key, signature_of(one.title, one.body), one.at)])
    return components(members, edges)


def shape(groups: Iterable[Group]) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]]:
    """The groups without the numbers of arrival."""
    return [
        (
            group.story,
            tuple(member.url for member in group.members),
            tuple(
                sorted(
                    (urls[key], urls[first])
                    for urls in [{member.key: member.url for member in group.members}]
                    for key, first in group.reprint_of.items()
                )
            ),
        )
        for group in groups
    ]


def test_one_event_is_one_story_and_two_are_two() -> None:
    events = {one.url: one.event for one in TOLD}
    groups = grouped(TOLD)
    assert sorted([events[member.url] for member in group.members] for group in groups) == [
        ["ferry"] * 3,
        ["market"],
        ["prize"] * 2,
        ["school"],
    ]


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(TOLD) + 1)))
def test_the_same_articles_in_any_order_give_the_same_stories(order: list[int]) -> None:
    told = (*TOLD, REPRINT)
    assert shape(grouped(told, order)) == shape(grouped(told))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40), st.floats(0.02, 0.6))
def test_any_edges_in_any_order_give_the_same_stories(seed: int, count: int, density: float) -> None:
    random = Random(seed)
    scores = {
        (a, b): round(random.uniform(0.2, 1), random.choice([1, 4]))
        for a in range(count)
        for b in range(a)
        if random.random() < density
    }
    results = []
    for _ in range(3):
        keys = random.sample(range(1000), count)
        members = [Member(TOLD[0].at, f"https://a.example/{place}", keys[place]) for place in range(count)]
        edges = [
            Edge(min(keys[a], keys[b]), max(keys[a], keys[b]), EdgeKind.EVENT, score)
            for (a, b), score in scores.items()
        ]
        results.append(shape(components(random.sample(members, count), random.sample(edges, len(edges)))))
    assert results[0] == results[1] == results[2]


def test_the_story_is_named_by_its_first_article() -> None:
    (ferry, *_) = grouped(TOLD)
    assert ferry.founder.url == TOLD[0].url
    assert ferry.story == story_id(TOLD[0].url)


def test_a_reprint_points_at_the_article_it_repeats() -> None:
    (ferry, *_) = grouped([*TOLD, REPRINT])
    urls = {member.key: member.url for member in ferry.members}
    assert {urls[key]: urls[first] for key, first in ferry.reprint_of.items()} == {REPRINT.url: TOLD[0].url}


def test_two_tellings_of_one_event_are_no_reprints() -> None:
    assert not any(group.reprint_of for group in grouped(TOLD))


def test_the_same_words_days_later_are_another_event() -> None:
    first, again = Neighbourhood(), signature_of(TOLD[0].title, TOLD[0].body)
    first.add([(1, again, TOLD[0].at)])
    assert first.add([(2, again, TOLD[0].at + WINDOW)])
    assert not first.add([(3, again, TOLD[0].at + 2 * WINDOW + timedelta(seconds=1))])


def test_edges_are_the_same_both_ways() -> None:
    one, other = (signature_of(told.title, told.body) for told in TOLD[:2])
    there, back = Neighbourhood(), Neighbourhood()
    there.add([(1, one, TOLD[0].at)])
    back.add([(2, other, TOLD[1].at)])
    assert there.add([(2, other, TOLD[1].at)]) == back.add([(1, one, TOLD[0].at)]) != []


def test_the_same_key_again_replaces() -> None:
    known = Neighbourhood()
    known.add([(1, signature_of(TOLD[0].title, TOLD[0].body), TOLD[0].at)])
    known.add([(1, signature_of(TOLD[5].title, TOLD[5].body), TOLD[5].at)])
    assert len(known) == 1
    assert not known.add([(2, signature_of(TOLD[1].title, TOLD[1].body), TOLD[1].at)])


def test_what_is_forgotten_finds_nothing() -> None:
    known = Neighbourhood()
    known.add([(1, signature_of(TOLD[0].title, TOLD[0].body), TOLD[0].at)])
    known.forget(TOLD[0].at + timedelta(seconds=1))
    assert len(known) == 0
    assert not known.add([(2, signature_of(TOLD[1].title, TOLD[1].body), TOLD[1].at)])


@given(st.text(max_size=300), st.text(max_size=2000))
def test_a_signature_survives_storage_and_stays_small(title: str, body: str) -> None:
    signature = signature_of(title, body)
    assert Signature.decode(signature.encode()) == signature
    assert len(signature.encode()) <= 1024


@pytest.mark.parametrize("packed", [b"", b"\x01", b"\x00\x00\x00", b"\x01\x02\x00abc"])
def test_bytes_of_another_format_are_refused(packed: bytes) -> None:
    with pytest.raises(ValueError):
        Signature.decode(packed)


def test_an_empty_article_stands_alone() -> None:
    known = Neighbourhood()
    assert not known.add([(1, signature_of("", ""), TOLD[0].at)])
    assert not known.add([(2, signature_of("", ""), TOLD[0].at)])
