"""Trafilatura on a tree that is already parsed, for pages whose shape is not clear. The one user of trafilatura."""

from __future__ import annotations

from crawlers.markup import Element
from crawlers.text import one_line

_MAX_PARAGRAPH_CHARS = 20_000


def paragraphs(root: Element) -> list[str]:
    """Return the paragraphs trafilatura takes for the article; it works on a copy."""
    import trafilatura  # half a second that most programs never need

    text = trafilatura.extract(root, fast=True, include_comments=False, include_tables=True)
    lines = (one_line(line.lstrip("-|• "), _MAX_PARAGRAPH_CHARS) for line in (text or "").split("\n"))
    return [line for line in lines if line]
