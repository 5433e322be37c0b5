"""Bing News RSS search: links are direct, or wrapped in ``apiclick.aspx`` with the publisher's address in ``url``."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from crawlers import feeds
from crawlers.discovery.service import Hint, NotUnderstood, Service, either
from news.source import Health
from news.urls import host_of

_WRAPPER = "bing.com"


def read(body: bytes, url: str, now: datetime) -> tuple[Hint, ...]:
    feed = feeds.parse(body, url=url, fetched_at=now)
    if feed.health not in (Health.OK, Health.EMPTY):
        raise NotUnderstood(feed.detail or "không phải RSS")
    unwrapped = ((_publishers_own(entry.link), entry) for entry in feed.entries)
    return tuple(
        Hint(link, entry.title, host_of(link), host_of(link), entry.published) for link, entry in unwrapped if link
    )


def _publishers_own(link: str) -> str:
    if host_of(link) != _WRAPPER:
        return link
    return next(iter(parse_qs(urlsplit(link).query).get("url", [])), "")


SERVICE = Service("bing.com", either, read, pause=timedelta(hours=1))
