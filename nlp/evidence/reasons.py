"""Why a proposal says what it says: the places of claim and evidence that agree or disagree, in plain Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.evidence.alignment import Alignment, Matched
from nlp.evidence.denial import negated
from nlp.evidence.proposal import Reason, ReasonKind, Span
from nlp.evidence.reading import Reading

#: The most reasons given; disagreement first.
MOST = 8
#: A claim's words are told as unsaid from this weight of rarity on.
_TELLING = 5.0


def reasons(claim: Reading, evidence: Reading, aligned: Alignment) -> tuple[Reason, ...]:
    """Numbers, times, names, opposites, negation and quantity words that agree or not, then shared words."""
    found = [
        *_amounts(claim, evidence, aligned),
        *_times(claim, evidence, aligned),
        *_names(claim, evidence, aligned),
        *_phrases(claim, evidence, aligned),
        *_unsaid(claim, aligned),
        *_shared(claim, evidence, aligned),
    ]
    found.sort(key=lambda reason: (reason.agrees, reason.evidence_span is None))
    return tuple(found[:MOST])


def _amounts(claim: Reading, evidence: Reading, aligned: Alignment) -> Iterator[Reason]:
    for matched in aligned.quantities:
        _, start, end = claim.quantities[matched.claim]
        if end <= start:
            continue
        theirs = None
        if matched.evidence is not None:
            _, at, until = evidence.quantities[matched.evidence]
            theirs = evidence.span(at, until) if until > at else None
        words = {
            "agrees": "con số khớp", "near": "con số gần khớp", "differs": "con số khác",
            "absent": "căn cứ không nêu con số này",
        }[matched.state]  # fmt: skip
        yield Reason(ReasonKind.NUMBER, claim.span(start, end), theirs, matched.state in ("agrees", "near"), words)


def _times(claim: Reading, evidence: Reading, aligned: Alignment) -> Iterator[Reason]:
    for matched in aligned.moments:
        _, start, end = claim.moments[matched.claim]
        if end <= start:
            continue
        words = {"agrees": "thời gian khớp", "shifted": "khác buổi trong ngày", "differs": "thời gian khác"}.get(
            matched.state, "căn cứ không nêu thời gian này"
        )
        theirs = _moment_span(evidence, matched)
        yield Reason(ReasonKind.DATE, claim.span(start, end), theirs, matched.state == "agrees", words)


def _moment_span(evidence: Reading, matched: Matched) -> Span | None:
    if matched.evidence is None:
        return None
    _, at, until = evidence.moments[matched.evidence]
    return evidence.span(at, until) if until > at else None


def _names(claim: Reading, evidence: Reading, aligned: Alignment) -> Iterator[Reason]:
    for name in claim.names:
        kind = ReasonKind.PLACE if claim.is_place(name) else ReasonKind.ACTOR
        places = [aligned.place[at] for at in range(name.start, name.end) if aligned.place[at] >= 0]
        if len(places) == name.end - name.start:
            yield Reason(
                kind,
                claim.span(name.start, name.end),
                evidence.span(places[0], places[0] + 1),
                True,
                "tên có trong căn cứ",
            )
        elif not places:
            yield Reason(kind, claim.span(name.start, name.end), None, False, "căn cứ không nhắc tên này")


def _phrases(claim: Reading, evidence: Reading, aligned: Alignment) -> Iterator[Reason]:
    mine, theirs = negated(claim), negated(evidence)
    against: dict[int, tuple[int, int]] = {}
    for one in evidence.phrases:
        for side in one.phrase.sides:
            against.setdefault(side, (one.start, one.end))
    for one in claim.phrases:
        markers = one.phrase.markers
        sides = one.phrase.sides
        opposite = next((against[-side] for side in sides if -side in against), None)
        is_said = min(aligned.strength[one.start : one.end]) >= 0.5
        if opposite and not is_said and not any(side in against for side in sides):
            if (one.start in mine) == (opposite[0] in theirs):
                yield Reason(
                    ReasonKind.OUTCOME,
                    claim.span(one.start, one.end),
                    evidence.span(*opposite),
                    False,
                    "nói điều ngược lại",
                )
        elif "negation" in markers:
            reach = [at for at in range(one.end, min(len(claim.plain), one.end + 4)) if aligned.place[at] >= 0]
            if reach and not any(aligned.place[at] in theirs for at in reach):
                there = aligned.place[reach[0]]
                yield Reason(
                    ReasonKind.NEGATION, claim.span(one.start, one.end), evidence.span(there, there + 1), False,
                    "nhận định phủ định điều căn cứ nói là có",
                )  # fmt: skip
        elif not is_said and ("only" in markers or "all" in markers):
            yield Reason(
                ReasonKind.QUANTITY, claim.span(one.start, one.end), None, False, "căn cứ không nói phạm vi này"
            )
        elif not is_said and ("possible" in markers or "planned" in markers):
            yield Reason(ReasonKind.MODALITY, claim.span(one.start, one.end), None, False, "mức chắc chắn khác")


def _unsaid(claim: Reading, aligned: Alignment) -> Iterator[Reason]:
    """The longest run of the claim that the evidence does not say."""
    runs: list[tuple[float, int, int]] = []
    start = None
    for at in range(len(aligned.strength) + 1):
        is_unsaid = at < len(aligned.strength) and aligned.strength[at] < 0.5
        if is_unsaid and start is None:
            start = at
        elif not is_unsaid and start is not None:
            runs.append((sum(claim.weights[start:at]), start, at))
            start = None
    best = max(runs, default=None)
    if best is not None and best[0] >= _TELLING:
        yield Reason(ReasonKind.WORDS, claim.span(best[1], best[2]), None, False, "căn cứ không nói phần này")


def _shared(claim: Reading, evidence: Reading, aligned: Alignment) -> Iterator[Reason]:
    """The longest run of the claim that stands in the evidence in the same order."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    start = 0
    for at in range(1, len(aligned.place) + 1):
        goes_on = (
            at < len(aligned.place) and aligned.place[at - 1] >= 0 and aligned.place[at] == aligned.place[at - 1] + 1
        )
        if not goes_on:
            if aligned.place[start] >= 0:
                best = max(best, (sum(claim.weights[start:at]), start, at))
            start = at
    weight, first, end = best
    if end - first >= 2 and weight >= _TELLING:
        there = aligned.place[first]
        yield Reason(
            ReasonKind.WORDS,
            claim.span(first, end),
            evidence.span(there, there + end - first),
            True,
            "cùng nói phần này",
        )
