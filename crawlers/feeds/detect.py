"""What a document is, by its root element and never by its address, suffix or media type. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    CDF = "cdf"
    JSON = "json"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemapindex"
    HTML = "html"
    OTHER = "other"


_ROOTS = {
    "rss": Kind.RSS,
    "rdf": Kind.RDF,
    "feed": Kind.ATOM,
    "channel": Kind.CDF,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP_INDEX,
    "html": Kind.HTML,
    "head": Kind.HTML,
    "body": Kind.HTML,
    "script": Kind.HTML,
    "title": Kind.HTML,
    "meta": Kind.HTML,
}
_PROLOG = re.compile(r"\s*+(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>]|\[.*?\]\s*(?=>))*+>)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"\s*+<(?:[\w.-]+:)?([\w.-]+)")
#: Prologs, comments and stray lines before the root element are looked through this far.
_LOOKED_AT = 20_000


def kind_of(body: bytes) -> Kind:
    """Return the kind of the document; ``OTHER`` where the root is unknown or hidden behind junk."""
    head = body[:_LOOKED_AT]
    text = (head.replace(b"\0", b"") if b"\0" in head[:200] else head).decode("latin-1").lstrip("ÿþï»¿ \t\r\n")
    if text[:1] in {"{", "["}:
        return Kind.JSON
    while match := _PROLOG.match(text):
        if re.match(r"\s*<!doctype\s+html\s*(?:>|public)", match[0], re.IGNORECASE):
            return Kind.HTML
        text = text[match.end() :]
    root = _ROOT.match(text)
    return _ROOTS.get(root[1].lower(), Kind.OTHER) if root else Kind.OTHER
