"""Read a well-formed RSS, RDF or Atom document with expat; give up on anything that needs a second thought.

Giving up is cheap: ``careful`` reads what this leaves. It leaves documents that are not well-formed, declare
entities, use ``xml:base``, base64, markup inside titles, or namespaces in a way that no news site does.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from crawlers.feeds.entries import RawEntry, RawFeed

#: Namespaces (without "http://", lower case) whose elements are those of the format itself.
_OWN = (
    "purl.org/rss/1.0", "my.netscape.com/rdf/simple/0.9", "channel.netscape.com/rdf/simple/0.9",
    "my.netscape.com/publish/formats/rss-0.91.dtd", "backend.userland.com/rss", "blogs.law.harvard.edu/tech/rss",
    "purl.org/net/rss1.1", "cyber.law.harvard.edu/rss", "www.w3.org/2005/atom", "purl.org/atom/ns",
)  # fmt: skip
_FAMILIES = {
    "purl.org/dc/elements/1.": "dc:",
    "purl.org/dc/terms": "dc:",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/rss/1.0/modules/syndication": "sy:",
    "search.yahoo.com/mrss": "media:",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
}
#: Prefixes that feeds use without declaring them.
_CUSTOMARY = {
    "dc": "dc:",
    "dcterms": "dc:",
    "content": "content:",
    "sy": "sy:",
    "media": "media:",
    "rdf": "rdf:",
    "atom": "",
}

_TITLE, _LINK, _ID, _SUMMARY, _CONTENT, _PUBLISHED, _MODIFIED, _LANGUAGE = range(1, 9)
_ITEM, _SKIP, _PERIOD, _FREQUENCY, _TTL, _MEDIA_TITLE = range(9, 15)
_MEANINGS = {
    "item": _ITEM, "entry": _ITEM,
    "title": _TITLE, "dc:title": _TITLE, "media:title": _MEDIA_TITLE,
    "link": _LINK, "id": _ID, "guid": _ID,
    "description": _SUMMARY, "summary": _SUMMARY, "subtitle": _SKIP, "tagline": _SKIP, "content:encoded": _CONTENT,
    "content": _CONTENT, "dc:description": _CONTENT, "media:description": _CONTENT,
    "pubdate": _PUBLISHED, "published": _PUBLISHED, "issued": _PUBLISHED, "dc:date": _PUBLISHED,
    "dc:issued": _PUBLISHED,
    "created": _PUBLISHED, "dc:created": _PUBLISHED,
    "updated": _MODIFIED, "modified": _MODIFIED, "dc:modified": _MODIFIED, "lastbuilddate": _SKIP,
    "language": _LANGUAGE, "dc:language": _LANGUAGE,
    "image": _SKIP, "textinput": _SKIP, "textarea": _SKIP, "source": _SKIP, "author": _SKIP, "contributor": _SKIP,
    "sy:updateperiod": _PERIOD, "sy:updatefrequency": _FREQUENCY, "ttl": _TTL,
}  # fmt: skip
#: Elements of a channel with a title or date of their own that is a container's; an item's are what we want.
_ROOTS = {"rss", "feed", "rdf:rdf"}
_ALTERNATE = {"alternate", "http://www.iana.org/assignments/relation/alternate"}
_BLOCK_TAGS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "table", "blockquote",
     "figure", "figcaption", "img", "pre", "hr")
)  # fmt: skip
_MAX_DEPTH = 200


class _Unsure(Exception):
    """The document needs the careful reader."""


def read(document: bytes | str) -> RawFeed | None:
    """Return the feed, or ``None`` when this reader is not sure. Bytes are taken for UTF-8, whatever they claim."""
    reader = _Reader()
    try:
        reader.feed(document)
    except (expat.ExpatError, _Unsure, ValueError):
        return None
    return reader.result()


class _Reader:
    """The state of one reading; handlers of expat are bound to it."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._declare
        self.raw: RawFeed | None = None
        self.entry: RawEntry | None = None
        self.is_permalink = True
        self.has_alternate = False
        self.media_title = ""
        self.depth = 0
        self.skipped_from = 0
        self.field = 0
        self.field_depth = 0
        self.pieces: list[str] = []
        self.has_markup = False
        self.prefixes: dict[str, str] = {}
        self.meanings: dict[str, int] = {}
        self.home = ""

    def feed(self, document: bytes | str) -> None:
        self.parser.Parse(document.lstrip(), True)

    def result(self) -> RawFeed | None:
        raw = self.raw
        if raw is None or any(not (entry.title or entry.link or entry.summary) for entry in raw.entries):
            return None
        return raw

    def _declare(self, *_: object) -> None:
        raise _Unsure("entities")

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        """The root element: which format, and what the prefixes mean."""
        prefix, _, local = name.rpartition(":")
        self._declare_prefixes(attributes)
        self.home = prefix
        root = self._family(prefix) + local.lower()
        if root not in _ROOTS:
            raise _Unsure(root)
        self.raw = RawFeed(_format(root, attributes, prefix), language=attributes.get("xml:lang", ""))

    def _declare_prefixes(self, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if name.startswith("xmlns"):
                prefix, family = name[6:], _family_of(value)
                if self.prefixes.setdefault(prefix, family) != family:
                    raise _Unsure("namespace bound anew")

    def _family(self, prefix: str) -> str:
        if prefix in self.prefixes:
            return self.prefixes[prefix]
        return _CUSTOMARY.get(prefix, f"{prefix}:") if prefix else ""

    def _meaning(self, name: str) -> int:
        prefix, _, local = name.rpartition(":")
        meaning = _MEANINGS.get(self._family(prefix) + local.lower(), 0)
        self.meanings[name] = meaning
        return meaning

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.field:
            self._start_markup(name)
            return
        if self.skipped_from:
            return
        if attributes:
            if "xml:base" in attributes:
                raise _Unsure("base")
            if self.raw is None:
                self._open(name, attributes)
                return
            if any(key.startswith("xmlns") for key in attributes):
                self._declare_prefixes(attributes)
                self.meanings.pop(name, None)
        elif self.raw is None:
            self._open(name, attributes)
            return
        meaning = self.meanings.get(name)
        if meaning is None:
            meaning = self._meaning(name)
        if meaning:
            self._begin(meaning, attributes)

    def _begin(self, meaning: int, attributes: dict[str, str]) -> None:
        entry = self.entry
        if meaning == _ITEM:
            if entry is not None:
                raise _Unsure("entry within entry")
            self.entry = RawEntry(language=attributes.get("xml:lang", ""))
            self.is_permalink, self.has_alternate, self.media_title = True, False, ""
            return
        if meaning == _SKIP:
            self.skipped_from = self.depth
            return
        if meaning == _LINK and attributes:
            self._link(attributes)
            if "href" in attributes:
                return
        if meaning == _CONTENT and (entry is None or entry.summary):
            return
        if meaning == _ID and attributes:
            self.is_permalink = attributes.get("isPermaLink", "true").lower() != "false"
        if attributes.get("mode") == "base64" or attributes.get("type", "") in {"application/octet-stream", "base64"}:
            raise _Unsure("base64")
        self.field, self.field_depth, self.has_markup = meaning, self.depth, False
        pieces: list[str] = []
        self.pieces = pieces
        self.parser.CharacterDataHandler = pieces.append

    def _link(self, attributes: dict[str, str]) -> None:
        """An Atom link: the first alternate one counts, one that is HTML before others."""
        href = attributes.get("href")
        if not href or attributes.get("rel", "alternate") not in _ALTERNATE:
            return
        is_html = "html" in attributes.get("type", "text/html")
        if self.entry is not None:
            if not self.entry.link or (is_html and not self.has_alternate):
                self.entry.link = href
            self.has_alternate = self.has_alternate or is_html
        elif self.raw is not None and not self.raw.link:
            self.raw.link = href

    def _start_markup(self, name: str) -> None:
        if self.field not in (_SUMMARY, _CONTENT) or self.depth > _MAX_DEPTH:
            raise _Unsure("markup in a field")
        self.has_markup = True
        local = name.rpartition(":")[2].lower()
        if local in {"script", "style"}:
            raise _Unsure("script")
        if local in _BLOCK_TAGS:
            self.pieces.append(" ")

    def _end(self, name: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if self.field:
            if depth == self.field_depth:
                self._close_field()
            elif name.rpartition(":")[2].lower() in _BLOCK_TAGS:
                self.pieces.append(" ")
        elif self.skipped_from:
            if depth == self.skipped_from:
                self.skipped_from = 0
        elif self.entry is not None and self.meanings.get(name) == _ITEM:
            self._close_entry(self.entry)

    def _close_field(self) -> None:
        self.parser.CharacterDataHandler = None
        pieces, field = self.pieces, self.field
        value = pieces[0] if len(pieces) == 1 else "".join(pieces)
        self.field = 0
        if self.has_markup:
            value = value.replace("&", "&amp;").replace("<", "&lt;")
        if field == _MEDIA_TITLE:
            self.media_title = self.media_title or value
        elif self.entry is not None:
            _put(self.entry, field, value)
        elif self.raw is not None:
            _put_channel(self.raw, field, value)

    def _close_entry(self, entry: RawEntry) -> None:
        self.entry = None
        if not entry.link.strip() and self.is_permalink:
            entry.link = entry.id
        entry.title = entry.title or self.media_title
        if self.raw is not None:
            self.raw.entries.append(entry)


def _put(entry: RawEntry, field: int, value: str) -> None:
    if field == _TITLE:
        entry.title = entry.title or value
    elif field == _LINK:
        entry.link = entry.link or value
    elif field == _ID:
        entry.id = entry.id or value
    elif field in (_SUMMARY, _CONTENT):
        entry.summary = entry.summary if entry.summary.strip() else value
    elif field == _PUBLISHED:
        entry.published = entry.published or value
    elif field == _MODIFIED:
        entry.modified = entry.modified or value
    elif field == _LANGUAGE:
        entry.language = value


def _put_channel(raw: RawFeed, field: int, value: str) -> None:
    if field == _TITLE:
        raw.title = raw.title or value
    elif field == _LINK:
        raw.link = raw.link or value
    elif field == _LANGUAGE:
        raw.language = value
    elif field == _PERIOD:
        raw.period = value
    elif field == _FREQUENCY:
        raw.frequency = value
    elif field == _TTL:
        raw.ttl = value


def _family_of(namespace: str) -> str:
    name = namespace.lower().removeprefix("http://").removeprefix("https://")
    for known, family in _FAMILIES.items():
        if name.startswith(known):
            return family
    return "" if name.startswith(_OWN) else f"{name} "


def _format(root: str, attributes: Mapping[str, str], prefix: str) -> str:
    if root == "feed":
        namespace = attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")
        return "atom03" if "purl.org/atom/ns" in namespace else "atom10"
    if root == "rdf:rdf":
        return "rss090" if any("netscape.com/rdf" in value for value in attributes.values()) else "rss10"
    version = attributes.get("version", "").strip()
    known = {"0.90": "rss090", "0.91": "rss091", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
    return known.get(version, "rss20")
