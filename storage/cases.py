"""Cases of an office. Each step writes the case as it stands and appends the step to its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from news.case import Case, CaseChange, CaseKind, CaseState
from news.errors import StorageError, UnknownId
from news.times import Window
from storage.case_tables import case_change, case_link, office_case
from storage.codec import decode, encode, storable
from storage.dialects import among
from storage.owning import hanging, owned
from storage.rows import next_number
from storage.sessions import hash_of

_MOMENTS = ("opened_at", "changed_at", "due_at", "answered_at")


class StaleCase(StorageError):
    """Somebody changed the case since it was looked at."""

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self.case_id = case_id

    def __str__(self) -> str:
        return f"case {self.case_id} was changed meanwhile"

    @property
    def vi(self) -> str:
        return "Người khác vừa thay đổi vụ việc này. Hãy xem lại trước khi quyết định."


class Cases:
    def __init__(self, connection: Connection, province: str | None = None) -> None:
        self._connection, self._province = connection, province

    def add(self, opened: CaseChange) -> Case:
        """Keep a new case under the next number."""
        new = replace(opened.case, id=next_number(self._connection, office_case.c.id))
        self._connection.execute(insert(office_case), _row_of(new))
        self._note(replace(opened, case=new))
        return new

    def get(self, province: str, case_id: int) -> Case:
        """Raises ``UnknownId``, also for a case of another office."""
        query = select(office_case).where(office_case.c.id == case_id, office_case.c.province == province)
        row = self._connection.execute(query).first()
        if row is None:
            raise UnknownId("case", case_id)
        return _case_of(row._mapping)

    def list(
        self, province: str, states: Collection[CaseState] = tuple(CaseState), limit: int = 1_000
    ) -> Sequence[Case]:
        """The cases in these states, the one due first first."""
        query = select(office_case).where(
            office_case.c.province == province, office_case.c.state.in_([state.value for state in states])
        )
        return self._read(query.order_by(office_case.c.due_at, office_case.c.id).limit(limit))

    def closed_within(self, province: str, window: Window) -> Sequence[Case]:
        """What was closed within the window and is closed still."""
        query = select(office_case).where(
            office_case.c.province == province,
            office_case.c.state == CaseState.CLOSED.value,
            office_case.c.changed_at >= window.begin,
            office_case.c.changed_at < window.end,
        )
        return self._read(query.order_by(office_case.c.due_at, office_case.c.id))

    def of_articles(self, province: str, article_ids: Collection[int]) -> Sequence[Case]:
        """All cases of these articles, the newest first."""
        query = select(office_case).where(
            office_case.c.province == province, among(self._connection, office_case.c.article_id, article_ids)
        )
        return self._read(query.order_by(office_case.c.id.desc()))

    def opened_since(self, province: str, since: datetime) -> Sequence[Case]:
        """All cases opened since then, whatever became of them, the first first."""
        query = select(office_case).where(office_case.c.province == province, office_case.c.opened_at >= since)
        return self._read(query.order_by(office_case.c.opened_at, office_case.c.id))

    def change(self, step: CaseChange) -> None:
        """Write one step. Raises ``StaleCase`` when it does not follow the case as it stands."""
        one = step.case
        following = update(office_case).where(
            office_case.c.id == one.id, office_case.c.province == one.province, office_case.c.version == one.version - 1
        )
        if not self._connection.execute(following.values(**_row_of(one))).rowcount:
            raise StaleCase(one.id)
        self._note(step)

    def history(self, case_id: int) -> Sequence[CaseChange]:
        """All steps, oldest first."""
        query = select(case_change).where(case_change.c.case_id == case_id).order_by(case_change.c.version)
        query = query.where(hanging(case_change.c.case_id, office_case, self._province))
        return [
            CaseChange(_case_of(_with_moments(decode(row.content))), row.verb, row.person, row.at)
            for row in self._connection.execute(query)
        ]

    def put_link(self, secret: str, case: Case, expires_at: datetime) -> None:
        """Keep the hash of a one-time form's secret; the links made for the case before count no more."""
        self.drop_links(case.id)
        row = {"sha256": hash_of(secret), "case_id": case.id, "province": case.province, "expires_at": expires_at}
        self._connection.execute(insert(case_link), row)

    def of_link(self, province: str, secret: str, now: datetime) -> Case | None:
        """The case of a one-time form while it waits for its answer; else ``None``, whatever the reason."""
        query = select(case_link.c.case_id).where(case_link.c.sha256 == hash_of(secret), case_link.c.expires_at > now)
        key = self._connection.execute(query.where(case_link.c.province == province)).scalar_one_or_none()
        case = None if key is None else self.get(province, key)
        return case if case is not None and case.state is CaseState.OPEN else None

    def drop_links(self, case_id: int) -> None:
        self._connection.execute(
            delete(case_link).where(case_link.c.case_id == case_id, owned(case_link, self._province))
        )

    def _read(self, query: Any) -> Sequence[Case]:
        return [_case_of(row._mapping) for row in self._connection.execute(query)]

    def _note(self, step: CaseChange) -> None:
        row = {
            "case_id": step.case.id,
            "version": step.case.version,
            "verb": step.verb,
            "person": step.person,
            "at": step.at,
            "content": encode(_row_of(step.case)),
        }
        self._connection.execute(insert(case_change), row)


def _row_of(one: Case) -> dict[str, Any]:
    return {name: storable(value) if isinstance(value, str) else value for name, value in asdict(one).items()}


def _with_moments(record: Mapping[str, Any]) -> dict[str, Any]:
    read = {name: record[name] and datetime.fromisoformat(record[name]) for name in _MOMENTS}
    return {**record, **read}


def _case_of(record: Mapping[Any, Any]) -> Case:
    values = dict(record)
    return Case(**values | {"kind": CaseKind(values["kind"]), "state": CaseState(values["state"])})


def read_case(content: bytes) -> Case:
    """The case of a row of its history."""
    return _case_of(_with_moments(decode(content)))
