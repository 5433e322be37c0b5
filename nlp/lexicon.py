"""The word lists of ``nlp/places/words.toml``: what announces a name, what a text is about."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from nlp.automaton import Automaton
from nlp.gazetteer import FOLDER


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of phrases by role; ``cues`` finds the phrases of the text classes, ``cue_classes`` says whose they are."""

    units: dict[str, str]
    units_folded: dict[str, str]
    units_after: dict[str, str]
    beside: dict[str, frozenset[str]]
    surnames: frozenset[str]
    middle: frozenset[str]
    classes: tuple[str, ...]
    cues: Automaton
    cue_classes: tuple[tuple[int, ...], ...]

    def count(self, low: str) -> dict[str, int]:
        """How many times each class's phrases stand in the text (lower case), whole words only."""
        counts = dict.fromkeys(self.classes, 0)
        for number, start, end in self.cues.find(low):
            if low[start] < "\u2e80" and (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum()):
                continue
            for place in self.cue_classes[number]:
                counts[self.classes[place]] += 1
        return counts


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    read = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    texts: dict[str, list[str]] = read["texts"]
    classes = tuple(sorted(texts))
    phrases = sorted({phrase for words in texts.values() for phrase in words})
    return Lexicon(
        units=_by_word(read["units"]),
        units_folded=_by_word(read["units_folded"]),
        units_after=_by_word(read["units_after"]),
        beside={role: frozenset(words) for role, words in read["beside"].items()},
        surnames=frozenset(read["names"]["surnames"]),
        middle=frozenset(read["names"]["middle"]),
        classes=classes,
        cues=Automaton(phrases),
        cue_classes=tuple(tuple(at for at, name in enumerate(classes) if phrase in texts[name]) for phrase in phrases),
    )


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: level for level, words in table.items() for word in words}
