"""The persons of the fictional office, by id."""

from __future__ import annotations

from jobs.desks.people import SAMPLE_OFFICE
from jobs.wiring import Office
from news.people import Person


def colleague(office: Office, id: str) -> Person:
    name, roles = next((name, roles) for one, name, roles in SAMPLE_OFFICE if one == id)
    return Person(id, name, office.province, roles)
