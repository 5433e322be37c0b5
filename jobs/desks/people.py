"""Who is signed in: sessions with their limits, and the persons of the sample's office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jobs.desks.sessions import Doors
from jobs.wiring import Office
from news.people import Person, Role

#: Use is written down at most so often.
_TOUCH = timedelta(minutes=1)

#: Who works in the fictional office of the sample press: id, name, roles. The first one is who a new browser is.
SAMPLE_OFFICE = (
    ("lan", "Nguyễn Thị Lan", frozenset({Role.PRESS_OFFICER, Role.REVIEWER})),
    ("minh", "Trần Văn Minh", frozenset({Role.EDITOR, Role.REVIEWER})),
    ("dung", "Lê Tiến Dũng", frozenset({Role.LEADER})),
    ("quan-tri", "Phạm Thu Hà", frozenset({Role.ADMINISTRATOR})),
)


class PeopleDesk:
    def __init__(self, office: Office) -> None:
        self._storage, self._province, self._clock = office.storage, office.province, office.clock
        self._doors = Doors(office)
        self._is_sample = office.configuration.is_sample

    def signed_in(self, secret: str) -> Person | None:
        with self._storage.read() as work:
            session = work.sessions.get(self._province, secret)
            if session is None or not self._doors.is_alive(session):
                return None
            stored = work.people.get(self._province, session.person)
        if stored is None or not stored.is_active:
            return None
        if self._clock() - session.seen_at >= _TOUCH:
            with self._storage.begin() as work:
                work.sessions.touch(secret)
        return stored.person

    def guest(self) -> Person | None:
        return self.guests()[0] if self._is_sample else None

    def guests(self) -> Sequence[Person]:
        if not self._is_sample:
            return ()
        return [Person(id, name, self._province, roles) for id, name, roles in SAMPLE_OFFICE]
