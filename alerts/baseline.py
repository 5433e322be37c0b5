"""What is new enough to alert: a first round, of the program, a source or a watch, alerts on nothing old. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from nlp.document import Document

#: Published longer ago than this is no news, whenever it was found.
FRESH = timedelta(hours=24)
#: After a pause as long as this, an article without a date may be as old as the pause.
PAUSE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Baseline:
    """``last_run``: when watches last looked, ``None`` at the first start. ``sources``: since when each is followed."""

    now: datetime
    last_run: datetime | None
    sources: dict[str, datetime]

    def is_news(self, document: Document, watched_since: datetime) -> bool:
        """Whether a watch that has looked since ``watched_since`` may speak of this article."""
        since = self.sources.get(document.source)
        if since is None or document.first_seen_at <= max(since, watched_since):
            return False
        is_undated = document.sort_at == document.first_seen_at
        if is_undated and (self.last_run is None or self.now - self.last_run > PAUSE):
            return False
        return document.sort_at >= self.now - FRESH and document.first_seen_at >= self.now - FRESH
