"""The calendar's address holds its own key: it shows deadlines, and a program's key does not open it."""

from __future__ import annotations

from types import SimpleNamespace

from news.people import Person, Role
from tests.dashboards.office import ADDRESS, FakeAudit, person, services, signed_in, stranger


class FakeOwn:
    def calendar_holder(self, secret: str) -> Person | None:
        return person(Role.LEADER) if secret == "dbc_dung" else None

    def add_calendar(self, _person: Person) -> str:
        return "dbc_dung"


CASES = SimpleNamespace(calendar=lambda _person: b"BEGIN:VCALENDAR\r\n")


def test_a_calendar_program_without_a_session_reads_deadlines_and_the_look_is_logged() -> None:
    audit = FakeAudit()
    client = stranger(services(own=FakeOwn(), cases=CASES, audit=audit))
    found = client.get("/calendar/dbc_dung.ics")
    assert (found.status_code, found.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert audit.looks == [("lan", "calendar", "-")]
    assert client.get("/calendar/dbc_khac.ics").status_code == 404


def test_the_address_is_told_once_to_those_who_see_cases() -> None:
    page = signed_in(services(own=FakeOwn()), Role.LEADER).post("/me/calendar")
    assert f"{ADDRESS}/calendar/dbc_dung.ics" in page.text
    assert signed_in(services(own=FakeOwn()), Role.ADMINISTRATOR).post("/me/calendar").status_code == 403
