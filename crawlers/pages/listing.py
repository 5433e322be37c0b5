"""The articles that a section page lists, found by the shape of the page: rows with one headline each. Pure.

For outlets without a usable feed. A row's time is its own or unknown, never "now"; order is the page's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import islice

from crawlers import dates
from crawlers.challenge import challenge
from crawlers.charset import decode
from crawlers.links import absolute
from crawlers.markup import Element, short_text_of, text_of
from crawlers.pages.document import read_document
from crawlers.pages.kind import names_article
from crawlers.text import MAX_TITLE_CHARS, one_line, primary_language
from news.article import Feed, FeedEntry
from news.source import Health
from news.times import ICT, UNKNOWN_TIME, Published
from news.urls import canonical_url, same_site

LISTING = "listing"
MAX_ROWS = 500
#: A page with fewer headlines than this is no section page.
_FEWEST_ROWS = 3
_MIN_HEADLINE_CHARS, _MIN_SUMMARY_CHARS = 20, 40
#: A row is no larger than this, and reaches at most so many elements above its headline.
_MAX_ROW_CHARS, _MAX_LEVELS = 1_500, 5
_MAX_LINKS, _MAX_TIME_CHARS = 100, 60
_FRAME_TAGS = frozenset({"nav", "footer", "header", "aside", "form"})


def read_listing(
    body: bytes, *, url: str, content_type: str | None = None, fetched_at: datetime, home_zone: tzinfo = ICT
) -> Feed:
    """What a section page lists, as a feed; a page that refuses machines is no empty list."""
    text = decode(body, content_type)
    if refusal := challenge(text, len(body)):
        return Feed(Health.REFUSED, detail=refusal)
    entries = links_of(text, url=url, fetched_at=fetched_at, home_zone=home_zone)
    if len(entries) < _FEWEST_ROWS:
        return Feed(Health.EMPTY, entries, format=LISTING, detail="trang không liệt kê bài nào đọc được")
    return Feed(Health.OK, entries, format=LISTING)


def links_of(text: str, *, url: str, fetched_at: datetime, home_zone: tzinfo = ICT) -> tuple[FeedEntry, ...]:
    """Return the articles that the page lists, each address once, with the first row's time where it has one."""
    document = read_document(text)
    if document is None:
        return ()
    language = primary_language(document.language)
    rows: dict[str, FeedEntry] = {}
    for link in document.body.iter("a"):
        address = _address(link, url)
        headline = _headline(link)
        if not address or not headline or (address not in rows and len(rows) >= MAX_ROWS):
            continue
        known = rows.get(address)
        if known is not None and known.published.at is not None:
            continue
        row = _row(link, address, url)
        published = _time(row, fetched_at, home_zone)
        if known is None or published.at is not None:
            rows[address] = FeedEntry(address, headline, _summary(row, headline), None, published, language)
    return tuple(
        entry
        if entry.published.at is not None
        else replace(entry, published=dates.in_address(entry.link, zone=home_zone))
        for entry in rows.values()
    )


def _address(link: Element, url: str) -> str:
    """The canonical address of an article of the same site, or nothing."""
    try:
        address = canonical_url(absolute(link.get("href") or "", url))
    except ValueError:
        return ""
    return address if same_site(address, url) and address != url else ""


def _headline(link: Element) -> str:
    above = [element.tag for element in islice(link.iterancestors(), 6)]
    if not _FRAME_TAGS.isdisjoint(above):
        return ""
    text = short_text_of(link, MAX_TITLE_CHARS) or ""
    text = one_line(text or link.get("title") or "", MAX_TITLE_CHARS)
    is_heading = any(tag in ("h1", "h2", "h3", "h4") for tag in above[:2]) or link.find(".//h3") is not None
    is_headline = len(text) >= _MIN_HEADLINE_CHARS and (is_heading or names_article(link.get("href") or ""))
    return text if is_headline else ""


def _row(link: Element, address: str, url: str) -> Element:
    """The largest element around the headline that holds no other article."""
    row = link
    for element in islice(link.iterancestors(), _MAX_LEVELS):
        others = (
            other
            for other in islice(element.iter("a"), _MAX_LINKS)
            if _headline(other) and _address(other, url) != address
        )
        if (
            element.tag in ("body", "html")
            or short_text_of(element, _MAX_ROW_CHARS) is None
            or next(others, None) is not None
        ):
            break
        row = element
    return row


def _time(row: Element, now: datetime, zone: tzinfo) -> Published:
    for element in row.iter("time"):
        found = dates.read(element.get("datetime"), now=now, zone=zone)
        if found.at is not None:
            return found
    for element in row.iter():
        text = short_text_of(element, _MAX_TIME_CHARS)
        found = dates.read(element.get("title"), now=now, zone=zone) if element.tag == "span" else UNKNOWN_TIME
        if found.at is None and text and any(char.isdigit() for char in text) and element.tag not in ("a", "h2", "h3"):
            found = dates.read(text, now=now, zone=zone)
        if found.at is not None:
            return found
    picture = next(row.iter("img"), None)
    return UNKNOWN_TIME if picture is None else dates.in_picture(picture.get("src") or "", zone=zone)


def _summary(row: Element, headline: str) -> str:
    texts = [one_line(text_of(element)) for element in row.iter("p", "div", "span") if len(element) < 3]
    texts = [
        text for text in texts if len(text) >= _MIN_SUMMARY_CHARS and headline not in text and text not in headline
    ]
    return max(texts, key=len, default="")
