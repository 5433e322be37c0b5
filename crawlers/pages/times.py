"""When a page says it appeared. One stated rule of precedence (docs/decisions/0003-page-precedence.md). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from crawlers import dates
from crawlers.markup import Element, short_text_of
from crawlers.pages.document import Document
from news.times import UNKNOWN_TIME, Precision, Published, local

#: Where a time of publication is looked for, the most trusted place first. A later place is asked only when the
#: earlier ones say nothing, or to decide between JSON-LD and Open Graph where they differ.
PRECEDENCE = ("json-ld", "open-graph", "other-metadata", "visible", "address")

#: Machine times that are this close name the same moment; editors' systems write them seconds apart.
_SAME = timedelta(minutes=2)
_OPEN_GRAPH = ("article:published_time", "og:article:published_time", "og:published_time", "article:published")
_OTHER = (
    "datepublished", "pubdate", "publishdate", "publish_date", "published_time", "publish-date", "publication_date",
    "date.issued", "dc.date.issued", "dcterms.created", "dc.date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article_date_original", "article.published", "its_publication", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article_updatetime",
    "last-modified",
    "lastmod",
)
_TIMELY = re.compile(r"time|date|publish|ngay|meta|post-info|detail-info", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}\s?(?::|h|giờ)\s?\d{2}", re.IGNORECASE)
_MAX_TIME_CHARS = 90
#: A time stands within this many elements before and after the headline.
_BEFORE, _AFTER = 60, 80


_WORDS_OF_TIME = re.compile(r"[^\W\d_]+")


def is_time_line(line: str, *, now: datetime) -> bool:
    """Whether a paragraph is nothing but the time of publication: ``Thứ bảy, 07/03/2026 - 08:47 GMT+7``."""
    if len(line) > 60 or len(_WORDS_OF_TIME.findall(line)) > 8 or sum(char.isdigit() for char in line) < 4:
        return False
    return dates.read(line, now=now).precision in {Precision.SECOND, Precision.MINUTE}


@dataclass(frozen=True, slots=True)
class PageTimes:
    """``note`` names another time that the page gives for the same thing, where the rule had to choose."""

    published: Published
    modified_at: datetime | None
    note: str = ""


def times_of(document: Document, *, url: str, now: datetime, zone: tzinfo) -> PageTimes:
    """Return the times by ``PRECEDENCE``; a time that the page shows its readers decides between differing ones."""
    article = document.article()
    stated = _first((article.get("datePublished"), article.get("dateCreated")), now, zone)
    shared = _first((document.meta.get(name) for name in _OPEN_GRAPH), now, zone)
    machine = stated if stated.at is not None else shared
    note = ""
    if machine.at is None:
        machine = _first((document.meta.get(name) for name in _OTHER), now, zone)
    visible = _visible(document, now, zone)
    if stated.at is not None and shared.at is not None and abs(stated.at - shared.at) >= _SAME:
        if visible.at is not None and abs(shared.at - visible.at) < _SAME <= abs(stated.at - visible.at):
            machine, other, name = shared, stated, "JSON-LD"
        else:
            other, name = shared, "Open Graph"
        note = f"thời gian trong {name} khác: {other.isoformat()}"
    published = machine if machine.at is not None else visible
    if machine.at is not None and visible.at is not None:
        published = _corrected(machine, visible, zone)
    if published.at is None:
        published = dates.in_address(url, zone=zone)
    changed = _first((article.get("dateModified"), *(document.meta.get(name) for name in _MODIFIED)), now, zone)
    return PageTimes(published, changed.at, note)


def _corrected(machine: Published, visible: Published, zone: tzinfo) -> Published:
    """A day alone gains the clock that readers see; local time marked as UTC is known by its exact distance."""
    if machine.at is None or visible.at is None:
        return machine
    if visible.precision in {Precision.SECOND, Precision.MINUTE}:
        if machine.precision is Precision.DAY and local(machine.at).date() == local(visible.at).date():
            return visible
        offset = zone.utcoffset(machine.at.replace(tzinfo=None)) or timedelta()
        if offset and timedelta() <= machine.at - visible.at - offset < timedelta(minutes=1):
            return visible
        midnight = local(machine.at).time() == datetime.min.time()
        if midnight and local(machine.at).date() == local(visible.at).date():
            return visible
    return machine


def _first(texts: Iterable[object], now: datetime, zone: tzinfo) -> Published:
    """The first of the texts that can be read; relative words are no machine's time."""
    for text in texts:
        if isinstance(text, list):
            text = next((element for element in text if isinstance(element, str)), None)
        if isinstance(text, int | float):
            text = str(text)
        if isinstance(text, str) and any(char.isdigit() for char in text):
            found = dates.read(text, now=now, zone=zone)
            if found.at is not None:
                return found
    return UNKNOWN_TIME


def _visible(document: Document, now: datetime, zone: tzinfo) -> Published:
    """The time that readers see by the headline: the nearest one with a clock, else the nearest day."""
    day = UNKNOWN_TIME
    for text in _texts_near_headline(document):
        found = dates.read(text, now=now, zone=zone)
        if found.at is None or found.precision is Precision.HOUR:
            continue
        if found.precision is not Precision.DAY and _CLOCK.search(text):
            return found
        if day.at is None and found.precision is Precision.DAY:
            day = found
    return day


def _texts_near_headline(document: Document) -> Iterator[str]:
    """Short texts that hold a digit: ``<time>`` and elements named for time first, below the headline before above."""
    headline = next((h1 for h1 in document.body.iter("h1") if _has_text(h1, 1)), None)
    if headline is None:
        named = (element for element in document.body.iter("h2", "div", "p") if "title" in (element.get("class") or ""))
        headline = next((element for element in named if _has_text(element, 20)), document.body)
    near = headline.xpath(f"following::*[position() <= {_AFTER}]")
    near += headline.xpath(f"preceding::*[position() <= {_BEFORE}]")[::-1] or headline.xpath("descendant::*")[:_AFTER]
    plain: list[str] = []
    for element in near:
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime")
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(element) > 8:
            continue
        text = short_text_of(element, _MAX_TIME_CHARS)
        if text is None or sum(char.isdigit() for char in text) < 4:
            continue
        if element.tag == "time" or _TIMELY.search(names):
            yield text
        else:
            plain.append(text)
    yield from plain


def _has_text(element: Element, min_chars: int) -> bool:
    text = short_text_of(element, 400)
    return text is not None and len(text) >= min_chars
