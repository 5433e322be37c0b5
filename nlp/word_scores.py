"""What the tokens around a token say of it: whether it goes on with the word before it, or begins one.

The model's 43 features look at one, two or three neighbouring tokens from the place of the token in question. So all
that two neighbours can say, whichever place they look at, is four numbers, and three neighbours add three: computed
once for each pair that comes up, and remembered while it keeps coming back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nlp.memory import Memory
from nlp.word_model import Weights, WordModel

#: Entries of each memory; all of them together take some 40 MB.
MEMORY = 150_000

_BEGIN, _END = "\x02", "\x03"
#: Where a window of one, two, three tokens can begin and end, seen from the token that is judged.
_ONE = ("[-2]", "[-1]", "[0]", "[1]", "[2]")
_TWO = ("[-2,-1]", "[-1,0]", "[0,1]", "[1,2]")
_THREE = ("[-2,0]", "[-1,1]", "[0,2]")

_Numbers = tuple[float, ...]


class _Single(NamedTuple):
    """What one token says of the token two before it, one before it, itself, one behind it, two behind it."""

    scores: _Numbers
    lower: str
    is_title: bool


#: What two neighbours, and each of them alone, say from the four places of ``_TWO``; whether some window of three that
#: begins with them is in the model or the dictionary (or beyond the text's ends); whether both begin like a title.
_Pair = tuple[float, float, float, float, bool, bool]


class Scorer:
    """The model's scores by window, and the memories of them."""

    def __init__(self, model: WordModel) -> None:
        self._dictionary = model.dictionary
        self._one, self._two, self._three = (_Table(model.weights, windows) for windows in (_ONE, _TWO, _THREE))
        self._singles: Memory[str, _Single] = Memory(self._score_one, MEMORY)
        self._pairs: Memory[tuple[str, str], _Pair] = Memory(self._score_pair, MEMORY)
        self._triples: Memory[tuple[str, str, str], _Numbers] = Memory(self._score_three, MEMORY)
        # Most three neighbours are nothing special: the dictionary does not have them.
        self._plain_triples = tuple(self._three.plain[title, False] for title in (False, True))
        self._openings = {
            " ".join(entry.lower().split(" ")[:2])
            for entries in (self._three.raw, self._three.lower, model.dictionary)
            for entry in entries
            if entry.count(" ") == 2
        }

    def gains(self, tokens: Sequence[str]) -> list[float]:
        """For each token how much speaks for "goes on", without the label before it."""
        padded = [_BEGIN, _BEGIN, *tokens, _END, _END]
        pairs = list(map(self._pairs.__getitem__, pairwise(padded)))
        plain, triples = self._plain_triples, self._triples
        threes = [
            triples[padded[at], padded[at + 1], padded[at + 2]] if pair[4] else plain[pair[5] and after[5]]
            for at, (pair, after) in enumerate(pairwise(pairs[:-2]))
        ]
        threes += [triples[padded[-4], padded[-3], _END], triples[padded[-3], _END, _END]]
        return [
            a[0] + b[1] + c[2] + d[3] + x[0] + y[1] + z[2]
            for a, b, c, d, x, y, z in zip(
                pairs, pairs[1:], pairs[2:], pairs[3:], threes, threes[1:], threes[2:], strict=False
            )
        ]

    def _score_one(self, token: str) -> _Single:
        if token in (_BEGIN, _END):
            return _Single(self._one.outside[token == _BEGIN], token, False)
        lower, is_title = token.lower(), token[:1].upper() == token[:1]
        digits = self._one.digits[str(token.isascii() and token.isdigit())]
        scores = self._one.score(token, lower, is_title=is_title, is_known=lower in self._dictionary)
        return _Single(_added(scores, digits), lower, is_title)

    def _score_pair(self, pair: tuple[str, str]) -> _Pair:
        first, second = self._singles[pair[0]], self._singles[pair[1]]
        if _BEGIN in pair or _END in pair:
            two, opens, is_title = self._two.outside[_BEGIN in pair], True, False
        else:
            lower = f"{first.lower} {second.lower}"
            opens, is_title = lower in self._openings, first.is_title and second.is_title
            two = self._two.score(" ".join(pair), lower, is_title=is_title, is_known=lower in self._dictionary)
        a, b = first.scores, second.scores
        return a[0] + two[0], a[1] + b[2] + two[1], b[3] + two[2], b[4] + two[3], opens, is_title

    def _score_three(self, three: tuple[str, str, str]) -> _Numbers:
        if _BEGIN in three or _END in three:
            return self._three.outside[_BEGIN in three]
        joined = " ".join(three)
        lower = " ".join(self._singles[token].lower for token in three)
        is_title = all(self._singles[token].is_title for token in three)
        return self._three.score(joined, lower, is_title=is_title, is_known=lower in self._dictionary)


class _Table:
    """The weights of the windows of one length: for every value of every kind of feature, a number for each window."""

    def __init__(self, weights: dict[str, Weights], windows: Sequence[str]) -> None:
        def by_value(kind: str) -> dict[str, _Numbers]:
            columns = [weights.get(f"T{window}{kind}", {}) for window in windows]
            values = {"True", "False", "BOS", "EOS"}.union(*columns)
            return {value: tuple(column.get(value, 0.0) for column in columns) for value in values}

        self.raw, self.lower, self.digits = by_value(""), by_value(".lower"), by_value(".isdigit")
        title, known = by_value(".istitle"), by_value(".is_in_dict")
        #: Of a window whose words are unknown to the model, by whether it is a title and in the dictionary.
        self.plain = {
            (is_title, is_known): _added(title[str(is_title)], known[str(is_known)])
            for is_title in (False, True)
            for is_known in (False, True)
        }
        #: Of a window beyond the text, by whether it passes its beginning: every value there is one name.
        self.outside = {
            passes_begin: _added(*(table[name] for table in (self.raw, self.lower, self.digits, title, known)))
            for passes_begin, name in ((True, "BOS"), (False, "EOS"))
        }

    def score(self, raw: str, lower: str, *, is_title: bool, is_known: bool) -> _Numbers:
        numbers = self.plain[is_title, is_known]
        of_raw, of_lower = self.raw.get(raw), self.lower.get(lower)
        if of_raw is not None:
            numbers = _added(numbers, of_raw)
        return numbers if of_lower is None else _added(numbers, of_lower)


def _added(*rows: _Numbers) -> _Numbers:
    return tuple(map(sum, zip(*rows, strict=True)))
