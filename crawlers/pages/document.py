"""A page as its makers describe it: what stands in ``<head>``, JSON-LD and headings, gathered once. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawlers.markup import Element, drop_invisible, parse_html, text_of
from crawlers.text import plain

Json = dict[str, Any]

_ARTICLE_TYPES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle",
    "reviewnewsarticle", "advertisercontentarticle", "blogposting", "liveblogposting", "report", "webarticle",
    "satiricalarticle", "scholarlyarticle", "techarticle",
}  # fmt: skip
_BROKEN_LINES = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_MAX_LD_CHARS = 500_000
#: Scripts that carry the body of a page whose markup is empty (feed-quirks §6).
_CARRIES_BODY = re.compile(r"outputData\s*=|\.html\(\s*[\"'`]|\.innerHTML\s*=")


@dataclass(slots=True)
class Document:
    """One page. ``meta``: name, property or itemprop in lower case → first content. ``ld``: every JSON-LD node."""

    root: Element
    meta: dict[str, str] = field(default_factory=dict)
    ld: list[Json] = field(default_factory=list)
    canonical: str = ""
    title: str = ""
    language: str = ""
    carrying_scripts: list[str] = field(default_factory=list)

    @property
    def body(self) -> Element:
        found = self.root.find("body")
        return self.root if found is None else found

    def article(self) -> Json:
        """The JSON-LD node of the article itself, or nothing."""
        nodes = [node for node in self.ld if not _types(node).isdisjoint(_ARTICLE_TYPES)]
        return max(nodes, key=lambda node: ("headline" in node) + ("datePublished" in node), default={})

    def headings(self) -> list[str]:
        """The texts of the page's ``h1``, those that have any."""
        return [text for h1 in self.root.iter("h1") if (text := plain_text(h1))]


def read_document(text: str) -> Document | None:
    """Parse once and gather; scripts and other invisible elements are gone from the tree afterwards."""
    root = parse_html(text)
    if root is None:
        return None
    document = Document(root, language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            document.meta.setdefault(name.strip().lower(), content.strip())
    for link in root.iter("link"):
        if (link.get("rel") or "").strip().lower() == "canonical" and not document.canonical:
            document.canonical = (link.get("href") or "").strip()
    title = root.find("head/title")
    document.title = plain(text_of(title)) if title is not None else ""
    for script in root.iter("script"):
        _read_script(document, script)
    drop_invisible(root)
    return document


def plain_text(element: Element) -> str:
    return plain(text_of(element).replace("&", "&amp;").replace("<", "&lt;"))


def _read_script(document: Document, script: Element) -> None:
    text = script.text
    if not text or len(text) > _MAX_LD_CHARS:
        return
    if "ld+json" in (script.get("type") or ""):
        document.ld.extend(_nodes(_load(text)))
    elif _CARRIES_BODY.search(text):
        document.carrying_scripts.append(text)


def _load(text: str) -> object:
    """JSON as publishers write it: with line breaks inside strings and commas too many."""
    text = _BROKEN_LINES.sub(" ", text).strip().removesuffix(";")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object, depth: int = 0) -> Iterator[Json]:
    """Every typed object of a JSON-LD document, ``@graph`` and lists opened."""
    if depth > 4:
        return
    if isinstance(value, list):
        for element in value[:200]:
            yield from _nodes(element, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), list | dict):
                yield from _nodes(value[name], depth + 1)


def _types(node: Json) -> set[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {name.rpartition("/")[2].lower() for name in kinds if isinstance(name, str)}


def is_type(node: Json, name: str) -> bool:
    return name.lower() in _types(node)


def text_in(node: Json, name: str) -> str:
    """A text field of a JSON-LD node as plain text, entities resolved however often they were escaped."""
    value = node.get(name)
    if isinstance(value, list):
        value = next((element for element in value if isinstance(element, str)), None)
    return plain(value) if isinstance(value, str) else ""
