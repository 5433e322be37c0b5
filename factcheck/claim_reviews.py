"""Others' fact checks: the ClaimReview records in a page, as evidence for the library. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

_MOST_RECORDS = 50
_MOST_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class ClaimReviewRecord:
    """What another fact-checker published. Who made the claim is not read (SCOPE: claims, never persons)."""

    claim: str
    rating: str
    publisher: str
    published_on: date | None
    body: str = ""


class _Scripts(HTMLParser):
    """Collects the JSON-LD blocks of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type") or ""
        self._is_inside = tag == "script" and kind.partition(";")[0].strip().lower() == "application/ld+json"
        if self._is_inside:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.blocks[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._is_inside = False


def claim_reviews(page: str) -> list[ClaimReviewRecord]:
    """The records of an HTML page, or of a bare JSON-LD document; broken ones are left out."""
    scripts = _Scripts()
    scripts.feed(page)
    blocks = scripts.blocks or ([page] if page.lstrip()[:1] in ("{", "[") else [])
    found = [one for block in blocks for record in _records(_parsed(block)) if (one := _read(record)) is not None]
    return found[:_MOST_RECORDS]


def _parsed(block: str) -> Any:
    try:
        return json.loads(block, strict=False)
    except (ValueError, RecursionError):
        return None


def _records(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every ClaimReview in lists, graphs and feeds of data."""
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value:
            yield from _records(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
        else:
            for key in ("@graph", "itemListElement", "item", "dataFeedElement", "mainEntity"):
                yield from _records(value.get(key), depth + 1)


def _read(record: dict[str, Any]) -> ClaimReviewRecord | None:
    claim, publisher = _text(record.get("claimReviewed")), _text(_field(record.get("author"), "name"))
    rating = _field(record.get("reviewRating"), "alternateName") or _field(record.get("reviewRating"), "name")
    if not claim or not publisher:
        return None
    published = _day(_text(record.get("datePublished")))
    body = _text(record.get("reviewBody"))
    return ClaimReviewRecord(claim, _text(rating), publisher, published, body)


def _field(value: Any, name: str) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(name) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    return " ".join(value.split())[:_MOST_CHARS] if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
