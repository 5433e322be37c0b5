"""A sitemap lists years; a round wants days. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from news.article import FeedEntry, Shard

#: Formats that list everything an outlet has, not its newest.
SPLIT = "sitemapindex"
#: A section page lists what is recent, and what somebody wants read for longer.
SITEMAPS = frozenset({"sitemap", SPLIT, "listing"})
_RECENT = timedelta(days=7)
#: Of entries that say nothing of their time, the first ones are taken: publishers put the newest there, if anywhere.
_MOST_UNDATED = 200
_MOST_SHARDS = 2
_NEVER = datetime.min.replace(tzinfo=UTC)


def newest_shards(shards: Sequence[Shard]) -> list[Shard]:
    """The parts changed last; where none says when, the last ones named."""
    by_time = sorted(enumerate(shards), key=lambda pair: (pair[1].modified.at or _NEVER, pair[0]), reverse=True)
    return [shard for _, shard in by_time[:_MOST_SHARDS]]


def recent_entries(entries: Sequence[FeedEntry], now: datetime) -> tuple[FeedEntry, ...]:
    """Entries published or changed within a week, and some of those that do not say."""
    recent: list[FeedEntry] = []
    undated = 0
    for entry in entries:
        at = entry.published.at or entry.modified.at
        if at is None:
            undated += 1
        if (at is None and undated <= _MOST_UNDATED) or (at is not None and at >= now - _RECENT):
            recent.append(entry)
    return tuple(recent)
