"""Edits of digests that are not signed yet: appended, never changed; an undo is an edit too."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert, select

from news.digest import Period
from news.draft import Act, Edit
from news.times import Clock
from storage.codec import storable
from storage.draft_tables import draft_edit
from storage.rows import next_number


class Drafts:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(
        self, province: str, period: Period, day: date, act: Act, article_id: int | None, value: str, person: str
    ) -> Edit:
        """Append an edit; its ``place`` is the draft's new version."""
        edits = self.list(province, period, day)
        edit = Edit(edits[-1].place + 1 if edits else 1, act, article_id, storable(value), person, self._clock())
        row = {
            "id": next_number(self._connection, draft_edit.c.id),
            "province": province,
            "period": period.value,
            "day": day.isoformat(),
            "place": edit.place,
            "act": act.value,
            "article_id": article_id,
            "value": edit.value,
            "person": person,
            "at": edit.at,
        }
        self._connection.execute(insert(draft_edit), row)
        return edit

    def list(self, province: str, period: Period, day: date) -> list[Edit]:
        """All edits of one draft, oldest first, undone ones and undos among them."""
        query = select(draft_edit).where(
            draft_edit.c.province == province,
            draft_edit.c.period == period.value,
            draft_edit.c.day == day.isoformat(),
        )
        return [
            Edit(row.place, Act(row.act), row.article_id, row.value, row.person, row.at)
            for row in self._connection.execute(query.order_by(draft_edit.c.place))
        ]
