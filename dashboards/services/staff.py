"""What people do with their own access, and what the administrator does with everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.people import Person, Role


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the administrator sees them."""

    person: Person
    has_password: bool
    has_second_factor: bool
    subject: str | None
    signed_in_at: datetime | None
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token, without its secret."""

    id: str
    person: str
    name: str
    role: Role
    created_at: datetime
    until: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAccess:
    """How a person's access stands."""

    has_password: bool
    has_second_factor: bool
    recovery_codes_left: int
    tokens: Sequence[TokenLine]


class Own(Protocol):
    """Raises ``dashboards.services.people.Refused`` with words."""

    def get(self, person: Person) -> OwnAccess: ...

    def change_password(self, person: Person, former: str, new: str, secret: str) -> None:
        """Other sessions of the person end; the one with ``secret`` goes on."""
        ...

    def new_recovery_codes(self, person: Person, password: str) -> tuple[str, ...]: ...

    def add_token(self, person: Person, name: str, role: Role, days: int) -> str:
        """The token's secret, told only now."""
        ...

    def add_calendar(self, person: Person) -> str:
        """The secret of an address that shows deadlines and nothing else, told only now. Raises ``Refused``."""
        ...

    def calendar_holder(self, secret: str) -> Person | None:
        """Whose address this is, while it counts; no token for programs opens it, and it opens nothing else."""
        ...

    def delete_token(self, person: Person, id: str) -> None: ...

    def end_other_sessions(self, person: Person, secret: str) -> int:
        """How many ended."""
        ...

    def holder(self, token: str) -> Person | None:
        """For whom a program asks: the person with the token's one role; ``None`` when it does not count."""
        ...


class Staff(Protocol):
    """The administrator's acts; ``by`` is who does them. Raises ``Refused`` with words."""

    def list(self) -> Sequence[PersonLine]: ...

    def tokens(self) -> Sequence[TokenLine]: ...

    def add(self, by: Person, id: str, name: str, roles: frozenset[Role], subject: str | None = None) -> str:
        """Add somebody; the secret of the link with which they set their password."""
        ...

    def invite(self, by: Person, id: str) -> str:
        """A new link for somebody who forgot the password; the former password counts until it is used."""
        ...

    def set_roles(self, by: Person, id: str, roles: frozenset[Role]) -> None: ...

    def set_subject(self, by: Person, id: str, subject: str | None) -> None:
        """Whom the office's identity provider calls so is this person; ``None``: nobody."""
        ...

    def disable(self, by: Person, id: str) -> None:
        """Somebody left: sessions, links, tokens and known browsers end at once."""
        ...

    def enable(self, by: Person, id: str) -> None: ...

    def reset_second_factor(self, by: Person, id: str) -> None:
        """The phone is lost: at the next sign-in a new one is set up. Sessions end at once."""
        ...
