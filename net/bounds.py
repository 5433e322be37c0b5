"""How much one answer may cost. Everything from outside is read within these limits or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one fetch; sizes hold for the bytes on the wire *and* for the bytes after expansion."""

    feed_bytes: int = 10_000_000
    page_bytes: int = 8_000_000
    #: RFC 9309 wants at least 500 KiB read; what lies behind is ignored by most, refused by us.
    robots_bytes: int = 600_000
    #: Whole answer, from name resolution to the last byte: an idle limit alone lets a slow drip run for ever.
    answer_time: timedelta = timedelta(seconds=30)
    redirects: int = 5
    header_bytes: int = 32_768
    headers: int = 128

    def __post_init__(self) -> None:
        if min(self.feed_bytes, self.page_bytes, self.robots_bytes, self.header_bytes, self.headers) < 1:
            raise ValueError("a bound must be positive")
        if self.answer_time <= timedelta(0) or self.redirects < 0:
            raise ValueError("a bound must be positive")
