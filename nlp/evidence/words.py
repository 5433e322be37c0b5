"""The words for how a text states what it states: markers, opposites, groups that say the same (``lexicon.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.text import fold, lower
from nlp.tokens import tokens

FILE = Path(__file__).parent / "lexicon.toml"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon: the markers it is, the groups it is in, and its sides of pairs of opposites (±)."""

    size: int
    markers: tuple[str, ...]
    groups: tuple[int, ...]
    sides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: its first token and its number of tokens."""

    phrase: Phrase
    start: int

    @property
    def end(self) -> int:
        return self.start + self.phrase.size


class Lexicon:
    """Phrases by their first syllable; one table as written, one without accents."""

    def __init__(self, markers: dict[str, list[str]], opposites: Sequence[str], groups: Sequence[str]) -> None:
        self.marker_names = tuple(markers)
        roles: dict[str, tuple[set[str], set[int], set[int]]] = {}
        for name, phrases in markers.items():
            for phrase in phrases:
                roles.setdefault(phrase, (set(), set(), set()))[0].add(name)
        for number, group in enumerate(groups, 1):
            for phrase in group.split(", "):
                roles.setdefault(phrase, (set(), set(), set()))[1].add(number)
        for number, pair in enumerate(opposites, 1):
            for sign, side in zip((1, -1), pair.split(" | "), strict=True):
                for phrase in side.split(", "):
                    roles.setdefault(phrase, (set(), set(), set()))[2].add(sign * number)
        self._accented: dict[str, dict[tuple[str, ...], Phrase]] = {}
        self._plain: dict[str, dict[tuple[str, ...], Phrase]] = {}
        for text, (names, numbers, sides) in sorted(roles.items()):
            words = tuple(tokens(lower(text)))
            entry = Phrase(len(words), tuple(sorted(names)), tuple(sorted(numbers)), tuple(sorted(sides)))
            self._accented.setdefault(words[0], {})[words] = entry
            bare = tuple(map(fold, words))
            self._plain.setdefault(bare[0], {}).setdefault(bare, entry)

    def find(self, words: Sequence[str], *, is_plain: bool) -> list[Found]:
        """The longest phrase at each place, none overlapping; ``is_plain``: the words have no accents."""
        table = self._plain if is_plain else self._accented
        found: list[Found] = []
        place = 0
        while place < len(words):
            phrases = table.get(words[place])
            best: Phrase | None = None
            if phrases is not None:
                for size in range(min(5, len(words) - place), 0, -1):
                    best = phrases.get(tuple(words[place : place + size]))
                    if best is not None:
                        break
            if best is None:
                place += 1
            else:
                found.append(Found(best, place))
                place += best.size
        return found


@cache
def lexicon() -> Lexicon:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Lexicon(read["markers"], read["opposites"]["pairs"], read["same"]["groups"])
