"""Google News RSS search: pointers whose links hide the publisher. They are kept as pointers and never resolved.

The feed is meant for personal readers; its terms are the office's to read before it turns this on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from crawlers.discovery.service import Hint, NotUnderstood, Service, either
from crawlers.feeds import careful
from crawlers.text import MAX_TITLE_CHARS, plain
from news.times import UNKNOWN_TIME
from news.urls import host_of


def question(names: tuple[str, ...]) -> str:
    """Of the last day only: a round asks every hour."""
    return f"{either(names)} when:1d"


def read(body: bytes, url: str, now: datetime) -> tuple[Hint, ...]:
    """Items with ``<source url=…>``, which alone says whose they are; its name is cut from the title."""
    items = careful.read_with_publishers(body, url=url, fetched_at=now)
    if items is None:
        raise NotUnderstood("không phải RSS (có thể là trang xin đồng ý hoặc trang chặn)")
    return tuple(
        Hint(
            link=item.link,
            title=plain(item.title, MAX_TITLE_CHARS).removesuffix(f" - {item.publisher}").strip(),
            host=host_of(item.publisher_url),
            publisher=item.publisher,
            published=item.published if item.published.at is not None else UNKNOWN_TIME,
            is_direct=False,
        )
        for item in items
        if item.link and host_of(item.publisher_url)
    )


SERVICE = Service("news.google.com", question, read, pause=timedelta(hours=1))
