"""Find out how an outlet can be read, from any address of it: the feeds it states, then the usual places.

Once per process, like a round. Nothing is stored, and nothing is read that a round would not be allowed to read.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from crawlers import feeds
from crawlers.budget import NoBudgets
from crawlers.challenge import challenge
from crawlers.charset import decode
from crawlers.check import NoLeases, Probe, SourceReport
from crawlers.pages.document import Document, read_document
from crawlers.plan import RoundPlan
from crawlers.round import travel
from crawlers.visiting import Visitor
from net.refusal import refuse
from news.errors import FetchError
from news.source import Health, Source, SourceClass
from news.urls import is_web_link, same_site

#: Where outlets keep feeds that they do not state; tried only when none is stated.
_USUAL = ("/rss/home.rss", "/rss.xml", "/rss", "/feed", "/feed/", "/sitemap-news.xml", "/sitemap.xml")
_MOST_STATED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What an address told of its outlet. ``failure``: why it could not be read, in words."""

    homepage: str
    name: str
    language: str | None
    report: SourceReport
    failure: str = ""


def look_at(url: str, plan: RoundPlan) -> Found:
    """Visit the address and try the feeds it leads to."""
    look = _Look(url, plan)
    asyncio.run(travel(look))
    assert look.found is not None
    return look.found


@dataclass
class _Look:
    """A journey in two legs: the address itself, then its candidates as ``sources check`` tries them."""

    url: str
    plan: RoundPlan
    leases: NoLeases = field(default_factory=NoLeases)
    budgets: NoBudgets = field(default_factory=NoBudgets)
    found: Found | None = None

    async def travel(self, visitor: Visitor) -> None:
        now = self.plan.clock()
        parts = urlsplit(self.url)
        homepage, name, language, failure = f"{parts.scheme}://{parts.netloc}/", "", None, ""
        stated: list[str] = []
        try:
            visit = await visitor.visit(self.url, limit=self.plan.bounds.page_bytes, now=now, keep_cookies=True)
        except FetchError as error:
            failure = error.vi
        else:
            body = visit.answer.body
            feed = feeds.parse(body, url=visit.final_url, content_type=visit.content_type, fetched_at=now)
            if feed.health in (Health.OK, Health.EMPTY):
                stated, name, language = [self.url], feed.title, feed.language
            else:
                text = decode(body, visit.content_type)
                failure = challenge(text, len(text)) or ""
                if document := read_document(text):
                    stated, name = _stated_feeds(document, visit.final_url), _name(document)
                    language = document.language[:2].lower() or None
        candidates = stated or [urljoin(homepage, path) for path in _USUAL]
        source = Source("moi", name, SourceClass.LOCAL, "VN", (language or "vi",), homepage, tuple(candidates))
        probe = Probe(self.plan, [source])
        await probe.travel(visitor)
        self.found = Found(homepage, name, language, probe.report(source), failure)


def _stated_feeds(document: Document, url: str) -> list[str]:
    """``<link rel=alternate>`` of feed types, on the same site and no comment feed, in order."""
    links = []
    for link in document.root.iter("link"):
        kind = (link.get("type") or "").lower()
        if "alternate" not in (link.get("rel") or "").lower() or not any(
            one in kind for one in ("rss", "atom", "feed")
        ):
            continue
        target = urljoin(url, (link.get("href") or "").strip())
        if is_web_link(target) and same_site(target, url) and refuse(target) is None:
            links.append(target)
    return list(dict.fromkeys(links))[:_MOST_STATED]


def _name(document: Document) -> str:
    return document.meta.get("og:site_name") or document.title.split("|")[0].split(" - ")[0].strip()
