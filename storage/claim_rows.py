"""Between claims, corrections and evidence as values and their rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from news.claims import (
    Claim,
    ClaimOrigin,
    ClaimState,
    Closing,
    Correction,
    CorrectionState,
    Decision,
    Verdict,
)
from news.evidence import Evidence, EvidenceKind, EvidenceLink, StoredEvidence
from news.safety import SafetyCategory
from storage.codec import decode, encode, storable


def claim_row(one: Claim) -> dict[str, Any]:
    return {
        "id": one.id,
        "province": one.province,
        "statement": storable(one.statement),
        "state": one.state.value,
        "version": one.version,
        "origin": one.origin.value,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
        "decision": None if one.decision is None else encode(_decision_record(one.decision)),
        "closing": None if one.closing is None else one.closing.value,
        "same_as": one.same_as,
        "publications": one.publications,
    }


def read_claim(row: Row[Any]) -> Claim:
    return _claim_of(row._mapping, row.created_at, row.changed_at, row.decision and decode(row.decision))


def encode_claim(one: Claim) -> bytes:
    """For the history: the whole claim as it was."""
    record = claim_row(one)
    record["decision"] = None if one.decision is None else _decision_record(one.decision)
    return encode(record)


def decode_claim(packed: bytes) -> Claim:
    record = decode(packed)
    created, changed = (datetime.fromisoformat(record[name]) for name in ("created_at", "changed_at"))
    return _claim_of(record, created, changed, record["decision"])


def _claim_of(record: Mapping[Any, Any], created: datetime, changed: datetime, decision: Any) -> Claim:
    return Claim(
        id=record["id"],
        province=record["province"],
        statement=record["statement"],
        state=ClaimState(record["state"]),
        version=record["version"],
        origin=ClaimOrigin(record["origin"]),
        created_at=created,
        changed_at=changed,
        decision=None if decision is None else _decision_of(decision),
        closing=None if record["closing"] is None else Closing(record["closing"]),
        same_as=record["same_as"],
        publications=record["publications"],
    )


def _decision_record(one: Decision) -> dict[str, Any]:
    return {
        "verdict": None if one.verdict is None else one.verdict.value,
        "statement": storable(one.statement),
        "explanation": storable(one.explanation),
        "evidence": list(one.evidence),
        "person": one.person,
        "category": None if one.category is None else one.category.value,
        "wordings": [storable(text) for text in one.wordings],
        "counted_until": day_text(one.counted_until),
    }


def _decision_of(record: Mapping[str, Any]) -> Decision:
    return Decision(
        verdict=None if record["verdict"] is None else Verdict(record["verdict"]),
        statement=record["statement"],
        explanation=record["explanation"],
        evidence=tuple(record["evidence"]),
        person=record["person"],
        category=None if record["category"] is None else SafetyCategory(record["category"]),
        wordings=tuple(record["wordings"]),
        counted_until=day_of(record["counted_until"]),
    )


def correction_row(one: Correction) -> dict[str, Any]:
    return {
        "claim_id": one.claim_id,
        "version": one.version,
        "province": one.province,
        "number": one.number,
        "slug": one.slug,
        "state": one.state.value,
        "statement": storable(one.statement),
        "verdict": one.verdict.value,
        "explanation": storable(one.explanation),
        "evidence": encode([_link_record(link) for link in one.evidence]),
        "category": None if one.category is None else one.category.value,
        "wordings": encode([storable(text) for text in one.wordings]),
        "counted_until": day_text(one.counted_until),
        "first_published_at": one.first_published_at,
        "published_at": one.published_at,
    }


def read_correction(row: Row[Any]) -> Correction:
    return _correction_of(row._mapping, row.first_published_at, row.published_at)


def encode_correction(one: Correction) -> bytes:
    """For a copy outside the office's store: only what is public."""
    record = correction_row(one)
    return encode(record | {name: record[name].decode() for name in ("evidence", "wordings")})


def decode_correction(packed: bytes) -> Correction:
    record = decode(packed)
    first, newest = (datetime.fromisoformat(record[name]) for name in ("first_published_at", "published_at"))
    return _correction_of(record, first, newest)


def _correction_of(record: Mapping[Any, Any], first: datetime, newest: datetime) -> Correction:
    return Correction(
        province=record["province"],
        number=record["number"],
        version=record["version"],
        state=CorrectionState(record["state"]),
        claim_id=record["claim_id"],
        slug=record["slug"],
        statement=record["statement"],
        verdict=Verdict(record["verdict"]),
        explanation=record["explanation"],
        evidence=tuple(map(_link_of, decode(record["evidence"]))),
        category=None if record["category"] is None else SafetyCategory(record["category"]),
        first_published_at=first,
        published_at=newest,
        wordings=tuple(decode(record["wordings"])),
        counted_until=day_of(record["counted_until"]),
    )


def _link_record(one: EvidenceLink) -> list[Any]:
    published = day_text(one.published_on)
    return [one.evidence_id, one.kind.value, one.publisher, one.title, one.url, one.sign, published, one.sha256]


def _link_of(record: list[Any]) -> EvidenceLink:
    key, kind, publisher, title, url, sign, published, sha256 = record
    return EvidenceLink(key, EvidenceKind(kind), publisher, title, url, sign, day_of(published), sha256)


def evidence_row(one: Evidence) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "publisher": storable(one.publisher),
        "title": storable(one.title),
        "text": storable(one.text),
        "sha256": one.sha256,
        "url": one.url,
        "sign": storable(one.sign),
        "published_on": day_text(one.published_on),
        "valid_from": day_text(one.valid_from),
        "valid_until": day_text(one.valid_until),
        "language": one.language,
        "rating": storable(one.rating),
    }


def read_evidence(row: Row[Any]) -> StoredEvidence:
    kept = Evidence(
        kind=EvidenceKind(row.kind),
        publisher=row.publisher,
        title=row.title,
        text=row.text,
        sha256=row.sha256,
        url=row.url,
        sign=row.sign,
        published_on=day_of(row.published_on),
        valid_from=day_of(row.valid_from),
        valid_until=day_of(row.valid_until),
        language=row.language,
        rating=row.rating,
    )
    return StoredEvidence(row.id, row.province, kept, row.person, row.added_at, row.superseded_by)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
