"""Which platforms may be asked how often a published claim occurs: ``[counters]`` of ``province.toml``.

A platform is off until it has its credentials, which come from the environment (``DIEMBAO_…`` or ``DIEMBAO_…_FILE``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from config.environment import setting
from config.tables import Faults, Table


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """Addresses, daily quotas (requests) and credentials; an empty credential: off."""

    every: timedelta = timedelta(hours=6)
    youtube_daily: int = 60
    bluesky_daily: int = 1_000
    mastodon_daily: int = 2_000
    facebook_daily: int = 500
    mastodon: tuple[str, ...] = ()
    facebook_page: str = ""
    #: Other servers than the platforms' own, for tests and proxies.
    youtube_address: str = ""
    bluesky_address: str = ""
    facebook_address: str = ""
    youtube_key: str = field(default="", repr=False)
    bluesky_identifier: str = field(default="", repr=False)
    bluesky_password: str = field(default="", repr=False)
    mastodon_token: str = field(default="", repr=False)
    facebook_token: str = field(default="", repr=False)


def read_counters(table: Table, environ: Mapping[str, str], faults: Faults) -> CounterSettings:
    """Read and check ``[counters]``."""

    def secret(name: str) -> str:
        return setting(environ, name, faults) or ""

    settings = CounterSettings(
        every=table.duration("every", "6h", least=timedelta(hours=1), most=timedelta(days=7)),
        youtube_daily=table.integer("youtube_daily", 60, most=10_000),
        bluesky_daily=table.integer("bluesky_daily", 1_000, most=100_000),
        mastodon_daily=table.integer("mastodon_daily", 2_000, most=100_000),
        facebook_daily=table.integer("facebook_daily", 500, most=100_000),
        mastodon=tuple(one.rstrip("/") for one in table.texts("mastodon")),
        facebook_page=table.text("facebook_page", ""),
        youtube_address=table.text("youtube_address", "").rstrip("/"),
        bluesky_address=table.text("bluesky_address", "").rstrip("/"),
        facebook_address=table.text("facebook_address", "").rstrip("/"),
        youtube_key=secret("DIEMBAO_YOUTUBE_KEY"),
        bluesky_identifier=secret("DIEMBAO_BLUESKY_IDENTIFIER"),
        bluesky_password=secret("DIEMBAO_BLUESKY_PASSWORD"),
        mastodon_token=secret("DIEMBAO_MASTODON_TOKEN"),
        facebook_token=secret("DIEMBAO_FACEBOOK_PAGE_TOKEN"),
    )
    for key in ("youtube_address", "bluesky_address", "facebook_address"):
        if getattr(settings, key) and not _is_address(getattr(settings, key)):
            table.fault(key, "an address beginning with https://")
    if not all(map(_is_address, settings.mastodon)):
        table.fault("mastodon", 'addresses of servers such as ["https://mastodon.example"]')
    table.finish()
    return settings


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)
