"""Evidence: documents of named public publishers, and the passages in them that speak to a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    DOCUMENT = "document"
    STATEMENT = "statement"
    STATISTICS = "statistics"
    ANNOUNCEMENT = "announcement"
    ARTICLE = "article"
    FACT_CHECK = "fact_check"


EVIDENCE_KIND_VI: dict[EvidenceKind, str] = {
    EvidenceKind.DOCUMENT: "văn bản",
    EvidenceKind.STATEMENT: "phát ngôn",
    EvidenceKind.STATISTICS: "số liệu thống kê",
    EvidenceKind.ANNOUNCEMENT: "thông báo của cơ quan",
    EvidenceKind.ARTICLE: "bài báo",
    EvidenceKind.FACT_CHECK: "kết quả kiểm chứng đã công bố",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document on its way into the library. ``text`` has no private numbers or accounts in it any more.

    ``url`` is where the public finds it (empty for a document without address); ``sign`` its number and sign, if any.
    ``sha256`` is of the original bytes, or of the text where it was typed in. ``rating``: another fact-checker's word.
    """

    kind: EvidenceKind
    publisher: str
    title: str
    text: str
    sha256: str
    url: str = ""
    sign: str = ""
    published_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    language: str | None = None
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as they were served or handed in: proof, never searched, each look logged."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A document of the library. A newer one may have superseded it; nothing is deleted by that."""

    id: int
    province: str
    evidence: Evidence
    person: str
    added_at: datetime
    superseded_by: int | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the document speaks of this day: within its dates and superseded by nothing."""
        one = self.evidence
        return (
            self.superseded_by is None
            and (one.valid_from is None or one.valid_from <= day)
            and (one.valid_until is None or day <= one.valid_until)
        )

    @property
    def link(self) -> EvidenceLink:
        one = self.evidence
        return EvidenceLink(
            self.id, one.kind, one.publisher, one.title, one.url, one.sign, one.published_on, one.sha256
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that can be found and quoted; ``number`` counts them from 0."""

    evidence_id: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """What a correction shows of its evidence, frozen at publication."""

    evidence_id: int
    kind: EvidenceKind
    publisher: str
    title: str
    url: str
    sign: str = ""
    published_on: date | None = None
    sha256: str = ""
