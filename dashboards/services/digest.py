"""The digest of a day and its documents."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from dashboards.services.desk import SignedLine
from news.digest import Digest as DigestOfDay


class Digest(Protocol):
    #: The kinds of documents offered to readers.
    formats: tuple[str, ...]

    def today(self) -> date:
        """The day of the newest digest that is due."""
        ...

    def get(self, day: date) -> DigestOfDay: ...

    def line(self, day: date) -> SignedLine | None:
        """The newest signed edition of a day; ``None``: what ``get`` gives is a draft."""
        ...

    def document(self, day: date, format: str, number: int | None = None) -> bytes:
        """The digest of a day in one of ``formats``, or one edition of it as it was sent. Raises ``RenderError``."""
        ...
