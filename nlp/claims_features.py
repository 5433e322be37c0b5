"""What is measured of a sentence to tell whether it states something worth checking."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from nlp import linear
from nlp.tokens import tokens

FILE = Path(__file__).parent / "claims_words.toml"
#: Of a sentence so many syllables are read: what is longer is a list or a table.
MOST_TOKENS, MOST_CHARS = 120, 1_000
#: A class counts up to so many times.
_MOST_TIMES = 3
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}\b|(?:tháng|năm|quý)\s\d", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITAL = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z]\w+")
_ACRONYM = re.compile(r"\b[A-ZĐ]{2,}\b")

_Table = dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]


def words(text: str) -> list[str]:
    """Syllables and pairs of them; numbers are one word."""
    read = ["(số)" if word[0].isdigit() else word for word in tokens(text[:MOST_CHARS])[:MOST_TOKENS]]
    return [*read, *(f"{one} {two}" for one, two in pairwise(("", *read)))]


def measure(text: str) -> dict[str, float]:
    """Names of measures with their values: word classes, numbers, names, shape, and what the light models say of it."""
    text = text[:MOST_CHARS]
    read = tokens(text)[:MOST_TOKENS]
    count = max(1, len(read))
    found: dict[str, float] = {}
    times = _classes(read)
    for name in _names():
        seen = times[name]
        found[name] = min(_MOST_TIMES, seen)
        found[f"{name}_any"] = float(seen > 0)
        found[f"{name}_share"] = 10 * seen / count
    capitals = len(_CAPITAL.findall(text))
    stripped = text.strip()
    found |= {
        "numbers": min(4, len(_NUMBER.findall(text))),
        "has_number": float(_NUMBER.search(text) is not None),
        "has_date": float(_DATE.search(text) is not None),
        "has_percent": float("%" in text),
        "capitals": min(8, capitals) / 2,
        "capitals_share": 10 * capitals / count,
        "acronyms": min(3, len(_ACRONYM.findall(text))),
        "length": log(count),
        "is_short": float(count < 8),
        "is_very_short": float(count < 5),
        "is_long": float(count > 40),
        "question": float("?" in text),
        "exclamation": float("!" in text),
        "ellipsis": float("..." in text or "…" in text),
        "quotes": float(any(sign in text for sign in '"“”')),
        "opens_quote": float(stripped[:1] in '"“-–' and stripped != ""),
        "closes_quote": float(stripped[-1:] in '"”' and stripped != ""),
        "colon": float(":" in text),
        "bracket": float("(" in text),
        "opens_low": float(stripped[:1].islower()),
        "no_stop": float(stripped[-1:] not in '.!?”"…' or not stripped),
        "commas": min(4, text.count(",")),
    }
    reading = linear.read(text, "")
    for question in ("tone", "topics"):
        classifier = _classifier(question)
        for label, score in zip(classifier.labels, classifier.scores(reading).tolist(), strict=True):
            found[f"{question}_{label}"] = score
    return found


@cache
def _classifier(name: str) -> linear.Classifier:
    return linear.light().classifier(name)


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _names() -> Sequence[str]:
    return tuple(_lists())


@cache
def _table() -> _Table:
    """By first syllable: phrases, each with its classes, the longest first."""
    roles: dict[tuple[str, ...], list[str]] = {}
    for name, phrases in _lists().items():
        for phrase in phrases:
            roles.setdefault(tuple(tokens(phrase)), []).append(name)
    table: _Table = {}
    for syllables, names in sorted(roles.items(), key=lambda role: (-len(role[0]), role[0])):
        if syllables:
            table.setdefault(syllables[0], []).append((syllables, tuple(names)))
    return table


def _classes(read: Sequence[str]) -> Counter[str]:
    table = _table()
    found: Counter[str] = Counter()
    for place, word in enumerate(read):
        for phrase, names in table.get(word, ()):
            if tuple(read[place : place + len(phrase)]) == phrase:
                found.update(names)
    return found
