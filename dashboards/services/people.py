"""Who is signed in, and the way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from news.errors import NewsError
from news.people import Person


class People(Protocol):
    """What the guard asks."""

    def signed_in(self, secret: str) -> Person | None:
        """The person whose session this cookie opens; ``None`` when it ended, was never there or is not whole yet."""
        ...

    def guest(self) -> Person | None:
        """Who a browser without a session is: somebody of the fictional office of the sample press, else nobody."""
        ...


class NextStep(StrEnum):
    """What is still asked after a step of the sign-in."""

    CODE = "code"
    ENROL = "enrol"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks to come in: the network address, and the secret of the browser if it brought one."""

    address: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A step taken. ``secret`` is the new session's, ``device`` the browser's once the person is in."""

    secret: str
    next: NextStep
    device: str | None = None


class Refused(NewsError):
    """The step was not taken; ``vi`` says why without telling which part was wrong."""

    def __init__(self, vi: str, *, seconds: float = 0) -> None:
        super().__init__("sign-in refused")
        self._vi, self.seconds = vi, seconds

    @property
    def vi(self) -> str:
        return self._vi


class SignIn(Protocol):
    """The steps of the way in. Each takes and gives session secrets; each raises ``Refused``."""

    def has_people(self) -> bool:
        """Whether anybody can sign in at all yet."""
        ...

    def provider(self) -> str | None:
        """What the office's identity provider is called on the button; ``None``: there is none."""
        ...

    def guests(self) -> Sequence[Person]:
        """The persons of the fictional office of the sample press; nobody elsewhere."""
        ...

    def by_password(self, person: str, password: str, visitor: Visitor) -> Progress: ...

    def by_link(self, link: str, password: str) -> Progress:
        """Set the first (or a new) password with a link, which counts once."""
        ...

    def owner_of(self, link: str) -> Person | None:
        """Whose link it is, while it counts."""
        ...

    def waiting_for(self, secret: str) -> tuple[Person, NextStep] | None:
        """Whose unfinished session this is, and what is asked next."""
        ...

    def by_code(self, secret: str, code: str, visitor: Visitor) -> Progress:
        """The code of the second factor, or a recovery code."""
        ...

    def enrolment(self, secret: str) -> tuple[str, bytes]:
        """The key of the second factor being set up, and its QR code as SVG."""
        ...

    def confirm(self, secret: str, code: str) -> tuple[Progress, tuple[str, ...]]:
        """The first code of a new second factor; the recovery codes, which are told only now."""
        ...

    def to_provider(self, back: str) -> tuple[str, str]:
        """Where to send the browser, and what to remember in it until it comes back to the address ``back``."""
        ...

    def by_provider(self, remembered: str, answer: Mapping[str, str], back: str) -> Progress: ...

    def as_guest(self, person: str) -> Progress:
        """Take the part of a person of the sample's office."""
        ...

    def end(self, secret: str) -> None: ...
