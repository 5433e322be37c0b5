"""What a page is: an article, a list of articles, a refusal, nothing. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawlers.markup import text_of
from crawlers.pages.body import Body
from crawlers.pages.document import Document
from news.article import PageKind

#: Links whose text is as long as a headline.
_HEADLINE_CHARS = 30
_MANY_HEADLINES, _FEW_HEADLINES = 12, 5
_LITTLE_TEXT, _SOME_TEXT, _MUCH_TEXT = 40, 180, 600
#: A list's running text lies in many places; an article's in one.
_SCATTERED = 0.4


def is_surely_article(document: Document) -> bool:
    """Whether the page says that it is one article in words that no template puts on every page."""
    return bool(document.article().get("headline")) or "article:published_time" in document.meta


def is_stated_article(document: Document) -> bool:
    """Whether the page says that it is one article; ``og:type`` stands on lists too."""
    return is_surely_article(document) or document.meta.get("og:type", "").lower() in {"article", "newsarticle", "news"}


def kind_of(document: Document, body: Body, url: str) -> tuple[PageKind, str]:
    """Return the kind and the reason in words where it is no article."""
    chars = sum(map(len, body.lines))
    if urlsplit(url).path.strip("/") or urlsplit(url).query:
        if is_surely_article(document):
            return _article_or_empty(chars)
    elif headlines := _headline_links(document):
        return PageKind.LISTING, f"trang chủ, {headlines} đường dẫn tới bài"
    headlines = _headline_links(document)
    is_named = names_article(url)
    is_list = body.headlines >= max(_FEW_HEADLINES, 0.5 * body.runs) and not (is_named and is_stated_article(document))
    is_scattered = body.share < _SCATTERED and headlines >= _MANY_HEADLINES and not is_named
    if is_list or is_scattered:
        return PageKind.LISTING, f"trang danh mục, {headlines} đường dẫn tới bài"
    if is_stated_article(document):
        return _article_or_empty(chars)
    if headlines >= _MANY_HEADLINES and (body.runs < 3 or chars < _MUCH_TEXT):
        return PageKind.LISTING, f"trang danh mục, {headlines} đường dẫn tới bài"
    if chars >= _SOME_TEXT and body.runs >= 2:
        return PageKind.ARTICLE, ""
    if headlines >= _MANY_HEADLINES // 2:
        return PageKind.LISTING, f"trang danh mục, {headlines} đường dẫn tới bài"
    return PageKind.EMPTY, "trang không có nội dung bài"


def _article_or_empty(chars: int) -> tuple[PageKind, str]:
    if chars < _LITTLE_TEXT:
        return PageKind.EMPTY, "trang có tiêu đề mà không đọc được nội dung bài"
    return PageKind.ARTICLE, ""


def names_article(url: str) -> bool:
    """Whether the address ends in a headline's words with a number, as addresses of articles do."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    words = last.count("-") + last.count("_")
    return words >= 6 or (words >= 3 and bool(re.search(r"\d{5}", last)))


def _headline_links(document: Document) -> int:
    """How many different addresses are linked with a headline's length of text."""
    found: set[str] = set()
    for link in document.body.iter("a"):
        address = link.get("href")
        if address and address not in found:
            text = " ".join(text_of(link).split()) or (link.get("title") or "")
            if len(text) >= _HEADLINE_CHARS:
                found.add(address)
    return len(found)
