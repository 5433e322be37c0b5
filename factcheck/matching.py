"""A sentence against the evidence library: candidates by search, each compared by ``nlp.evidence``, reasons kept.

The machine's word on a claim is a proposal. Nothing here decides, and nothing is looked for because of a tone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from factcheck.recycled import Recycled, recycled
from factcheck.sameness import differs, share, weights_of
from news.evidence import Passage, StoredEvidence
from nlp import evidence
from nlp.evidence import Label, Proposal

#: Passages compared with one sentence.
SHORTLIST = 6
#: A passage that says less of the sentence (by weight) speaks of something else, and is not compared.
LEAST_SHARE = 0.35
#: Below this a proposal says too little to be shown as more than "nothing".
TELLING = 0.5
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
    """What a passage says of a sentence. ``recycled`` where it shows that the matter is old."""

    passage: Passage
    document: StoredEvidence
    proposal: Proposal
    recycled: Recycled | None = None

    @property
    def speaks(self) -> bool:
        """Whether it agrees or contradicts, surely enough to be told; a contradiction names what is said otherwise."""
        if self.proposal.label is Label.NEI or self.proposal.score < TELLING:
            return False
        return self.proposal.label is Label.SUPPORTED or differs(self.proposal.reasons)

    @property
    def contradicts(self) -> bool:
        return self.speaks and self.proposal.label is Label.REFUTED


class Matcher:
    """One library's matcher; remembers how it read passages. One per thread."""

    def __init__(self, passages: Passages, documents: Documents, shortlist: int = SHORTLIST) -> None:
        self._passages, self._documents, self._shortlist = passages, documents, shortlist
        self._readings: OrderedDict[tuple[int, int], tuple[evidence.Reading, set[str]]] = OrderedDict()
        self._known: dict[int, StoredEvidence] = {}

    def match(self, sentence: str, day: date) -> list[Match]:
        """What the library says of a sentence of that day: what speaks first, the surest first."""
        found = [one.passage for one in self._passages.find(sentence, self._shortlist)]
        self._learn([one.evidence_id for one in found])
        read, weights = evidence.read(sentence, day), weights_of(sentence)
        matches = [
            self._compared(read, sentence, day, one)
            for one in found
            if one.evidence_id in self._known and share(weights, self._reading(one)[1]) >= LEAST_SHARE
        ]
        return sorted(
            matches, key=lambda one: (not one.speaks, one.document.superseded_by is not None, -one.proposal.score)
        )

    def forget_documents(self) -> None:
        """Ask for the documents again: one may have been superseded."""
        self._known.clear()

    def _compared(self, read: evidence.Reading, sentence: str, day: date, passage: Passage) -> Match:
        document = self._known[passage.evidence_id]
        proposal = evidence.compare_readings(read, self._reading(passage)[0])
        old = recycled(sentence, day, passage.text, document.evidence.published_on)
        return Match(passage, document, proposal, old)

    def _reading(self, passage: Passage) -> tuple[evidence.Reading, set[str]]:
        """A passage as the comparison reads it, and its words without accents."""
        key = passage.evidence_id, passage.number
        known = self._readings.get(key)
        if known is None:
            day = self._known[passage.evidence_id].evidence.published_on
            known = evidence.read(passage.text, day), set(weights_of(passage.text))
            self._readings[key] = known
            if len(self._readings) > _MOST_READINGS:
                self._readings.popitem(last=False)
        return known

    def _learn(self, ids: Sequence[int]) -> None:
        missing = [key for key in ids if key not in self._known]
        if missing:
            self._known.update(self._documents(missing))
