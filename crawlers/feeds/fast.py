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

#: Fields of an entry or a channel, as places in a list of texts; then what is no field.
_TITLE, _LINK, _ID, _SUMMARY, _CONTENT, _PUBLISHED, _MODIFIED, _LANGUAGE, _MEDIA_TITLE, _PERIOD, _FREQUENCY, _TTL = (
    range(1, 13)
)
_ITEM, _SKIP = 13, 14
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
    """The state of one reading; handlers of expat are bound to it. ``values``: the fields of what is open now."""

    __slots__ = (
        "channel", "entries", "field", "format", "has_alternate", "has_markup", "inside", "is_entry", "is_permalink",
        "meanings", "parser", "pieces", "prefixes", "values",
    )  # fmt: skip

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._declare
        self.format = ""
        self.entries: list[RawEntry] = []
        self.values = self.channel = [""] * _ITEM
        self.is_entry = self.is_permalink = self.has_alternate = self.has_markup = False
        self.field = 0
        #: How many elements are open within a field or a skipped element, itself included.
        self.inside = 0
        self.pieces: list[str] = []
        self.prefixes: dict[str, str] = {}
        self.meanings: dict[str, int] = {}

    def feed(self, document: bytes | str) -> None:
        self.parser.Parse(document.lstrip(), True)

    def result(self) -> RawFeed | None:
        if not self.format or any(not (entry.title or entry.link or entry.summary) for entry in self.entries):
            return None
        return RawFeed(
            self.format,
            title=self.channel[_TITLE],
            link=self.channel[_LINK],
            language=self.channel[_LANGUAGE],
            period=self.channel[_PERIOD],
            frequency=self.channel[_FREQUENCY],
            ttl=self.channel[_TTL],
            entries=self.entries,
        )

    def _declare(self, *_: object) -> None:
        raise _Unsure("entities")

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        """The root element: which format, and what the prefixes mean."""
        self._read_attributes(name, attributes)
        prefix, _, local = name.rpartition(":")
        root = self._family(prefix) + local.lower()
        if root not in _ROOTS:
            raise _Unsure(root)
        self.format = _format(root, attributes, prefix)
        self.channel[_LANGUAGE] = attributes.get("xml:lang", "")
        self.parser.StartElementHandler = self._start

    def _read_attributes(self, name: str, attributes: Mapping[str, str]) -> None:
        for key, value in attributes.items():
            if key == "xml:base":
                raise _Unsure("base")
            if key.startswith("xmlns"):
                prefix, family = key[6:], _family_of(value)
                if self.prefixes.setdefault(prefix, family) != family:
                    raise _Unsure("namespace bound anew")
                self.meanings.pop(name, None)

    def _family(self, prefix: str) -> str:
        if prefix in self.prefixes:
            return self.prefixes[prefix]
        return _CUSTOMARY.get(prefix, f"{prefix}:") if prefix else ""

    def _meaning(self, name: str) -> int:
        prefix, _, local = name.rpartition(":")
        meaning = self.meanings[name] = _MEANINGS.get(self._family(prefix) + local.lower(), 0)
        return meaning

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.inside:
            self.inside += 1
            if self.field:
                self._start_markup(name)
            return
        for key in attributes:
            if key[:3] == "xml":
                self._read_attributes(name, attributes)
        meaning = self.meanings.get(name)
        if meaning is None:
            meaning = self._meaning(name)
        if not meaning:
            return
        if meaning < _ITEM:
            if meaning == _CONTENT and (self.values[_SUMMARY] or not self.is_entry):
                return
            if attributes and self._is_settled(meaning, attributes):
                return
            self.field = meaning
            self.inside = 1
            pieces: list[str] = []
            self.pieces = pieces
            self.parser.CharacterDataHandler = pieces.append
        elif meaning == _SKIP:
            self.inside = 1
        else:
            self._begin_entry(attributes)

    def _begin_entry(self, attributes: dict[str, str]) -> None:
        if self.is_entry:
            raise _Unsure("entry within entry")
        self.values = [""] * _ITEM
        self.is_entry, self.is_permalink, self.has_alternate = True, True, False
        if attributes:
            self.values[_LANGUAGE] = attributes.get("xml:lang", "")

    def _is_settled(self, meaning: int, attributes: dict[str, str]) -> bool:
        """Take what the attributes say; whether the element's text does not matter any more."""
        if attributes.get("mode") == "base64" or attributes.get("type") in ("application/octet-stream", "base64"):
            raise _Unsure("base64")
        if meaning == _ID:
            self.is_permalink = attributes.get("isPermaLink", "true").lower() != "false"
        if meaning != _LINK or "href" not in attributes:
            return False
        if attributes["href"] and attributes.get("rel", "alternate") in _ALTERNATE:
            # The first alternate link counts, one to a page before one to something else.
            is_html = "html" in attributes.get("type", "text/html")
            if not self.values[_LINK] or (is_html and self.is_entry and not self.has_alternate):
                self.values[_LINK] = attributes["href"]
            self.has_alternate = self.has_alternate or is_html
        return True

    def _start_markup(self, name: str) -> None:
        local = name.rpartition(":")[2].lower()
        if self.field not in (_SUMMARY, _CONTENT) or self.inside > _MAX_DEPTH or local in ("script", "style"):
            raise _Unsure("markup in a field")
        self.has_markup = True
        if local in _BLOCK_TAGS:
            self.pieces.append(" ")

    def _end(self, name: str) -> None:
        inside = self.inside
        if inside:
            self.inside = inside - 1
            if self.field:
                if inside == 1:
                    self._close_field()
                elif name.rpartition(":")[2].lower() in _BLOCK_TAGS:
                    self.pieces.append(" ")
        elif self.meanings.get(name) == _ITEM:
            self._close_entry()

    def _close_field(self) -> None:
        self.parser.CharacterDataHandler = None
        pieces, field = self.pieces, self.field
        self.field = 0
        if not pieces or self.values[field]:
            return
        value = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if self.has_markup:
            value = value.replace("&", "&amp;").replace("<", "&lt;")
            self.has_markup = False
        if not value.isspace():
            self.values[field] = value

    def _close_entry(self) -> None:
        _, title, link, name, summary, content, published, modified, language, media_title, *_ = self.values
        self.values, self.is_entry = self.channel, False
        if not link and self.is_permalink:
            link = name
        self.entries.append(
            RawEntry(title or media_title, link, summary or content, name, published, modified, language)
        )


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
