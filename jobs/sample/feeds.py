"""The outlets' feeds, with the habits their real kind has. Values in, bytes out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from xml.sax.saxutils import escape as xml

from jobs.sample.content import SampleOutlet
from jobs.sample.datelines import feed_time


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a feed. ``link`` is absolute, with whatever the outlet hangs on it."""

    link: str
    title: str
    summary: str
    published: datetime
    modified: datetime | None
    language: str
    pen_name: str


@dataclass(frozen=True, slots=True)
class Rendered:
    content_type: str
    body: bytes


def render_feed(outlet: SampleOutlet, base: str, entries: Sequence[Listed]) -> Rendered:
    """Write ``entries`` (newest first) in the outlet's format."""
    match outlet.format:
        case "rss":
            text = _rss(outlet, base, entries)
            kind = "text/xml" if "utf16_prolog" in outlet.quirks else "application/rss+xml; charset=utf-8"
        case "rdf":
            text, kind = _rdf(outlet, base, entries), "application/rdf+xml; charset=utf-8"
        case "atom":
            text, kind = _atom(outlet, base, entries), "application/atom+xml; charset=utf-8"
        case "json":
            text, kind = _json_feed(outlet, base, entries), "application/feed+json"
        case "sitemap":
            text, kind = _news_sitemap(outlet, entries), "application/xml"
        case "cut":
            text, kind = _cut(outlet, base), "text/xml; charset=utf-8"
        case "html":
            text, kind = _moved(outlet), "text/html; charset=utf-8"
        case _:
            raise ValueError(f"no such feed format: {outlet.format}")
    if "decomposed" in outlet.quirks:
        text = unicodedata.normalize("NFD", text)
    return Rendered(kind, text.encode())


def empty_feed(outlet: SampleOutlet, base: str) -> Rendered:
    """A feed that answers and holds nothing: its section was closed and nobody told the readers."""
    return Rendered("application/rss+xml; charset=utf-8", _rss(outlet, base, ()).encode())


def _rss(outlet: SampleOutlet, base: str, entries: Sequence[Listed]) -> str:
    prolog = "utf-16" if "utf16_prolog" in outlet.quirks else "utf-8"
    items = "".join(_rss_item(outlet, base, entry) for entry in entries)
    return (
        f'<?xml version="1.0" encoding="{prolog}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{xml(outlet.name)}</title><link>{base}/</link><description>{xml(outlet.motto)}</description>"
        f"<language>{outlet.languages[0]}</language>\n{items}</channel></rss>\n"
    )


def _rss_item(outlet: SampleOutlet, base: str, entry: Listed) -> str:
    title, summary, link = entry.title, entry.summary, entry.link
    if "twice_escaped" in outlet.quirks:
        title, summary = _entities(title), _entities(summary)
    description = xml(summary)
    if "image_first" in outlet.quirks:
        image = f'<a href="{link}"><img src="{base}/anh/mac-dinh.png" ></a></br>'
        description = f"<![CDATA[{image}{escape(summary)}]]>"
    if "spaced_links" in outlet.quirks:
        link = f"\n  {link}\n "
    creator = f"<dc:creator>{xml(entry.pen_name)}</dc:creator>" if "creator" in outlet.quirks else ""
    return (
        f"<item><title>{xml(title)}</title><link>{xml(link)}</link><description>{description}</description>{creator}"
        f"<pubDate>{feed_time(entry.published, outlet.dates)}</pubDate></item>\n"
    )


def _entities(text: str) -> str:
    """Letters with accents as HTML entities; escaped once more by the caller, as two careless programs do it."""
    named = {
        "à": "&agrave;",
        "á": "&aacute;",
        "ò": "&ograve;",
        "ó": "&oacute;",
        "ì": "&igrave;",
        "ê": "&ecirc;",
        "ô": "&ocirc;",
    }
    return "".join(named.get(letter, letter) for letter in text)


def _rdf(outlet: SampleOutlet, base: str, entries: Sequence[Listed]) -> str:
    order = "".join(f'<rdf:li rdf:resource="{xml(entry.link)}"/>' for entry in entries)
    items = "".join(
        f'<item rdf:about="{xml(entry.link)}"><title>{xml(entry.title)}</title><link>{xml(entry.link)}</link>'
        f"<description>{xml(entry.summary)}</description>"
        f"<dc:date>{feed_time(entry.published, outlet.dates)}</dc:date></item>\n"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{base}{outlet.feed}"><title>{xml(outlet.name)}</title><link>{base}/</link>'
        f"<description>{xml(outlet.motto)}</description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _atom(outlet: SampleOutlet, base: str, entries: Sequence[Listed]) -> str:
    newest = max(((entry.modified or entry.published) for entry in entries), default=None)
    updated = f"<updated>{feed_time(newest, 'iso')}</updated>" if newest else ""
    items = "".join(
        f"<entry><id>{xml(entry.link)}</id><title>{xml(entry.title)}</title>"
        f"<link rel='alternate' href='{xml(entry.link)}'/>"
        f"<published>{feed_time(entry.published, 'iso')}</published>"
        f"<updated>{feed_time(entry.modified or entry.published, 'iso')}</updated>"
        f"<author><name>{xml(entry.pen_name)}</name></author><summary>{xml(entry.summary)}</summary></entry>\n"
        for entry in entries
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?>\n"
        f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='{outlet.languages[0]}'>\n<id>{base}{outlet.feed}</id>"
        f"<title>{xml(outlet.name)}</title><link href='{base}/'/>{updated}\n{items}</feed>\n"
    )


def _json_feed(outlet: SampleOutlet, base: str, entries: Sequence[Listed]) -> str:
    items = [
        {
            "id": entry.link,
            "url": entry.link,
            "title": entry.title,
            "summary": entry.summary,
            "date_published": feed_time(entry.published, outlet.dates),
            "authors": [{"name": entry.pen_name}],
            "language": entry.language,
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": base + "/",
        "feed_url": base + outlet.feed,
        "language": outlet.languages[0],
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _news_sitemap(outlet: SampleOutlet, entries: Sequence[Listed]) -> str:
    items = "".join(
        f"<url><loc>{xml(entry.link)}</loc><news:news><news:publication><news:name>{xml(outlet.name)}</news:name>"
        f"<news:language>{entry.language}</news:language></news:publication>"
        f"<news:publication_date>{feed_time(entry.published, 'iso')}</news:publication_date>"
        f"<news:title><![CDATA[{escape(entry.title, quote=False)}]]></news:title></news:news></url>\n"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{items}</urlset>\n'
    )


def _cut(outlet: SampleOutlet, base: str) -> str:
    """The publishing system broke off in the middle of the head: no item can be recovered."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{xml(outlet.name)}</title><link>{base}/</link>"
        "<description><![CDATA[Tổng hợp tin tức trong ngày, cập nhật lúc"
    )


def _moved(outlet: SampleOutlet) -> str:
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(outlet.name)}</title></head>'
        f"<body><h1>{escape(outlet.name)}</h1><p>{escape(outlet.motto)}.</p>"
        '<p>Mời bạn đọc quay về <a href="/">trang chủ</a>.</p></body></html>\n'
    )
