"""Lists of sources as OPML 2.0 (opml.org/spec2.opml), which feed readers exchange. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from news.errors import InputError
from news.source import Source

#: A list longer than this is no list of newspapers.
MOST_OUTLINES = 20_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of somebody's list."""

    feed: str
    homepage: str
    name: str
    language: str


def write_opml(sources: Iterable[Source], title: str) -> str:
    """The sources with their feeds, one group a source; sitemaps and section pages have no place in OPML."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "<head>"]
    lines += [f"<title>{_text(title)}</title>", "</head>", "<body>"]
    for source in sources:
        if not source.feeds:
            continue
        language = quoteattr(source.languages[0] if source.languages else "")
        lines.append(f"<outline text={quoteattr(source.name)} category={quoteattr(f'/{source.source_class.value}')}>")
        lines += [
            f'  <outline type="rss" text={quoteattr(source.name)} xmlUrl={quoteattr(feed)} '
            f"htmlUrl={quoteattr(source.homepage)} language={language}/>"
            for feed in source.feeds
        ]
        lines.append("</outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""])


def read_opml(body: bytes, name: str) -> tuple[Outline, ...]:
    """The feeds that the list names, each once. Raises ``InputError`` naming ``name`` and the line."""
    outlines: dict[str, Outline] = {}
    roots: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        roots.append(tag.lower())
        given = {key.lower(): value.strip() for key, value in attributes.items()}
        feed = given.get("xmlurl", "")
        if tag.lower() == "outline" and feed and len(outlines) < MOST_OUTLINES:
            words = given.get("title") or given.get("text") or ""
            outlines.setdefault(feed, Outline(feed, given.get("htmlurl", ""), words, given.get("language", "")[:2]))

    def declare(*_: object) -> None:
        raise InputError(name, parser.CurrentLineNumber, "tệp khai báo thực thể (entity), không đọc")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = start, declare
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise InputError(name, error.lineno, f"không phải OPML: {expat.ErrorString(error.code)}") from error
    if not roots or roots[0] != "opml":
        raise InputError(name, 1, "không phải OPML")
    return tuple(outlines.values())


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
