"""HTML text → a tree, made once per page. The one user of lxml.

libxml2's own bounds stay on: what nests deeper than its limit is cut off, so recursion over the tree is bounded.
"""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree, html

#: An element of a page; ``Any`` to mypy, for lxml comes without types.
Element: TypeAlias = html.HtmlElement

#: One class for every element: lxml's own choice by tag is made in Python, for each element anew.
_LOOKUP = etree.ElementDefaultClassLookup(element=html.HtmlElement)

_INVISIBLE = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "map",
    "link",
    "meta",
)
_CONTROLS = ("button", "select", "input", "textarea", "option", "datalist", "dialog", "audio", "video")


def parse_html(text: str) -> Element | None:
    """Return the root element, or ``None`` where there is no markup to speak of."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_LOOKUP)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def drop_invisible(root: Element) -> None:
    """Remove what no reader sees; the text behind each removed element stays."""
    etree.strip_elements(root, *_INVISIBLE, *_CONTROLS, with_tail=False)


def text_of(element: Element) -> str:
    """All text within an element, as it stands."""
    return "".join(element.itertext())


def short_text_of(element: Element, max_chars: int) -> str | None:
    """The text of an element on one line, ``None`` where it is longer than ``max_chars``; reads no further."""
    pieces: list[str] = []
    chars = 0
    for piece in element.itertext():
        words = " ".join(piece.split())
        chars += len(words)
        if chars > max_chars:
            return None
        pieces.append(piece)
    return " ".join("".join(pieces).split())
