"""Relevance: one definition for every engine, computed here, among the newest hits of a query.

BM25 over title, lead and the beginning of the text (an article says early what it is about), the title counting more.
How rare a word is, is counted among the hits themselves, so no statistics of an index enter: the same hits give the
same scores everywhere. Equal scores stand newest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nlp.document import Document, spaced
from nlp.query_tree import Words
from nlp.text import folded_word

#: Ranked are the newest so many hits.
MAX_RANKED = 1_000
#: So many tokens of the text count beside title and lead.
OPENING_TOKENS = 150
#: A word in the title counts so many times one in lead or text.
TITLE_WEIGHT = 3
_SATURATION, _LENGTH_WEIGHT = 1.2, 0.5
#: A headline with its lead, in tokens: the length at which no correction is made.
_USUAL_TOKENS = 50.0
_BORDER = b"\n"
#: What a count is weighed against: the same for all, and more for the longer.
_EVEN, _BY_LENGTH = _SATURATION * (1 - _LENGTH_WEIGHT), _SATURATION * _LENGTH_WEIGHT / _USUAL_TOKENS
_Floats = npt.NDArray[np.float64]


class Card(NamedTuple):
    """What ranking needs of one hit. ``accented`` and ``folded`` are its texts (``_card_text``) as UTF-8."""

    position: int
    length: int
    accented: bytes
    folded: bytes


#: Score and position: both high numbers come first.
Ranked = tuple[float, int]


#: Title, lead and text.
Fields = Sequence[Sequence[str]]


def card_of(document: Document) -> Card:
    fields = document.title, document.lead, document.text
    return make_card(document.position, fields, [list(map(folded_word, field)) for field in fields])


def make_card(position: int, fields: Fields, folded: Fields) -> Card:
    """The card of a document whose tokens, accented and folded, are at hand."""
    title, lead, text = fields
    length = len(title) + len(lead) + min(len(text), OPENING_TOKENS)
    return Card(position, length, _card_text(fields), _card_text(folded))


def _card_text(fields: Fields) -> bytes:
    """Title, lead and opening of the text as spaced tokens (``nlp.document.spaced``), a line each.

    The title stands there as often as it weighs: then counting a word is weighing it.
    """
    title, lead, text = fields
    return _BORDER.join(spaced(part).encode() for part in (*[title] * TITLE_WEIGHT, lead, text[:OPENING_TOKENS]))


def fields_of(card_text: bytes) -> Fields:
    """The fields that ``_card_text`` was given; of the text, the opening."""
    title, *_, lead, opening = (line.split() for line in card_text.decode().split("\n"))
    return title, lead, opening


def rank(words: Sequence[Words], cards: Sequence[Card]) -> list[Ranked]:
    """Order hits by relevance to the words asked for; without words, newest first with score 0."""
    if not cards:
        return []
    positions, lengths, accented, folded = zip(*cards, strict=True)
    scores = np.zeros(len(cards))
    resistance = _EVEN + _BY_LENGTH * np.array(lengths, dtype=np.float64)
    for wanted in words:
        counts = _weighted_counts(wanted, accented if wanted.is_accented else folded)
        scores += _relevance(np.array(counts, dtype=np.float64), resistance)
    places = np.array(positions, dtype=np.int64)
    order = np.lexsort((places, scores))[::-1]
    return list(zip(scores[order].tolist(), places[order].tolist(), strict=True))


def _weighted_counts(wanted: Words, texts: Sequence[bytes]) -> list[int]:
    needle = wanted.needle.encode()
    if wanted.in_title:
        return [TITLE_WEIGHT * text.count(needle, 0, text.find(_BORDER)) for text in texts]
    return [text.count(needle) for text in texts]


def _relevance(counts: _Floats, resistance: _Floats) -> _Floats:
    """BM25 of one word in each card; a word that all of them hold still weighs 1."""
    holding = int(np.count_nonzero(counts))
    weight = (1.0 + math.log1p((len(counts) - holding + 0.5) / (holding + 0.5))) * (_SATURATION + 1)
    return weight * counts / (counts + resistance)
