"""A sentence against the evidence library: candidates by search, each compared by ``nlp.evidence``, reasons kept.

The machine's word on a claim is a proposal. Nothing here decides, and nothing is looked for because of a tone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from factcheck.recycled import Recycled, recycled
from factcheck.sameness import differs, share, weights_of
from news.evidence import Passage, StoredEvidence
from nlp import evidence
from nlp.evidence import Label, Proposal

#: Passages looked at for one sentence, and those of them that are compared with it.
SHORTLIST, MOST_COMPARED = 6, 2
#: A passage that says less of the sentence (by weight) speaks of something else, and is not compared.
LEAST_SHARE = 0.35
#: Below this a proposal says too little to be shown as more than "nothing".
TELLING = 0.5
#: So sure that no further passage needs to be compared.
SURE = 0.8
_MOST_READINGS = 20_000


class Found(Protocol):
    @property
    def passage(self) -> Passage: ...

    @property
    def score(self) -> float: ...


class Passages(Protocol):
    """The index of passages (``search.passages``)."""

    def find(self, text: str, limit: int = 10) -> Sequence[Found]: ...


class Documents(Protocol):
    """The library's documents by id; unknown ones are left out."""

    def __call__(self, ids: Sequence[int]) -> dict[int, StoredEvidence]: ...


@dataclass(frozen=True, slots=True)
class Match:
    """What a passage says of a sentence. ``recycled`` where it shows that the matter is old.

    ``is_in_force``: the document speaks of the sentence's day, and nothing has superseded it.
    """

    passage: Passage
    document: StoredEvidence
    proposal: Proposal
    recycled: Recycled | None = None
    is_in_force: bool = True

    @property
    def speaks(self) -> bool:
        """Whether it agrees or contradicts, surely enough to be told.

        A contradiction names what is said otherwise; whoever says anything otherwise does not agree.
        """
        if self.proposal.label is Label.NEI or self.proposal.score < TELLING:
            return False
        return differs(self.proposal.reasons) is (self.proposal.label is Label.REFUTED)

    @property
    def contradicts(self) -> bool:
        return self.speaks and self.is_in_force and self.proposal.label is Label.REFUTED


class Matcher:
    """One library's matcher; remembers how it read passages. One per thread."""

    def __init__(self, passages: Passages, documents: Documents) -> None:
        self._passages, self._documents = passages, documents
        self._readings: OrderedDict[tuple[int, int], evidence.Reading] = OrderedDict()
        self._known: dict[int, StoredEvidence] = {}

    def match(self, sentence: str, day: date, *, is_thorough: bool = False) -> list[Match]:
        """What the library says of a sentence of that day: what speaks first, the surest first.

        Passages are compared in the order in which they have most of the sentence, until one speaks surely; all of
        the shortlist where ``is_thorough``, for a reviewer who wants to see everything.
        """
        found = [one.passage for one in self._passages.find(sentence, SHORTLIST)]
        self._learn([one.evidence_id for one in found])
        weights = weights_of(sentence)
        shares = [(share(weights, set(weights_of(one.text))), -place, one) for place, one in enumerate(found)]
        near = sorted((one for one in shares if one[0] >= LEAST_SHARE), key=lambda one: one[:2], reverse=True)
        read, matches = evidence.read(sentence, day), list[Match]()
        for _, _, passage in near if is_thorough else near[:MOST_COMPARED]:
            if passage.evidence_id not in self._known:
                continue
            matches.append(self._compared(read, sentence, day, passage))
            if not is_thorough and matches[-1].speaks and matches[-1].proposal.score >= SURE:
                break
        return self.reconsidered(sentence, day, matches) if is_thorough else _ordered(matches)

    def reconsidered(self, sentence: str, day: date, matches: Sequence[Match]) -> list[Match]:
        """The same matches with the transformer's opinion in them, where its model is; for a few at a time."""
        read = evidence.read(sentence, day)
        proposals = evidence.propose([(read, self._reading(one.passage)) for one in matches])
        return _ordered([replace(one, proposal=new) for one, new in zip(matches, proposals, strict=True)])

    def forget_documents(self) -> None:
        """Ask for the documents again: one may have been superseded."""
        self._known.clear()

    def _compared(self, read: evidence.Reading, sentence: str, day: date, passage: Passage) -> Match:
        document = self._known[passage.evidence_id]
        proposal = evidence.compare_readings(read, self._reading(passage))
        old = recycled(sentence, day, passage.text, document.evidence.published_on)
        return Match(passage, document, proposal, old, document.is_valid_on(day))

    def _reading(self, passage: Passage) -> evidence.Reading:
        key = passage.evidence_id, passage.number
        known = self._readings.get(key)
        if known is None:
            day = self._known[passage.evidence_id].evidence.published_on
            known = self._readings[key] = evidence.read(passage.text, day)
            if len(self._readings) > _MOST_READINGS:
                self._readings.popitem(last=False)
        return known

    def _learn(self, ids: Sequence[int]) -> None:
        missing = [key for key in ids if key not in self._known]
        if missing:
            self._known.update(self._documents(missing))


def _ordered(matches: Sequence[Match]) -> list[Match]:
    """What speaks first, what is no longer or not yet in force after what is, the surest first."""
    return sorted(matches, key=lambda one: (not one.speaks, not one.is_in_force, -one.proposal.score))
