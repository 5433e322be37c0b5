"""What is denied, and what is said by its opposite: of the claim, of the evidence, of both or of one."""

from __future__ import annotations

from nlp.evidence.alignment import Alignment
from nlp.evidence.reading import Reading

#: How far a negation reaches, in tokens after it.
SCOPE = 5


def negated(reading: Reading) -> set[int]:
    """Tokens within the reach of a negation in their sentence."""
    reached: set[int] = set()
    for one in reading.phrases:
        if "negation" in one.phrase.markers:
            sentence = reading.sentence[one.start]
            reached.update(
                place
                for place in range(one.end, min(len(reading.plain), one.end + SCOPE))
                if reading.sentence[place] == sentence
            )
    return reached


def negation(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    mine, theirs = negated(claim), negated(evidence)
    conflict = same = reverse = 0.0
    for number, place in enumerate(aligned.place):
        if place < 0:
            continue
        weight = claim.weights[number] * aligned.strength[number]
        if number in mine:
            if place in theirs:
                same += weight
            else:
                conflict += weight
        elif place in theirs:
            reverse += weight
    found["negation_conflict"] = conflict / 10
    found["negation_same"] = same / 10
    found["negation_reverse"] = reverse / 10
    found["negated"] = min(10, len(mine)) / 5
    found["negation_parity"] = float(bool(conflict) != bool(same))


def opposites(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    best = aligned.best
    near: dict[int, list[int]] = {}
    for one in evidence.phrases:
        for side in one.phrase.sides:
            near.setdefault(side, []).append(one.start)
    mine, theirs = negated(claim), negated(evidence)
    conflict = strong = flipped = agree = 0.0
    for one in claim.phrases:
        if not one.phrase.sides:
            continue
        literal = min(aligned.strength[one.start : one.end]) >= 0.5
        sides = one.phrase.sides
        if any(side in near for side in sides):
            places = [at for side in sides for at in near.get(side, ())]
            if any((one.start in mine) != (at in theirs) for at in places):
                flipped += 1
            else:
                agree += 1
            continue
        against = [at for side in sides for at in near.get(-side, ())]
        if against and not literal:
            if any((one.start in mine) != (at in theirs) for at in against):
                agree += 0.5
                continue
            conflict += 1
            if any(evidence.sentence[at] == best for at in against):
                strong += sum(claim.weights[one.start : one.end]) / 5
    found |= {
        "opposite": min(3, conflict),
        "opposite_near": min(4, strong),
        "opposite_flipped": min(3, flipped),
        "opposite_agree": min(3, agree),
    }
