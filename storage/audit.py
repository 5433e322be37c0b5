"""Every look and act of the office, ids and verbs only, each row sealed with the one before it (SCOPE §7).

The seal of the newest row, the head, is printed in each signed edition: who shortens the log is found by it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from news.times import Clock, Window
from storage.codec import encode
from storage.schema import audit, edition

#: The seal before the first row.
GENESIS = "0" * 64

_VERB = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: An id as this program makes them, or several joined: never a sentence, a name or anything with an accent.
_KEY = re.compile(r"[A-Za-z0-9_.,:/%@+=~-]{1,200}")


@dataclass(frozen=True, slots=True)
class AuditProblem:
    """Where the log was tampered with, and how it shows."""

    seq: int
    reason: str
    vi: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One look or act: who did what to which."""

    seq: int
    at: datetime
    person: str
    verb: str
    noun: str
    key: str


class Audit:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(self, province: str, person: str, verb: str, noun: str, key: str | int) -> int:
        """Append one act; its place in the log. ``ValueError`` for texts: a key is an id, a verb one word."""
        key = str(key)
        if not (_VERB.fullmatch(verb) and _VERB.fullmatch(noun) and _KEY.fullmatch(key) and _KEY.fullmatch(person)):
            raise ValueError(f"the audit log holds ids and verbs, no texts: {verb!r} {noun!r}")
        seq, previous = self._last()
        row: dict[str, Any] = {
            "seq": seq + 1,
            "province": province,
            "at": self._clock(),
            "person": person,
            "verb": verb,
            "noun": noun,
            "key": key,
            "previous": previous,
        }
        self._connection.execute(insert(audit), row | {"hash": _seal(**row)})
        return seq + 1

    def head(self) -> str:
        """The seal of the newest row; 64 zeros for an empty log."""
        return self._last()[1]

    def list(
        self, province: str, *, before: int | None = None, person: str = "", is_act: bool = False, limit: int = 100
    ) -> Sequence[AuditRow]:
        """The newest rows first, older than place ``before``; of one person; ``is_act``: without mere looks."""
        columns = (audit.c.seq, audit.c.at, audit.c.person, audit.c.verb, audit.c.noun, audit.c.key)
        query = select(*columns).where(audit.c.province == province).order_by(audit.c.seq.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.seq < before)
        if person:
            query = query.where(audit.c.person == person)
        if is_act:
            query = query.where(audit.c.verb != "look")
        return [AuditRow(*row) for row in self._connection.execute(query)]

    def verify(self) -> Sequence[AuditProblem]:
        """Read the whole log and say where rows were changed, taken out, put in or cut off; empty when it is sound."""
        problems: list[AuditProblem] = []
        heads = {GENESIS}
        expected, previous = 1, GENESIS
        for row in self._connection.execution_options(yield_per=1_000).execute(select(audit).order_by(audit.c.seq)):
            if row.seq != expected:
                gone = str(expected) if row.seq == expected + 1 else f"{expected}–{row.seq - 1}"
                problems.append(AuditProblem(row.seq, f"rows missing before it: {gone}", f"thiếu dòng {gone} trước nó"))
            elif row.previous != previous:
                problems.append(AuditProblem(row.seq, "does not follow the row before it", "không nối tiếp dòng trước"))
            if row.hash != _seal(row.seq, row.province, row.at, row.person, row.verb, row.noun, row.key, row.previous):
                problems.append(AuditProblem(row.seq, "was changed after it was written", "bị sửa sau khi ghi"))
            expected, previous = row.seq + 1, row.hash
            heads.add(row.hash)
        printed = select(edition.c.province, edition.c.day, edition.c.number, edition.c.audit_head)
        for one in self._connection.execute(printed.order_by(edition.c.id)):
            if one.audit_head not in heads and self._province not in (None, one.province):
                problems.append(AuditProblem(expected - 1, "cut off: a printed head is gone", "bị cắt đuôi"))
            elif one.audit_head not in heads:
                reason = f"cut off: the head printed in edition {one.number} of {one.day} ({one.province}) is gone"
                vi = f"bị cắt đuôi: không còn dấu in trong điểm báo số {one.number} ngày {one.day} ({one.province})"
                problems.append(AuditProblem(expected - 1, reason, vi))
        return problems

    def export(self, window: Window) -> Iterator[dict[str, str | int]]:
        """Rows of the window with their seals, oldest first, as an inspector recomputes them: ids and verbs.

        Of another office's rows only their place and seals, which the chain needs.
        """
        query = select(audit).where(audit.c.at >= window.begin, audit.c.at < window.end).order_by(audit.c.seq)
        for row in self._connection.execution_options(yield_per=1_000).execute(query):
            if self._province not in (None, row.province):
                yield {"seq": row.seq, "previous": row.previous, "hash": row.hash}
                continue
            record: dict[str, str | int] = dict(row._mapping)
            yield record | {"at": row.at.isoformat(timespec="microseconds")}

    def _last(self) -> tuple[int, str]:
        row = self._connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
        return (0, GENESIS) if row is None else (row.seq, row.hash)


def _seal(seq: int, province: str, at: datetime, person: str, verb: str, noun: str, key: str, previous: str) -> str:
    """SHA-256 over the fields as one JSON array; a JSON array has no two readings."""
    fields = [seq, province, at.isoformat(timespec="microseconds"), person, verb, noun, key, previous]
    return hashlib.sha256(encode(fields)).hexdigest()
