"""What of a claim the evidence says, and where: each token with its strength and its place in the evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from nlp.evidence.dates import agree, parts_differ
from nlp.evidence.quantities import Hedge, Quantity, comparable, stand
from nlp.evidence.reading import Reading

#: Strength of a token said in the evidence alone, within a pair of neighbours, by a phrase of the same meaning.
ALONE, IN_PAIR, SAME = 0.6, 1.0, 0.85
#: A common syllable that stands there alone proves little: it may be part of another word.
_COMMON = 4.0


@dataclass(frozen=True, slots=True)
class Matched:
    """A number or time of the claim beside the nearest of its kind in the evidence.

    ``state``: agrees, near, differs, shifted (another part of the day) or absent.
    """

    claim: int
    evidence: int | None
    state: str
    #: How many content tokens around the two are shared, 0..1.
    context: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Strength 0..1 of each claim token, its place in the evidence or -1, and the best sentence."""

    strength: tuple[float, ...]
    place: tuple[int, ...]
    quantities: tuple[Matched, ...]
    moments: tuple[Matched, ...]
    #: Share of the claim's weight that each sentence of the evidence says.
    by_sentence: tuple[float, ...]

    @property
    def best(self) -> int:
        return max(range(len(self.by_sentence)), key=self.by_sentence.__getitem__, default=0)


def align(claim: Reading, evidence: Reading) -> Alignment:
    """Align the claim to the evidence; numbers and times agree by value, words by form, neighbours and groups."""
    count = len(claim.plain)
    strength, place = [0.0] * count, [-1] * count
    _by_words(claim, evidence, strength, place)
    _by_groups(claim, evidence, strength, place)
    amounts = _amounts(claim, evidence, strength, place)
    times = _times(claim, evidence, strength, place)
    return Alignment(tuple(strength), tuple(place), amounts, times, _by_sentence(claim, evidence, strength))


def _by_words(claim: Reading, evidence: Reading, strength: list[float], place: list[int]) -> None:
    words, pairs = claim.plain, evidence.pairs
    ignore_accents = claim.is_plain or evidence.is_plain
    for number in range(len(words) - 1):
        found = pairs.get((words[number], words[number + 1]))
        if found and not ignore_accents:
            found = [at for at in found if evidence.tokens[at : at + 2] == claim.tokens[number : number + 2]]
        if found:
            for offset in (0, 1):
                strength[number + offset], place[number + offset] = IN_PAIR, found[0] + offset
    for number, word in enumerate(words):
        if strength[number]:
            continue
        places = evidence.at.get(word)
        if places and not ignore_accents:
            places = [at for at in places if evidence.tokens[at] == claim.tokens[number]]
        if places:
            weight = claim.weights[number]
            strength[number] = ALONE if weight < _COMMON else min(1.0, ALONE + 0.1 * (weight - _COMMON))
            place[number] = min(places, key=lambda at: _distance(at, number, place))


def _distance(at: int, number: int, place: list[int]) -> int:
    """How far a place is from where the neighbours of the claim's token stand."""
    near = [place[other] for other in range(max(0, number - 3), min(len(place), number + 4)) if place[other] >= 0]
    return min((abs(at - other) for other in near), default=0)


def _by_groups(claim: Reading, evidence: Reading, strength: list[float], place: list[int]) -> None:
    groups: dict[int, list[int]] = defaultdict(list)
    for found in evidence.phrases:
        for group in found.phrase.groups:
            groups[group].append(found.start)
    for found in claim.phrases:
        said = [at for group in found.phrase.groups for at in groups.get(group, ())]
        if said:
            for number in range(found.start, found.end):
                if strength[number] < SAME:
                    strength[number], place[number] = SAME, said[0]


def _amounts(claim: Reading, evidence: Reading, strength: list[float], place: list[int]) -> tuple[Matched, ...]:
    found: list[Matched] = []
    for number, (mine, start, end) in enumerate(claim.quantities):
        best: tuple[float, int, Hedge] | None = None
        for other, (theirs, at, until) in enumerate(evidence.quantities):
            if not comparable(mine, theirs):
                continue
            state = stand(mine, theirs)
            context = _context(claim, start, end, at, until, strength, place)
            score = (
                context
                + {Hedge.AGREES: 2.0, Hedge.NEAR: 0.5, Hedge.DIFFERS: 0.0}[state]
                + 0.2 * (mine.kind == theirs.kind)
            )
            if best is None or score > best[0]:
                best = (score, other, state)
        if best is None:
            found.append(Matched(number, None, "absent", 0.0))
            continue
        theirs, at, until = evidence.quantities[best[1]]
        context = _context(claim, start, end, at, until, strength, place)
        found.append(Matched(number, best[1], best[2].value, context))
        for token in range(start, end):
            agrees = best[2] is Hedge.AGREES
            strength[token] = 1.0 if agrees else 0.0
            place[token] = at if agrees else -1
    return tuple(found)


def _context(
    claim: Reading,
    start: int,
    end: int,
    at: int,
    until: int,
    strength: list[float],
    place: list[int],
) -> float:
    around = [*range(max(0, start - 5), start), *range(end, min(len(claim.plain), end + 5))]
    low, high = at - 9, until + 9
    total = sum(claim.weights[number] for number in around)
    near = sum(claim.weights[number] * strength[number] for number in around if low <= place[number] < high)
    return near / total if total else 0.0


def _times(claim: Reading, evidence: Reading, strength: list[float], place: list[int]) -> tuple[Matched, ...]:
    found: list[Matched] = []
    for number, (mine, start, end) in enumerate(claim.moments):
        states = [(agree(mine, theirs), other) for other, (theirs, _, _) in enumerate(evidence.moments)]
        same = next((other for state, other in states if state), None)
        differs = next((other for state, other in states if state is False), None)
        if same is not None:
            there = [other for state, other in states if state]
            contexts = [_around(claim, evidence, start, end, other, strength, place) for other in there]
            context, same = max(zip(contexts, there, strict=True))
            state = "shifted" if parts_differ(mine, evidence.moments[same][0]) else "agrees"
            found.append(Matched(number, same, state, context))
            for token in range(start, end):
                strength[token], place[token] = 1.0, evidence.moments[same][1]
        elif differs is not None:
            context = _around(claim, evidence, start, end, differs, strength, place)
            found.append(Matched(number, differs, "differs", context))
        else:
            found.append(Matched(number, None, "absent", 0.0))
    return tuple(found)


def _around(
    claim: Reading, evidence: Reading, start: int, end: int, other: int, strength: list[float], place: list[int]
) -> float:
    _, at, until = evidence.moments[other]
    return _context(claim, start, end, at, until, strength, place)


def _by_sentence(claim: Reading, evidence: Reading, strength: list[float]) -> tuple[float, ...]:
    count = evidence.sentence[-1] + 1 if evidence.sentence else 0
    said = [0.0] * count
    total = sum(claim.weights) or 1.0
    for number, word in enumerate(claim.plain):
        if strength[number]:
            for sentence in {evidence.sentence[at] for at in evidence.at.get(word, ())}:
                said[sentence] += claim.weights[number] * strength[number]
    return tuple(part / total for part in said)


def derived(claim: Quantity, others: list[Quantity]) -> bool:
    """Whether the claim's number follows from two of the evidence: their difference, sum or ratio in percent."""
    for first in range(len(others)):
        for second in range(len(others)):
            one, two = others[first], others[second]
            if first == second or not two.middle or (one.kind != two.kind and one.kind and two.kind):
                continue
            values = [one.middle - two.middle, one.middle + two.middle] if one.kind == two.kind == claim.kind else []
            if claim.kind in (one.kind, two.kind) and (not one.kind or not two.kind):
                values.append(one.middle * two.middle)
            if claim.kind == "percent" and one.kind == two.kind:
                values.append(100 * one.middle / two.middle)
            if any(value > 0 and claim.low * 0.97 <= value <= claim.high * 1.03 for value in values):
                return True
    return False
