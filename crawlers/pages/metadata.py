"""Title, section, language and address of a page, from what its makers say about it. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawlers.links import absolute
from crawlers.pages.document import Document, is_type, text_in
from crawlers.text import MAX_TITLE_CHARS, plain, primary_language
from news.urls import canonical_url, host_of, same_site

_SITE_NAME = re.compile(r"\s+(?:[|–—·•»]|-)\s+")
_HOME = re.compile(r"(?:trang chủ|trang nhất|home(?:page)?|trang chính|首页|accueil|главная)\Z", re.IGNORECASE)
#: Some systems cut the headline of JSON-LD at 110 characters without a sign.
_LIMIT_CHARS = 100
_CUT = re.compile(r"\s*(?:\.\.\.|…)\Z")


def title_of(document: Document) -> str:
    """Headline of JSON-LD, else Open Graph, else ``h1``, else ``<title>``; a cut one gives way to the whole.

    The site's name behind a separator is no part of a title: what stands in ``h1`` shows where it begins.
    """
    headings = document.headings()
    said = [text_in(document.article(), "headline"), plain(document.meta.get("og:title", ""))]
    said += [plain(document.meta.get("twitter:title", "")), *headings[:3], document.title]
    said = [title for title in said if title]
    if not said:
        return ""
    best = said[0]
    for other in said[1:]:
        begun = _CUT.sub("", best)
        is_cut = begun != best or (len(best) >= _LIMIT_CHARS and other in headings)
        if is_cut and len(other) > len(best) and other.startswith(begun):
            best = other
    for heading in headings:
        if best != heading and best.startswith(heading) and _SITE_NAME.match(best[len(heading) :]):
            return heading[:MAX_TITLE_CHARS]
    if best == document.title or not text_in(document.article(), "headline"):
        best = _without_site_name(best, document)
    return best[:MAX_TITLE_CHARS]


def _without_site_name(title: str, document: Document) -> str:
    site = plain(document.meta.get("og:site_name", "")).lower()
    separators = list(_SITE_NAME.finditer(title))
    if not separators:
        return title
    tail = title[separators[-1].end() :].lower()
    host = host_of(document.meta.get("og:url", "") or document.canonical).partition(".")[0]
    squeezed = re.sub(r"\W", "", tail)
    if tail == site or (host and host in squeezed) or tail.startswith(("báo ", "tạp chí ", "cổng ")):
        return title[: separators[-1].start()]
    return title


def section_of(document: Document, title: str) -> str | None:
    """``articleSection`` of JSON-LD, else ``article:section``, else the last crumb that is not the article itself."""
    for section in (
        text_in(document.article(), "articleSection"),
        plain(document.meta.get("article:section", "")),
        plain(document.meta.get("articlesection", "")),
    ):
        if section and len(section) <= 100:
            return section
    for node in document.ld:
        if is_type(node, "BreadcrumbList") and isinstance(node.get("itemListElement"), list):
            names = [_crumb(element) for element in node["itemListElement"][:20]]
            names = [name for name in names if name and name != title and not _HOME.match(name)]
            if names and len(names[-1]) <= 100:
                return names[-1]
    return None


def _crumb(element: object) -> str:
    if not isinstance(element, dict):
        return ""
    inner = element.get("item")
    return text_in(element, "name") or (text_in(inner, "name") if isinstance(inner, dict) else "")


def language_of(document: Document, home_language: str | None) -> str | None:
    """The language that the markup states, else the outlet's."""
    article = document.article()
    stated = (
        document.language,
        text_in(article, "inLanguage"),
        document.meta.get("og:locale"),
        document.meta.get("content-language"),
    )
    return next((code for tag in stated if (code := primary_language(tag))), home_language)


def address_of(document: Document, url: str) -> str:
    """The article's identity: the page's own canonical address where it lies on the same site, else the served one.

    ``rel=canonical`` to another host never merges two outlets; to a home page it is a slip of the publisher's.
    """
    served = canonical_url(url)
    for said in (document.canonical, document.meta.get("og:url", "")):
        try:
            candidate = canonical_url(absolute(said, url)) if said else ""
        except ValueError:
            continue
        if candidate and same_site(candidate, served) and (_is_deep(candidate) or not _is_deep(served)):
            return candidate
    return served


def _is_deep(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
