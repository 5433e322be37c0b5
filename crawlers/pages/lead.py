"""The lead of an article: never lost and never twice. Pure."""

from __future__ import annotations

import re

from crawlers.markup import Element, text_of
from crawlers.pages.document import Document, plain_text, text_in
from crawlers.text import plain

_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:sapo|lead|chapp?eau|chapo|tomtat|trichdan|standfirst|summary|description|desc|intro|excerpt|teaser|deck|dek|tom-?tat|trich-?dan|"
    r"mo-?ta|subtitle|sub-?headline|singular-sapo|article-?sapo|news-?sapo)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: ``(Chinhphu.vn) -``, ``TPO -``, ``SGGPO.``: who sends the news, before the lead as shown.
_DATELINE = re.compile(
    r"\A\s*(?:\(\s*[\w .+-]{2,30}\s*\)|[A-ZĐ][A-ZĐ0-9.]{1,12}|(?:[A-ZĐ][\w.]+\s){0,3}\([\w .+/,-]{2,40}\)|"
    r"[A-Z][\w]+\.(?:vn|com|net)|"
    r"Kinhtedothi|Dân trí|Chinhphu\.vn)\s*[-–—:]\s*"
)
_CUT = re.compile(r"\s*(?:\.\.\.|…)\s*\Z")
_WORDS = re.compile(r"\W+")
_MIN_CHARS, _MAX_CHARS = 20, 1_500
_MAX_ELEMENTS = 250
_SHARED_WORDS = 0.6


def lead_of(document: Document, title: str, lines: list[str]) -> tuple[str, list[str]]:
    """Return the lead and the paragraphs without it.

    The publisher's own description is the lead; where it is cut, generic or missing, the one that readers see is.
    """
    shown = _shown(document, title)
    said = _said(document, title)
    lead = _choose(said, shown, title, lines)
    if not lead:
        return "", lines
    return lead, _without(lead, shown, lines)


def _said(document: Document, title: str) -> str:
    for text in (
        plain(document.meta.get("og:description", "")),
        text_in(document.article(), "description"),
        plain(document.meta.get("description", "")),
    ):
        if _MIN_CHARS <= len(text) <= _MAX_CHARS and _key(text) != _key(title):
            return text
    return ""


def _shown(document: Document, title: str) -> str:
    """The summary near the headline that is named so."""
    elements = list(document.body.iter("h1", "h2", "h3", "p", "div", "section", "strong", "span"))
    at = next((i for i, element in enumerate(elements) if element.tag == "h1" and text_of(element).strip()), 0)
    for element in elements[at : at + _MAX_ELEMENTS]:
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if name == "  " or not _LEAD_NAME.search(name):
            continue
        text = _own_text(element)
        if _MIN_CHARS * 2 <= len(text) <= _MAX_CHARS and _key(text) != _key(title):
            return text
    return ""


def _own_text(element: Element) -> str:
    """The text without lists of links that some publishers put into the summary."""
    if element.find(".//li") is not None or element.find(".//ul") is not None:
        first = element.find("p")
        return plain_text(first) if first is not None else plain(element.text or "")
    return plain_text(element)


def _choose(said: str, shown: str, title: str, lines: list[str]) -> str:
    if not said:
        return shown
    begun = _key(_CUT.sub("", said))
    first = lines[0] if lines else ""
    for whole in (shown, first):
        bare = _key(_DATELINE.sub("", whole, count=1))
        if whole and bare.startswith(begun) and len(bare) > len(begun):
            # The description is this text cut off; a description that ends as a sentence is whole already.
            is_cut = bool(_CUT.search(said)) or said[-1] not in '.!?”"'
            return _DATELINE.sub("", whole, count=1) if is_cut and len(whole) <= _MAX_CHARS else said
    if _shared(begun, [shown, title, *lines]) >= (_SHARED_WORDS if shown else _SHARED_WORDS / 2):
        return said
    return shown


def _shared(said: str, texts: list[str]) -> float:
    """The share of a description's words that occur in the article too: a site's slogan has few of them."""
    words = set(said.split())
    known = set(_key("\n".join(texts)).split())
    return len(words & known) / max(len(words), 1)


def _without(lead: str, shown: str, lines: list[str]) -> list[str]:
    """Drop the lead from the beginning of the text, in whichever form it stands there."""
    keys = {_key(text) for text in (lead, shown, _DATELINE.sub("", shown, count=1)) if text}
    kept = list(lines)
    for index, line in enumerate(lines[:4]):
        bare = _key(_DATELINE.sub("", line, count=1))
        if bare in keys or _key(line) in keys:
            return kept[:index] + kept[index + 1 :]
        if index == 0 and any(bare.startswith(key) for key in keys if len(key) > 40):
            rest = _after(line, lead)
            return [rest, *kept[1:]] if rest else kept[1:]
    return kept


def _after(line: str, lead: str) -> str:
    """What follows the lead in a paragraph that begins with it."""
    at = line.find(lead)
    return line[at + len(lead) :].strip() if at >= 0 else line


def _key(text: str) -> str:
    return _WORDS.sub(" ", text).strip().lower()
