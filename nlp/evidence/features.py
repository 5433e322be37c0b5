"""The measures of a claim beside its evidence that the learned layer decides on."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log

from nlp.evidence.alignment import Alignment, derived
from nlp.evidence.denial import negation, opposites
from nlp.evidence.reading import Reading
from nlp.evidence.vectors import nearness
from nlp.evidence.words import lexicon


def measure(claim: Reading, evidence: Reading, aligned: Alignment) -> dict[str, float]:
    """Names of measures with their values; none depends on the order of other pairs."""
    found: dict[str, float] = {}
    _coverage(claim, evidence, aligned, found)
    _numbers(claim, evidence, aligned, found)
    _names(claim, evidence, aligned, found)
    _markers(claim, evidence, aligned, found)
    negation(claim, evidence, aligned, found)
    opposites(claim, evidence, aligned, found)
    return found | nearness(claim.meant, evidence.meant)


def words(claim: Reading, aligned: Alignment) -> list[str]:
    """The claim's syllables and pairs for the learned layer, and again those that the evidence does not say."""
    said = [f"c:{word}" for word in claim.tokens]
    unsaid = [f"u:{word}" for word, part in zip(claim.tokens, aligned.strength, strict=True) if part < 0.5]
    return said + unsaid + [f"p:{one}_{two}" for one, two in pairwise(claim.tokens)]


def _coverage(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    weights, strength = claim.weights, aligned.strength
    total = sum(weights) or 1.0
    missing = sorted((weight * (1 - part) for weight, part in zip(weights, strength, strict=True)), reverse=True)
    found["covered"] = sum(weight * part for weight, part in zip(weights, strength, strict=True)) / total
    found["covered_tokens"] = sum(part > 0.5 for part in strength) / max(1, len(strength))
    found["missing"] = sum(missing) / 10
    for rank in range(4):
        found[f"missing_{rank}"] = missing[rank] if rank < len(missing) else 0.0
    run = best_run = 0.0
    for weight, part in zip(weights, strength, strict=True):
        run = run + weight * (1 - part) if part < 0.5 else 0.0
        best_run = max(best_run, run)
    found["missing_run"] = best_run
    tail = max(1, len(strength) // 2)
    for name, half in (("head", slice(0, tail)), ("tail", slice(tail, None))):
        part_total = sum(weights[half]) or 1.0
        found[f"covered_{name}"] = sum(w * s for w, s in zip(weights[half], strength[half], strict=True)) / part_total
    found["best_sentence"] = max(aligned.by_sentence, default=0.0)
    found["sentences"] = len(aligned.by_sentence)
    pairs = list(pairwise(claim.plain))
    found["pairs"] = sum(pair in evidence.pairs for pair in pairs) / max(1, len(pairs))
    found["length"] = log(1 + len(claim.plain))
    found["evidence_length"] = log(1 + len(evidence.plain))
    found["is_plain"] = float(claim.is_plain)
    found["low_start"] = float(claim.text[:1].islower())
    found["no_stop"] = float(claim.text.rstrip()[-1:] not in ".!?")
    jumps = [b - a for a, b in pairwise(aligned.place) if a >= 0 and b >= 0]
    leaps = [abs(jump) for jump in jumps]
    found["leaps"] = sum(min(3.0, log(max(1, leap))) for leap in leaps) / max(1, len(leaps))
    found["far"] = sum(leap > 12 for leap in leaps) / max(1, len(leaps))
    crossing = [evidence.sentence[a] != evidence.sentence[b] for a, b in pairwise(aligned.place) if a >= 0 and b >= 0]
    found["crossing"] = sum(crossing) / max(1, len(crossing))
    found["spread"] = max(aligned.by_sentence, default=0.0) / max(0.05, sum(aligned.by_sentence))
    found["order"] = sum(jump > 0 for jump in jumps) / max(1, len(jumps))


def _numbers(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    theirs = [one for one, _, _ in evidence.quantities]
    states: Counter[str] = Counter()
    worst = loose = 0.0
    for matched in aligned.quantities:
        mine = claim.quantities[matched.claim][0]
        state = matched.state
        if mine.is_words and mine.low == mine.high == 1:
            continue
        if state != "agrees" and derived(mine, theirs):
            state = "derived"
        states[state] += 1
        if mine.kind:
            states[f"{state}_unit"] += 1
        if state == "differs":
            worst = max(worst, matched.context)
        elif state == "agrees":
            loose = max(loose, 1 - matched.context)
    for state in ("agrees", "near", "differs", "absent", "derived"):
        found[f"number_{state}"] = min(3, states[state])
        found[f"number_{state}_unit"] = min(3, states[f"{state}_unit"])
    found["number_conflict"] = worst
    found["number_loose"] = loose
    found["numbers"] = min(5, len(aligned.quantities))
    found["their_numbers"] = min(6, len(theirs))
    found["numbers_unsaid"] = min(4, states["absent"] + states["differs"])
    times: Counter[str] = Counter(matched.state for matched in aligned.moments)
    for state in ("agrees", "differs", "absent", "shifted"):
        found[f"time_{state}"] = min(3, times[state])
        found[f"time_{state}_context"] = max(
            (one.context for one in aligned.moments if one.state == state), default=0.0
        )
    found["their_times"] = min(4, len(evidence.moments))


def _names(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    said = {word for name in claim.names for word in claim.plain[name.start : name.end]}
    known = unknown = unknown_weight = partly = 0.0
    rivals = 0
    slots: Counter[str] = Counter()
    for name in evidence.names:
        words = evidence.plain[name.start : name.end]
        if not said & set(words):
            rivals += 1
            if name.start:
                slots[evidence.plain[name.start - 1]] += 1
    slot_conflict = 0
    for name in claim.names:
        there = [evidence.at.get(word) is not None for word in claim.plain[name.start : name.end]]
        grouped = all(aligned.strength[number] > 0.5 for number in range(name.start, name.end))
        if all(there) or grouped:
            known += 1
        elif any(there):
            partly += 1
        else:
            unknown += 1
            unknown_weight += sum(claim.weights[name.start : name.end])
            if name.start and slots[claim.plain[name.start - 1]]:
                slot_conflict += 1
    found |= {
        "names_known": min(4, known),
        "names_partly": min(3, partly),
        "names_unknown": min(3, unknown),
        "names_unknown_weight": unknown_weight / 10,
        "names_rivals": min(5, rivals),
        "names_slot": slot_conflict,
        "names_conflict": float(unknown > 0 and rivals > 0),
    }
    order = [aligned.place[name.start] for name in claim.names if aligned.place[name.start] >= 0]
    found["names_swapped"] = float(any(a > b for a, b in pairwise(order)))


def _markers(claim: Reading, evidence: Reading, aligned: Alignment, found: dict[str, float]) -> None:
    best = aligned.best
    mine: Counter[str] = Counter(name for one in claim.phrases for name in one.phrase.markers)
    whole: Counter[str] = Counter(name for one in evidence.phrases for name in one.phrase.markers)
    near: Counter[str] = Counter(
        name for one in evidence.phrases if evidence.sentence[one.start] == best for name in one.phrase.markers
    )
    unsaid: Counter[str] = Counter(
        name for one in claim.phrases for name in one.phrase.markers if min(aligned.strength[one.start : one.end]) < 0.5
    )
    for name in lexicon().marker_names:
        found[f"c_{name}"] = min(2, mine[name])
        found[f"e_{name}"] = min(2, near[name])
        found[f"u_{name}"] = min(2, unsaid[name])
        found[f"x_{name}"] = float(mine[name] > 0 and whole[name] == 0)
        found[f"y_{name}"] = float(mine[name] == 0 and near[name] > 0)
