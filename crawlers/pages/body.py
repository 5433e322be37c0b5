"""Find the element that holds an article's text, by the shape of the page. Pure; names only help.

Paragraphs vote for the elements around them. Where the vote is not clear, trafilatura decides on the same tree.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import islice

from crawlers.markup import Element, drop_invisible, parse_html, short_text_of
from crawlers.pages import second_opinion
from crawlers.pages.boxes import is_box
from crawlers.pages.document import Document, text_in
from crawlers.pages.paragraphs import paragraphs

_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|content|text|detail)|articlebody|detail-?(?:content|body|text)|(?:content|body|main|news)-?detail|"
    r"fck|entry-?content|post-?(?:content|body)|story-?(?:body|content|text)|singular-content|cms-?body|news-?(?:content|body|text)|"
    r"noi-?dung|chi-?tiet|maincontent|the-article-body|knc-content|ContentDetail|text-?content|body-?content|wysiwyg|rte|article)"
    r"(?:$|[\s_-])|content_detail|detail-content|article__body|article-body",
    re.IGNORECASE,
)
_NOT_BODY_NAME = re.compile(
    r"comment|sidebar|footer|header|related|lienquan|list|widget|promo|popup|menu|recommend|hot-?news|box-|banner|cookie|newsletter",
    re.IGNORECASE,
)
_PARAGRAPH_TAGS = (
    "p",
    "div",
    "td",
    "li",
    "section",
    "article",
    "span",
    "font",
    "blockquote",
    "h2",
    "h3",
    "center",
    "pre",
)
_MIN_CHARS = 25
_MIN_DIRECT_CHARS = 60
#: Share of the page's running text that the element must hold to be taken without a second opinion.
_CLEAR_SHARE = 0.65
_CLEAR_CHARS = 400
_ENOUGH_CHARS = 200
_HEADLINE_CHARS = 30
_OUTPUT = re.compile(
    r"(?:outputData\s*=|\.html\(|\.innerHTML\s*=)\s*(\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """``lines``: the paragraphs. ``runs``: how many of them are running text. ``share``: of the page's running text.

    ``headlines``: how many links as long as a headline stand between the paragraphs, not in boxes.
    """

    lines: list[str]
    runs: int = 0
    share: float = 0.0
    headlines: int = 0


def body_of(document: Document, stated_article: bool) -> Body:
    """Return the paragraphs of the article; none where the page has no running text."""
    found = _by_shape(document.body)
    chars = sum(map(len, found.lines))
    if found.share >= _CLEAR_SHARE and chars >= _CLEAR_CHARS:
        return found
    scripted = _from_scripts(document)
    if len(scripted) > chars and sum(map(len, scripted)) > max(chars, _ENOUGH_CHARS):
        return Body(scripted, len(scripted), 1.0)
    if not stated_article and chars < _ENOUGH_CHARS:
        return found
    text = text_in(document.article(), "articleBody")
    if len(text) > max(2 * chars, _ENOUGH_CHARS):
        lines = [line for line in str(document.article()["articleBody"]).splitlines() if line.strip()]
        return Body([" ".join(line.split()) for line in lines] if len(lines) > 1 else [text], len(lines), 1.0)
    lines = second_opinion.paragraphs(document.root)
    return Body(lines, sum(len(line) >= 80 for line in lines), found.share, found.headlines) if lines else found


def _by_shape(body: Element) -> Body:
    around_headline = {ancestor for h1 in body.iter("h1") for ancestor in h1.iterancestors()}
    scores: dict[Element, float] = {}
    good: dict[Element, int] = {}
    total = 0
    for element in body.iter(*_PARAGRAPH_TAGS):
        chars, is_direct = _running_chars(element)
        if not chars:
            continue
        ancestors = list(element.iterancestors())
        if is_box(element) or any(is_box(near) for near in ancestors[:6] if near not in around_headline):
            continue
        total += chars
        holder = element if is_direct else element.getparent()
        value = 1.0 + min(chars / 100, 3.0)
        if holder is not None:
            scores[holder] = scores.get(holder, 0.0) + value
            above = holder.getparent()
            if above is not None:
                scores[above] = scores.get(above, 0.0) + value / 2
        for ancestor in [element, *ancestors]:
            good[ancestor] = good.get(ancestor, 0) + chars
    if not scores:
        return Body([])
    best = max(scores, key=lambda element: scores[element] * _weight(element))
    best = _widened(best, good, body)
    whole = good.get(best, 0)
    lines = paragraphs(best, lambda element: good.get(element, 0) > 0.5 * whole)
    runs = sum(len(line) >= 60 for line in lines)
    share = whole / total if sum(map(len, lines)) >= _ENOUGH_CHARS else 0.0
    return Body(lines, runs, share, _headlines_between(best))


def _headlines_between(container: Element) -> int:
    found: set[str] = set()
    for link in container.iter("a"):
        address = link.get("href") or ""
        if address in found or address.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        text = " ".join("".join(link.itertext()).split())
        if len(text) < _HEADLINE_CHARS:
            continue
        above = link.getparent()
        is_alone = above is None or short_text_of(above, int(1.3 * len(text))) is not None
        if is_alone and not any(is_box(near) for near in islice(link.iterancestors(), 4)):
            found.add(address)
    return len(found)


def _running_chars(element: Element) -> tuple[int, bool]:
    """How much running text the element itself holds, and whether it is a box of bare text broken by ``<br>``."""
    if element.tag in ("p", "blockquote", "h2", "h3", "pre"):
        text = " ".join("".join(element.itertext()).split())
        if len(text) < _MIN_CHARS:
            return 0, False
        linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
        if element.tag in ("h2", "h3") and (linked or len(text) < 40):
            return 0, False
        return (0 if linked > 0.5 * len(text) else len(text)), False
    direct = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
    if direct < _MIN_DIRECT_CHARS:
        return 0, False
    return direct, any(child.tag == "br" for child in element) or direct > 400


def _weight(element: Element) -> float:
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if (element.get("itemprop") or "").lower() == "articlebody":
        return 2.0
    weight = 1.5 if _BODY_NAME.search(name) or element.tag == "article" else 1.0
    return weight * (0.4 if _NOT_BODY_NAME.search(name) else 1.0)


def _widened(best: Element, good: dict[Element, int], body: Element) -> Element:
    """Climb while the element above holds clearly more running text of the same article, up to its headline."""
    current = best
    while (above := current.getparent()) is not None and above is not body and above.tag not in ("body", "html"):
        gain = good.get(above, 0) / max(good.get(best, 1), 1)
        if gain > 3.0 or (gain > 1.0 and above.tag == "main"):
            break
        if gain >= 1.15 and not _NOT_BODY_NAME.search(above.get("class") or ""):
            best = above
        current = above
        if above.find(".//h1") is not None:
            break
    article = next(best.iterancestors("article"), best)
    return article if good.get(best, 1) * 1.15 <= good.get(article, 0) <= good.get(best, 1) * 3.0 else best


def _from_scripts(document: Document) -> list[str]:
    """The body that a script writes into the page: ``outputData = "…"`` (feed-quirks §6)."""
    longest: list[str] = []
    for script in document.carrying_scripts[:20]:
        for literal in _OUTPUT.finditer(script):
            root = parse_html(_unquoted(literal[1]))
            if root is None:
                continue
            drop_invisible(root)
            lines = paragraphs(root, lambda _element: False)
            if sum(map(len, lines)) > sum(map(len, longest)):
                longest = lines
    return longest


def _unquoted(literal: str) -> str:
    """A JavaScript string literal → its text."""
    inner = literal[1:-1]
    inner = re.sub(r"\\(?:\r\n|\n)", "", inner)
    inner = re.sub(r"\\x([0-9a-fA-F]{2})", lambda code: chr(int(code[1], 16)), inner)
    inner = re.sub(r"\\(['`/ ])", r"\1", inner)
    inner = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', inner)
    inner = re.sub(r"[\x00-\x1f]", " ", inner)
    try:
        return str(json.loads(f'"{inner}"'))
    except ValueError:
        return inner.replace('\\"', '"').replace("\\n", "\n")
