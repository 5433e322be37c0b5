"""The microscope on a claim beside its evidence: ``proposal``, ``score`` and ``reasons``, plain values for JSON.

Records are read in batches, so that the models are asked for many at once; answers come in the order of the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from news.errors import InputError
from nlp.evidence import Proposal, Span, propose, read
from nlp.evidence.compare import Pair

#: Records read at once.
BATCH = 64


def evidence(records: Iterable[Mapping[str, Any] | InputError]) -> Iterator[dict[str, Any]]:
    """One object per record: a bad one gives its ``id`` (or ``line``) and ``error``, the others go on."""
    source = iter(records)
    while batch := list(islice(source, BATCH)):
        answers: list[dict[str, Any]] = []
        pairs: list[tuple[int, Pair]] = []
        for record in batch:
            try:
                name, pair = _asked(record)
            except InputError as error:
                answers.append(_refusal(record, error))
            else:
                pairs.append((len(answers), pair))
                answers.append({"id": name})
        proposals = propose([pair for _, pair in pairs])
        for (place, _), proposal in zip(pairs, proposals, strict=True):
            answers[place] |= _shown(proposal)
        yield from answers


def _asked(record: Mapping[str, Any] | InputError) -> tuple[str | int, Pair]:
    if isinstance(record, InputError):
        raise record
    if not isinstance(record, Mapping):
        raise InputError("record", None, "không phải một đối tượng JSON")
    name = record.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise InputError("id", None, "cần một chuỗi hoặc số nguyên")
    claim = read(_text(record, "claim"), _day(record, "claim_date"))
    return name, (claim, read(_text(record, "evidence"), _day(record, "evidence_date")))


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise InputError(key, None, f"cần một chuỗi, không phải {type(value).__name__}")
    if not value.strip():
        raise InputError(key, None, "trống")
    return value


def _day(record: Mapping[str, Any], key: str) -> date | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError):
        raise InputError(key, None, f"cần ngày ISO 8601, không phải {value!r}") from None


def _shown(proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": proposal.label.value,
        "score": round(proposal.score, 4),
        "reasons": [
            {
                "kind": reason.kind.value,
                "agrees": reason.agrees,
                "claim": _place(reason.claim_span),
                "evidence": _place(reason.evidence_span),
                "words": reason.words,
            }
            for reason in proposal.reasons
        ],
    }


def _place(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span[0], "end": span[1]}


def _refusal(record: object, error: InputError) -> dict[str, Any]:
    if record is error:
        return {"line": error.line, "error": error.reason}
    fields = record if isinstance(record, Mapping) else {}
    who = {key: fields[key] for key in ("id", "line") if fields.get(key) is not None}
    return {**dict(list(who.items())[:1]), "error": error.vi}
