"""The bytes of a page → ``news.article.Page``: title, lead, text, times, address. Pure. By-lines are not read."""

from __future__ import annotations

from datetime import datetime, tzinfo

from crawlers.challenge import challenge
from crawlers.charset import decode
from crawlers.markup import text_of
from crawlers.pages import signature
from crawlers.pages.body import body_of
from crawlers.pages.document import read_document
from crawlers.pages.kind import is_stated_article, kind_of
from crawlers.pages.lead import lead_of
from crawlers.pages.metadata import address_of, language_of, section_of, title_of
from crawlers.pages.times import is_time_line, times_of
from news.article import Page, PageKind
from news.times import ICT
from news.urls import canonical_url

__all__ = ["extract"]

#: More of a page than this is not looked at; no article is as long.
MAX_PAGE_CHARS = 10_000_000


def extract(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime,
    home_language: str | None = None,
    home_zone: tzinfo = ICT,
) -> Page:
    """Return what the page says. ``url`` is where it was served from, after redirects.

    A page without an article is said to be so: ``listing``, ``refused`` or ``empty`` with the reason. Raises
    ``ValueError`` only for an ``url`` that is no http(s) address.
    """
    served = canonical_url(url)
    text = decode(body, content_type)[:MAX_PAGE_CHARS]
    document = read_document(text) if text.strip() else None
    visible = len(" ".join(text_of(document.body).split())) if document is not None else 0
    if refusal := challenge(text, visible):
        return Page(url, served, PageKind.REFUSED, reason=refusal)
    if document is None:
        return Page(url, served, PageKind.EMPTY, reason="máy chủ trả lời mà không có nội dung")
    title = title_of(document)
    found = body_of(document, is_stated_article(document))
    kind, reason = kind_of(document, found, served)
    language = language_of(document, home_language)
    if kind is not PageKind.ARTICLE:
        return Page(url, served, kind, title=title, language=language, reason=reason)
    times = times_of(document, url=url, now=fetched_at, zone=home_zone)
    shown = [line for n, line in enumerate(found.lines) if n > 3 or not is_time_line(line, now=fetched_at)]
    lead, lines = lead_of(document, title, shown)
    return Page(
        url=url,
        canonical_url=address_of(document, url),
        kind=kind,
        title=title,
        lead=lead,
        text=signature.cut("\n".join(lines)),
        published=times.published,
        modified_at=times.modified_at,
        section=section_of(document, title),
        language=language,
        reason=times.note,
    )
