"""Headers that say when to come again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.rhythm import parse_retry_after

if TYPE_CHECKING:
    from scrapy.http import Response


def retry_after_of(response: Response, now: datetime) -> timedelta | None:
    value = response.headers.get(b"Retry-After")
    return parse_retry_after(None if value is None else value.decode("latin-1"), now)
