"""Fact checks of others (the national centre, agencies, newsrooms abroad) as evidence: read from their feeds."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.claim_reviews import ClaimReviewRecord, claim_reviews
from factcheck.library import Fetch
from factcheck.passages import cleaned, passages
from net.refusal import refuse
from news.article import FeedEntry
from news.claims import MACHINE
from news.errors import NewsError
from news.evidence import Evidence, EvidenceKind
from news.times import local_date
from news.urls import is_web_link
from storage import Storage

#: New entries looked at in one reading of one feed.
MOST_ENTRIES = 30

log = logging.getLogger(__name__)


class FeedReader(Protocol):
    """The bytes of a feed as its entries (``crawlers.feeds``)."""

    def __call__(self, body: bytes, url: str) -> Sequence[FeedEntry]: ...


@dataclass(frozen=True, slots=True)
class OtherChecks:
    """A publisher of fact checks and its feed."""

    publisher: str
    feed: str


def read_others(storage: Storage, province: str, source: OtherChecks, fetch: Fetch, read_feed: FeedReader) -> int:
    """Put new fact checks of a publisher into the library; how many. A page without a record counts by its words.

    An entry that cannot be fetched is left for the next reading. Raises ``NewsError`` when the feed cannot be.
    """
    entries = [one for one in read_feed(fetch(source.feed).body, source.feed) if is_web_link(one.link)]
    added = 0
    for entry in entries[:MOST_ENTRIES]:
        with storage.read() as work:
            if work.evidence.has_url(province, entry.link):
                continue
        if refuse(entry.link) is not None:
            continue
        try:
            page = fetch(entry.link).body.decode("utf-8", "replace")
        except NewsError as error:
            log.warning("%s: %s", source.feed, error)
            continue
        found = [_of_record(one, entry.link) for one in claim_reviews(page)] or [_of_entry(entry, source)]
        with storage.begin() as work:
            for one in found:
                key = work.evidence.add(province, one, passages(one.text), MACHINE)
                work.audit.add(province, MACHINE, "add", "evidence", key)
        added += len(found)
    return added


def _of_record(one: ClaimReviewRecord, url: str) -> Evidence:
    text = cleaned("\n".join(filter(None, (one.claim, f"Kết luận: {one.rating}." if one.rating else "", one.body))))
    return Evidence(
        kind=EvidenceKind.FACT_CHECK,
        publisher=one.publisher,
        title=one.claim[:300],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=url,
        published_on=one.published_on,
        rating=one.rating,
    )


def _of_entry(entry: FeedEntry, source: OtherChecks) -> Evidence:
    text = cleaned(f"{entry.title}\n{entry.summary}")
    return Evidence(
        kind=EvidenceKind.FACT_CHECK,
        publisher=source.publisher,
        title=entry.title,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=entry.link,
        published_on=None if entry.published.at is None else local_date(entry.published.at),
        language=entry.language,
    )
