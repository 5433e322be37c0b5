"""What a channel is given and what it may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import Protocol

from news.errors import NewsError
from news.letter import Letter

#: Said at the top of a letter whose sending was cut off before its end was known.
REPEATED = "Có thể gửi lặp"
_REPEATED_WORDS = f"({REPEATED}: lần gửi trước bị ngắt giữa chừng; nội dung không thay đổi.)"


@dataclass(frozen=True, slots=True)
class Parcel:
    """``key`` is the same for every attempt; ``may_repeat``: an attempt before may have arrived.

    ``parts_sent``: of a letter that the channel splits, so many parts have surely arrived.
    """

    key: str
    province: str
    address: str
    payload: bytes
    may_repeat: bool = False
    parts_sent: int = 0

    @property
    def letter(self) -> Letter:
        """What is to be read, marked when it may have been read before. Raises ``ValueError``."""
        return marked(Letter.decode(self.payload)) if self.may_repeat else Letter.decode(self.payload)


def marked(letter: Letter) -> Letter:
    """The letter, saying that it may have come before."""
    before, body, after = letter.html.partition("<body")
    opening, end, rest = after.partition(">")
    html = f"{before}{body}{opening}{end}<p>{escape(_REPEATED_WORDS)}</p>{rest}" if body else letter.html
    return replace(
        letter, subject=f"({REPEATED}) {letter.subject}", text=f"{_REPEATED_WORDS}\n\n{letter.text}", html=html
    )


class Undelivered(NewsError):
    """Why a letter was not sent, in words for the office.

    ``helps``: trying again can help, not before ``after`` if that is given. ``is_down``: not this letter but the
    channel fails, so its others wait too. ``may_have_arrived``: it was cut off after the step that cannot be undone.
    """

    def __init__(
        self,
        reason: str,
        *,
        helps: bool = True,
        after: timedelta | None = None,
        is_down: bool = False,
        may_have_arrived: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason, self.helps, self.after = reason, helps, after
        self.is_down, self.may_have_arrived = is_down, may_have_arrived

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Steps:
    """What a channel tells while it sends: ``about_to`` just before the step that cannot be undone, ``part_sent``."""

    about_to: Callable[[], None]
    part_sent: Callable[[int], None]


class Channel(Protocol):
    def send(self, parcel: Parcel, steps: Steps) -> None:
        """Send, or raise ``Undelivered``."""
        ...
