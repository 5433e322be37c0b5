"""What a reader found, still as written → entries: text cleaned, links absolute, dates read. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from crawlers.dates import in_address, read
from crawlers.links import absolute
from crawlers.text import MAX_SUMMARY_CHARS, MAX_TITLE_CHARS, plain, primary_language
from news.article import Feed, FeedEntry
from news.source import Health
from news.times import UNKNOWN_TIME

MAX_ENTRIES = 5_000
_MAX_ID_CHARS = 1_000

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_MAX_PERIOD = timedelta(days=365)


@dataclass(slots=True)
class RawEntry:
    """One entry as the feed writes it. The markup of ``title`` and ``summary`` is not cleaned yet."""

    title: str = ""
    link: str = ""
    summary: str = ""
    id: str = ""
    published: str = ""
    modified: str = ""
    language: str = ""


@dataclass(slots=True)
class RawFeed:
    """A feed as it was written. ``fault``: what is wrong with the document although entries were found."""

    format: str
    title: str = ""
    link: str = ""
    language: str = ""
    period: str = ""
    frequency: str = ""
    ttl: str = ""
    entries: list[RawEntry] = field(default_factory=list)
    fault: str = ""


def feed_of(raw: RawFeed, *, url: str, fetched_at: datetime, home_zone: tzinfo) -> Feed:
    """Clean every entry; the same address twice is one entry, the first one's."""
    language = primary_language(raw.language)
    entries: list[FeedEntry] = []
    seen: set[str] = set()
    for found in raw.entries[:MAX_ENTRIES]:
        entry = _entry_of(found, url, language, fetched_at, home_zone)
        if entry.link and entry.title:
            if entry.link in seen:
                continue
            seen.add(entry.link)
        entries.append(entry)
    detail = raw.fault
    if len(raw.entries) > MAX_ENTRIES:
        detail = f"chỉ đọc {MAX_ENTRIES} trong {len(raw.entries)} mục"
    health = Health.OK if entries else Health.BROKEN if raw.fault else Health.EMPTY
    return Feed(
        health=health,
        entries=tuple(entries),
        title=plain(raw.title, MAX_TITLE_CHARS),
        link=absolute(raw.link, url) or None if raw.link else None,
        format=raw.format,
        language=language,
        detail=detail or ("nguồn cấp tin không có mục nào" if health is Health.EMPTY else ""),
        period=_period(raw),
    )


def _entry_of(raw: RawEntry, url: str, language: str | None, fetched_at: datetime, home_zone: tzinfo) -> FeedEntry:
    link = absolute(raw.link, url) if raw.link else ""
    published = read(raw.published, now=fetched_at, zone=home_zone) if raw.published else UNKNOWN_TIME
    modified = read(raw.modified, now=fetched_at, zone=home_zone) if raw.modified else UNKNOWN_TIME
    if published.at is None:
        # Atom allows an entry with `updated` alone; it is the only time such a publisher gives.
        published = modified if modified.at is not None else in_address(link, zone=home_zone)
    return FeedEntry(
        link=link,
        title=plain(raw.title, MAX_TITLE_CHARS),
        summary=plain(raw.summary, MAX_SUMMARY_CHARS) if raw.summary else "",
        id=raw.id.strip()[:_MAX_ID_CHARS] or None if raw.id else None,
        published=published,
        language=(primary_language(raw.language) or language) if raw.language else language,
        modified=modified,
    )


def _period(raw: RawFeed) -> timedelta | None:
    """``sy:updatePeriod``, else ``ttl`` (minutes). Words outside the standard mean "often": hourly."""
    if raw.period.strip():
        base = _PERIODS.get(raw.period.strip().lower(), timedelta(hours=1))
        times = int(raw.frequency) if raw.frequency.strip().isdecimal() and len(raw.frequency.strip()) < 5 else 1
        return base / max(times, 1)
    if raw.ttl.strip().isdecimal() and len(raw.ttl.strip()) < 9 and int(raw.ttl):
        return min(timedelta(minutes=int(raw.ttl)), _MAX_PERIOD)
    return None
