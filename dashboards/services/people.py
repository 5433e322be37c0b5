"""Who is signed in."""

from __future__ import annotations

from typing import Protocol

from news.people import Person


class People(Protocol):
    def signed_in(self, secret: str) -> Person | None:
        """The person whose session this cookie opens; ``None`` when it ended, was never there or is not whole yet."""
        ...
