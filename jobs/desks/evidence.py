"""The evidence library for its pages."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.services.evidence import EvidenceView, FoundEvidence
from factcheck.library import Card, Preview
from jobs.factchecking import FactCheck
from jobs.wiring import Office
from news.errors import UnknownId
from news.evidence import Original, StoredEvidence
from news.people import Person
from storage import Work

_MOST_FOUND = 20


class EvidenceDesk:
    def __init__(self, office: Office, factcheck: FactCheck) -> None:
        self._office, self._factcheck = office, factcheck

    def list(self) -> Sequence[StoredEvidence]:
        with self._office.storage.read() as work:
            return work.evidence.list(self._office.province)

    def find(self, text: str) -> Sequence[FoundEvidence]:
        passages = self._factcheck.passages
        passages.catch_up()
        found = passages.find(text, _MOST_FOUND)
        with self._office.storage.read() as work:
            documents = work.evidence.find(one.passage.evidence_id for one in found)
        return [FoundEvidence(documents[one.passage.evidence_id], one.passage) for one in found]

    def get(self, evidence_id: int) -> EvidenceView:
        with self._office.storage.read() as work:
            document = self._own(work, evidence_id)
            citing = [
                one
                for one in work.corrections.list(self._office.province)
                if any(link.evidence_id == evidence_id for link in one.evidence)
            ]
            has_original = work.evidence.original(evidence_id) is not None
            passages = tuple(work.evidence.passages(evidence_id))
        return EvidenceView(document, passages, tuple(citing), has_original)

    def original(self, person: Person, evidence_id: int) -> Original | None:
        with self._office.storage.begin() as work:
            self._own(work, evidence_id)
            work.audit.add(person.province, person.id, "look", "evidence_original", evidence_id)
            return work.evidence.original(evidence_id)

    def add_text(self, person: Person, card: Card, text: str) -> int:
        return self._factcheck.library.add_text(person, card, text)

    def add_file(self, person: Person, card: Card, body: bytes) -> int:
        return self._factcheck.library.add_file(person, card, body)

    def preview(self, url: str) -> Preview:
        return self._factcheck.library.preview(url)

    def confirm(self, person: Person, token: str, card: Card) -> int:
        return self._factcheck.library.confirm(person, token, card)

    def supersede(self, person: Person, old: int, new: int) -> None:
        self._factcheck.library.supersede(person, old, new)

    def restore(self, person: Person, old: int) -> None:
        self._factcheck.library.restore(person, old)

    def _own(self, work: Work, evidence_id: int) -> StoredEvidence:
        document = work.evidence.get(evidence_id)
        if document.province != self._office.province:
            raise UnknownId("evidence", evidence_id)
        return document
