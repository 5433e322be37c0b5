"""A text read once for comparing: its syllables with rarity, sentences, names, quantities, moments, phrases."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nlp import sentences
from nlp.evidence import dates, quantities
from nlp.evidence.dates import Moment
from nlp.evidence.proposal import Span
from nlp.evidence.quantities import Quantity
from nlp.evidence.vectors import Meant, vectors
from nlp.evidence.words import Found, lexicon
from nlp.normal import normalise
from nlp.signatures import rarities
from nlp.tokens import folded, spans

#: What is read of a text, in characters and in syllables: longer evidence is cut by who finds it.
MAX_CHARS, MAX_TOKENS = 6_000, 600
#: Numbers and moments read of a text, the first ones: a table is no statement.
MAX_MARKS = 40
#: Where fewer of the letters than this share have accents, the text is written without them.
_PLAIN_SHARE = 0.04
_PLAIN_LETTERS = 12
#: Common syllables that carry no matter of their own.
_STOP = frozenset({
    "là", "và", "của", "có", "được", "các", "những", "cho", "với", "này", "đó", "thì", "mà", "ra", "vào", "ở",
    "tại", "trong", "từ", "đến", "tới", "về", "cũng", "đã", "đang", "sẽ", "bị", "một", "như", "khi", "theo", "vì",
    "do", "nên", "để", "còn", "lại", "lên", "người", "sự", "việc", "cái", "con", "nhà", "anh", "chị", "ông", "bà",
    "họ", "nó", "mình", "ta", "rồi", "nha", "nhé", "đi", "vậy", "luôn", "thôi", "ấy", "kia", "nữa", "rất",
})  # fmt: skip

#: Before a name, without accents: what follows is a place.
_PLACE_WORDS = frozenset({
    "tai", "o", "tu", "den", "toi", "tinh", "huyen", "quan", "xa", "phuong", "tp", "pho", "thon", "ben", "dao",
    "song", "bien", "vung", "qua", "ve",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised syllables: tokens ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Token ``i`` stands at ``places[i]`` of ``text`` as given. Everything else counts in tokens."""

    text: str
    day: date | None
    tokens: tuple[str, ...]
    plain: tuple[str, ...]
    places: tuple[Span, ...]
    weights: tuple[float, ...]
    #: By place of the pair's first token: how rare the pair is.
    pair_weights: tuple[float, ...]
    is_plain: bool
    #: Sentence of each token.
    sentence: tuple[int, ...]
    names: tuple[Name, ...]
    quantities: tuple[tuple[Quantity, int, int], ...]
    moments: tuple[tuple[Moment, int, int], ...]
    phrases: tuple[Found, ...]
    #: Where each folded token and each folded pair stands.
    at: dict[str, list[int]]
    pairs: dict[tuple[str, str], list[int]]
    meant: Meant

    def is_place(self, name: Name) -> bool:
        """Whether a word that announces places stands before the name."""
        return any(word in _PLACE_WORDS for word in self.plain[max(0, name.start - 2) : name.start])

    def span(self, start: int, end: int) -> Span:
        """Characters of the tokens ``start`` to ``end`` (exclusive)."""
        return self.places[start][0], self.places[max(start, end - 1)][1]


def read(text: str, day: date | None = None) -> Reading:
    """Read a text; ``day`` is when it was published, "hôm qua" counts from it. Any text will do, an empty one too."""
    text_read = text[:MAX_CHARS]
    found = spans(text_read)[:MAX_TOKENS]
    words = tuple(span.token for span in found)
    plain = tuple(map(folded, words))
    is_plain = _is_plain(words, plain)
    normal = normalise(text_read)
    starts, ends = [span.start for span in found], [span.end for span in found]
    dated = dates.find(normal.low, day)
    moments = dated[:MAX_MARKS]
    amounts = quantities.find(normal.low, [moment.span for moment in dated])[:MAX_MARKS]
    single, pairs = rarities(words)
    at: dict[str, list[int]] = defaultdict(list)
    beside: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, word in enumerate(plain):
        at[word].append(place)
        if place:
            beside[plain[place - 1], word].append(place - 1)
    bounds = sentences.split(text_read)
    return Reading(
        text=text,
        day=day,
        tokens=words,
        plain=plain,
        places=tuple((span.start, span.end) for span in found),
        weights=tuple(0.3 if word in _STOP else weight for word, weight in zip(words, single, strict=True)),
        pair_weights=tuple(pairs),
        is_plain=is_plain,
        sentence=_sentences(found, bounds),
        names=tuple(_names(text_read, found, bounds)),
        quantities=tuple((one, *_tokens_of(normal.span(*one.span), starts, ends)) for one in amounts),
        moments=tuple((one, *_tokens_of(normal.span(*one.span), starts, ends)) for one in moments),
        phrases=tuple(lexicon().find(plain if is_plain else words, is_plain=is_plain)),
        at=dict(at),
        pairs=dict(beside),
        meant=vectors().meant(text_read),
    )


def _is_plain(words: Sequence[str], plain: Sequence[str]) -> bool:
    letters = sum(len(word) for word in words)
    changed = sum(
        one != other
        for word, bare in zip(words, plain, strict=True)
        if word != bare
        for one, other in zip(word, bare, strict=False)
    )
    return letters >= _PLAIN_LETTERS and changed < _PLAIN_SHARE * letters


def _sentences(found: Sequence[Span | tuple[str, int, int]], bounds: Sequence[sentences.Sentence]) -> tuple[int, ...]:
    numbers: list[int] = []
    number = 0
    for _, start, _ in found:  # type: ignore[misc]
        while number + 1 < len(bounds) and start >= bounds[number].end:
            number += 1
        numbers.append(number)
    return tuple(numbers)


def _names(text: str, found: Sequence[tuple[str, int, int]], bounds: Sequence[sentences.Sentence]) -> list[Name]:
    """Runs of capitalised tokens; one that opens a sentence alone is none without a second."""
    opening = {bound.start for bound in bounds}
    names: list[Name] = []
    place = 0
    while place < len(found):
        if not text[found[place][1]].isupper():
            place += 1
            continue
        end = place + 1
        while (
            end < len(found)
            and text[found[end][1]].isupper()
            and not text[found[end - 1][2] : found[end][1]].strip(" -–.")
        ):
            end += 1
        first = place
        is_opening = any(start in opening for start in range(max(0, found[place][1] - 1), found[place][1] + 1))
        if is_opening and end - place > 1 and found[place][0] in _STOP:
            first += 1
        if not (is_opening and end - place == 1) or (
            found[place][2] - found[place][1] > 1 and text[found[place][1] : found[place][2]].isupper()
        ):
            names.append(Name(first, end))
        place = end
    return names


def _tokens_of(span: Span, starts: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """The tokens that have a character in the span, ``(0, 0)`` when none has."""
    first, last = bisect_right(ends, span[0]), bisect_left(starts, span[1])
    return (first, last) if first < last else (0, 0)
