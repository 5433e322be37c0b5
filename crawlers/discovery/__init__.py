"""Services that know where something was published. They point; only the publisher's own page is an article.

A service is one file with a ``SERVICE``, found by the host of its address in ``sources.csv`` (class ``discovery``).
"""

from __future__ import annotations

from crawlers.discovery import bing_news, gdelt, google_news
from crawlers.discovery.service import Hint, Service
from news.urls import host_of

__all__ = ["Hint", "Service", "service_of"]

_SERVICES = {one.host: one for one in (gdelt.SERVICE, google_news.SERVICE, bing_news.SERVICE)}


def service_of(template: str) -> Service | None:
    """Who understands this address; ``None`` for a service nobody wrote a reader for."""
    return _SERVICES.get(host_of(template))
