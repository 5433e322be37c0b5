"""Who is signed in."""

from __future__ import annotations

from jobs.wiring import Office
from news.people import Person, Role


class PeopleDesk:
    def __init__(self, office: Office) -> None:
        self._province = office.province

    def signed_in(self, secret: str) -> Person | None:  # noqa: ARG002  (until the next commit: one person, loopback)
        return Person("cuc-bo", "Máy này", self._province, frozenset(Role))
