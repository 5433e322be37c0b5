"""Relevance: one definition for every engine, computed here, among the newest hits of a query.

BM25 over title, lead and the beginning of the text (an article says early what it is about), the title counting more.
How rare a word is, is counted among the hits themselves, so no statistics of an index enter: the same hits give the
same scores everywhere. Equal scores stand newest first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

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
    """The fields, the text's opening only, as spaced tokens (``nlp.document.spaced``), a line each."""
    title, lead, text = fields
    return _BORDER.join(spaced(part).encode() for part in (title, lead, text[:OPENING_TOKENS]))


def rank(words: Sequence[Words], cards: Sequence[Card]) -> list[Ranked]:
    """Order hits by relevance to the words asked for; without words, newest first with score 0."""
    if not cards:
        return []
    positions, lengths, accented, folded = zip(*cards, strict=True)
    accented_ends, folded_ends = ([text.find(_BORDER) for text in texts] for texts in (accented, folded))
    scores = [0.0] * len(cards)
    for wanted in words:
        forms = (accented, accented_ends) if wanted.is_accented else (folded, folded_ends)
        counts = _weighted_counts(wanted, *forms)
        scores = [score + more for score, more in zip(scores, _relevance(counts, lengths), strict=True)]
    return sorted(zip(scores, positions, strict=True), reverse=True)


def _weighted_counts(wanted: Words, texts: Sequence[bytes], title_ends: Sequence[int]) -> list[int]:
    needle = wanted.needle.encode()
    in_titles = [text.count(needle, 0, end) for text, end in zip(texts, title_ends, strict=True)]
    if wanted.in_title:
        return [TITLE_WEIGHT * times for times in in_titles]
    more = TITLE_WEIGHT - 1
    return [text.count(needle) + more * times for text, times in zip(texts, in_titles, strict=True)]


def _relevance(counts: Sequence[int], lengths: Sequence[int]) -> list[float]:
    """BM25 of one word in each card; a word that all of them hold still weighs 1."""
    holding = sum(map(bool, counts))
    weight = (1.0 + math.log1p((len(counts) - holding + 0.5) / (holding + 0.5))) * (_SATURATION + 1)
    even, by_length = _SATURATION * (1 - _LENGTH_WEIGHT), _SATURATION * _LENGTH_WEIGHT / _USUAL_TOKENS
    return [
        weight * count / (count + even + by_length * length) if count else 0.0
        for count, length in zip(counts, lengths, strict=True)
    ]
