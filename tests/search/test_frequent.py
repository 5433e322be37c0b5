"""Pairs of frequent syllables make phrases fast; found is what the predicate finds, and nothing by its pairs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from nlp.document import Document, read_document
from nlp.query import parse
from nlp.tokens import folded
from search.embedded import EmbeddedEngine
from search.engine import IndexedDocument
from search.frequent import PAIR_SIGN, frequent_pairs, pairs_of_both

#: Frequent with and without accents, and a few that are neither.
WORDS = [
    "người",
    "nguời",
    "ngươi",
    "dân",
    "đân",
    "không",
    "khống",
    "thành",
    "phố",
    "pho",
    "tỉnh",
    "tinh",
    "tình",
    "xyz",
    "quẻ",
    "20",
    "a",
    "đường",
    "duong",
]


def documents(chance: Random, count: int) -> list[Document]:
    return [
        read_document(
            number,
            source="baomau",
            sort_at=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number),
            title=" ".join(chance.choices(WORDS, k=3)),
            lead=" ".join(chance.choices(WORDS, k=12)),
            text=" ".join(chance.choices(WORDS, k=20)),
        )
        for number in range(1, count + 1)
    ]


def phrases(chance: Random) -> list[str]:
    words = chance.choices(WORDS, k=chance.choice((2, 2, 3, 4)))
    plain = [folded(word) for word in words]
    said = (words, plain)
    return [
        *(f'"{" ".join(one)}"' for one in said),
        *(f'"{" ".join(one)[:-1]}*"' for one in said if len(one[-1]) > 1),
        *(f"{one[0][:2]}*" for one in said),
        f'title:"{" ".join(plain[:2])}"',
    ]


@pytest.mark.parametrize("seed", range(4))
def test_phrases_and_prefixes_find_what_the_predicate_finds(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    engine = EmbeddedEngine(tmp_path / "index.db")
    written = {one.id: one for one in documents(chance, 120)}
    engine.put(IndexedDocument(one, 1) for one in written.values())
    again = {one.id: one for one in documents(chance, 40)}
    engine.put(IndexedDocument(one, 2) for one in again.values())
    written |= again
    for text in [text for _ in range(25) for text in phrases(chance)]:
        query = parse(text)
        found = {hit.article_id for hit in engine.find(query, limit=500).hits}
        assert found == {one.id for one in written.values() if query.matches(one)}, text
    engine.close()


def test_a_pair_begins_as_no_word_does() -> None:
    (pair,) = frequent_pairs(["người", "dân", "xyz"])
    assert pair == f"{PAIR_SIGN}người{PAIR_SIGN}dân"
    assert pairs_of_both(["người", "dân"], ["nguoi", "dan"], "_") == [pair, f"{PAIR_SIGN}_nguoi{PAIR_SIGN}dan"]
