"""From a page and what its feed said to a version of the article. Pure; the page wins where it says something."""

from __future__ import annotations

from news.article import Article, Origin, Page
from news.times import UNKNOWN_TIME


def article_from(page: Page, *, url: str, source: str, known: Article | None) -> Article:
    """``known``: the version stored so far, usually the feed's; ``url``: the identity it has or will have."""
    published = page.published
    if published.at is None:
        published = known.published if known is not None else UNKNOWN_TIME
    return Article(
        url=url,
        source=known.source if known is not None else source,
        title=page.title or (known.title if known is not None else ""),
        lead=page.lead or _lead_of_feed(page, known),
        text=page.text,
        published=published,
        modified_at=page.modified_at,
        section=page.section or (known.section if known is not None else None),
        language=page.language or (known.language if known is not None else None),
        origin=Origin.PAGE,
    )


def _lead_of_feed(page: Page, known: Article | None) -> str:
    """The feed's summary, where the page has no lead and does not say the same in its text: never lost, never twice."""
    if known is None or known.origin is not Origin.FEED or not known.lead:
        return ""
    lead = " ".join(known.lead.split())
    return "" if lead.rstrip(" .…")[:80] in " ".join(page.text.split()) else known.lead
