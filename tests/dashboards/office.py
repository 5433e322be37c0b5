"""An office for page tests: the areas a test gives, nothing else, and a person who is signed in.

client = signed_in(services(search=FakeSearch()), Role.EDITOR)
client.post("/drafts/3/sign")  # carries the form's token and origin by itself
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from starlette.testclient import TestClient

from dashboards.app import create_app
from dashboards.cookies import SESSION, full_name
from dashboards.guard import CSRF_HEADER, csrf_of
from dashboards.services import Services
from news.people import Person, Role

ADDRESS = "http://127.0.0.1"
PROVINCE = "ninh-binh"


class FakePeople:
    """Everybody's session secret is the id of the person; ``sample_guest`` is who a strange browser is."""

    sample_guest: Person | None = None

    def __init__(self, *persons: Person) -> None:
        self.persons = {person.id: person for person in persons}

    def signed_in(self, secret: str) -> Person | None:
        return self.persons.get(secret)

    def guest(self) -> Person | None:
        return self.sample_guest


class FakeAudit:
    """Keeps what was looked at: person, noun, key."""

    def __init__(self) -> None:
        self.looks: list[tuple[str, str, str]] = []

    def look(self, person: Person, noun: str, key: str, *, at_once: bool = False) -> None:
        self.looks.append((person.id, noun, key))

    def close(self) -> None:
        pass


class NotGiven:
    """An area that the test gave no fake for."""

    def __init__(self, area: str) -> None:
        self._area = area

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the page asks for {self._area}.{name}, which this test does not give")


def person(*roles: Role, id: str = "lan", name: str = "Nguyễn Thị Lan") -> Person:
    return Person(id, name, PROVINCE, frozenset(roles))


def services(**given: Any) -> Services:
    """Services with these areas (and ``is_sample`` and the like); the others may not be asked."""
    plain: dict[str, Any] = {"province": PROVINCE, "province_name": "Ninh Bình", "is_sample": False}
    plain |= {"people": FakePeople(), "audit": FakeAudit()} | given
    return Services(**{one.name: plain.get(one.name, NotGiven(one.name)) for one in fields(Services)})


def stranger(office: Services) -> TestClient:
    """A browser that nobody signed in with; redirects are not followed."""
    return TestClient(create_app(office), base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False)


def signed_in(office: Services, *roles: Role, as_person: Person | None = None) -> TestClient:
    """A browser in which somebody with these roles signed in. Needs ``FakePeople`` (the default) for people."""
    somebody = as_person or person(*roles)
    assert isinstance(office.people, FakePeople)
    office.people.persons[somebody.id] = somebody
    client = stranger(office)
    client.cookies.set(full_name(SESSION, is_tls=False), somebody.id)
    client.headers.update({CSRF_HEADER: csrf_of(somebody.id), "origin": ADDRESS})
    return client
