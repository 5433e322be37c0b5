"""The digest of a day and its documents."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from news.digest import Digest as DigestOfDay


class Digest(Protocol):
    #: The kinds of documents offered to readers.
    formats: tuple[str, ...]

    def today(self) -> date:
        """The day of the newest digest that is due."""
        ...

    def get(self, day: date) -> DigestOfDay: ...

    def document(self, day: date, format: str) -> bytes:
        """The digest of a day in one of ``formats``. Raises ``news.errors.RenderError``."""
        ...
