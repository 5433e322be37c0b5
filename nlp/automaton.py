"""Find many names in a text at once; the one module that knows the Aho-Corasick library."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Automaton:
    """Finds patterns in a text, overlapping ones too: which of them are names is the caller's to say.

    Not leftmost-longest: a longer pattern that turns out to be no name (its capitals are missing, it begins inside a
    word) would hide the name inside it. A contiguous NFA takes 2 MB for 8,500 patterns where a DFA takes 20, and
    reads 3,000 characters in 40 µs.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._automaton = AhoCorasick(patterns, MatchKind.Standard, False, Implementation.ContiguousNFA)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Each match as (number of the pattern, start, end), in order of their ends."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)
