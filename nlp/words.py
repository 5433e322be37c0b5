"""Vietnamese words of several syllables: those of underthesea 9.5, found many times faster.

Its model gives each token a score from the two tokens before and after it (``word_scores``), and has two labels: the
rest is a walk between two states. For models that need words; search and place names do without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlp.memory import Memory
from nlp.text import nfc
from nlp.word_model import WordModel, read_model
from nlp.word_scores import MEMORY, Scorer

#: Longer tokens are left alone by the table of spellings.
_MAX_SPELLED = 6


def segment(text: str) -> list[str]:
    """Return the words of a text in order; the syllables of a word are joined by a space."""
    return _segmenter().segment(text)


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter(read_model())


class Segmenter:
    """One model with its memories; threads may share it."""

    def __init__(self, model: WordModel) -> None:
        self._model = model
        self._tokens: Memory[str, tuple[str, ...]] = Memory(self._cut, MEMORY)
        self._scorer = Scorer(model)
        begin, goes_on = False, True
        moves = model.transitions
        # Below the first bound the best way to either label comes from a beginning, above the second from a going on,
        # between them each comes from the other.
        self._bounds = (
            moves[begin, begin] - moves[goes_on, begin],
            moves[begin, goes_on] - moves[goes_on, goes_on],
        )
        self._steps = (
            moves[begin, goes_on] - moves[begin, begin],
            moves[begin, goes_on] - moves[goes_on, begin],
            moves[goes_on, goes_on] - moves[goes_on, begin],
        )

    def segment(self, text: str) -> list[str]:
        tokens = self.tokens(text)
        if not tokens:
            return []
        words: list[str] = []
        for token, goes_on in zip(tokens, self._labels(tokens), strict=True):
            if goes_on and words:
                words[-1] += f" {token}"
            else:
                words.append(token)
        return words

    def tokens(self, text: str) -> list[str]:
        """The tokens that words are made of: syllables, numbers, signs."""
        text = nfc(text)
        for letter, standard in self._model.letters.items():
            text = text.replace(letter, standard)
        pieces = text.split()
        if not pieces:
            return []
        last = pieces.pop()
        found = [token for tokens in map(self._tokens.__getitem__, pieces) for token in tokens]
        # The expression looks at the text's end, so what stands there is cut for itself.
        found += self._find(last if text.endswith((last, f"{last}\n")) else f"{last} ")
        return found

    def _cut(self, piece: str) -> tuple[str, ...]:
        # All expressions for letters alone are "a run of letters", but for one that takes "Thes" out of "Thesis".
        if piece.isalpha() and not piece.startswith("Th"):
            return (self._spelled(piece),)
        return self._find(f"{piece} ")

    def _find(self, text: str) -> tuple[str, ...]:
        return tuple(self._spelled(match[0]) for match in self._model.pattern.finditer(text))

    def _spelled(self, token: str) -> str:
        return self._model.spellings.get(token, token) if len(token) <= _MAX_SPELLED else token

    def _labels(self, tokens: Sequence[str]) -> list[bool]:
        """For each token whether it goes on with the word before it: the best of all labellings (Viterbi)."""
        low, high = self._bounds
        from_begin, crossing, from_goes_on = self._steps
        ways: list[int] = []
        # How much better the best way that ends in "goes on" is than the best that ends in "begins".
        lead = 0.0
        for gain in self._scorer.gains(tokens):
            if not ways:
                ways.append(0)
                lead = gain
            elif lead <= low:
                ways.append(0)
                lead = from_begin + gain
            elif lead <= high:
                ways.append(1)
                lead = crossing - lead + gain
            else:
                ways.append(2)
                lead = from_goes_on + gain
        return _walk_back(ways, is_going_on=lead > 0)


def _walk_back(ways: Sequence[int], *, is_going_on: bool) -> list[bool]:
    labels: list[bool] = []
    for way in reversed(ways):
        labels.append(is_going_on)
        is_going_on = way == 2 or (way == 1 and not is_going_on)
    labels.reverse()
    return labels
