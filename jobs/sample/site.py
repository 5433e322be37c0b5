"""What the sample press answers to one request. Pure: outlet, path and moment in, answer out."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from jobs.sample.content import SampleArticle, SampleOutlet
from jobs.sample.datelines import http_time
from jobs.sample.feeds import Listed, Rendered, empty_feed, render_feed
from jobs.sample.pages import amp_url, render_home, render_page
from jobs.sample.press import articles

_HTML = "text/html; charset=utf-8"
_RELATED = 4


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet on the web: its articles as they stand from moment to moment."""

    outlet: SampleOutlet
    anchor: date
    port: int

    @property
    def base(self) -> str:
        return self.outlet.base(self.port)

    def url(self, article: SampleArticle) -> str:
        return self.base + self.outlet.path_of(article, self.anchor)

    def published(self, now: datetime) -> list[SampleArticle]:
        """The outlet's articles that are out, the one listed last first."""
        out = [one for one in articles() if one.outlet == self.outlet.id and one.listed_at(self.anchor) <= now]
        return sorted(out, key=lambda one: one.listed_at(self.anchor), reverse=True)

    def answer(self, target: str, headers: Mapping[str, str], now: datetime) -> Answer:
        """``target`` is the request line's; ``headers`` with lower-case names."""
        path = urlsplit(target).path
        if path == "/robots.txt":
            return self._robots()
        if path == self.outlet.feed:
            return _conditional(render_feed(self.outlet, self.base, self._listing(now)), self._changed_at(now), headers)
        if path in self.outlet.empty_feeds:
            return Answer(200, *_plain(empty_feed(self.outlet, self.base)))
        if path == "/":
            links = [(self.url(one), one.wording(self.anchor, now).title) for one in self.published(now)[:20]]
            return _html(render_home(self.outlet, links))
        return self._page(path, now)

    def _robots(self) -> Answer:
        if "no_robots" in self.outlet.quirks:
            return _not_found()
        lines = ["User-agent: *", *(f"Disallow: {area}" for area in self.outlet.forbidden)]
        return Answer(200, ("\n".join(lines) + "\n").encode(), {"Content-Type": "text/plain; charset=utf-8"})

    def _listing(self, now: datetime) -> list[Listed]:
        listing = []
        for article in self.published(now):
            wording = article.wording(self.anchor, now)
            url = self.url(article)
            tail = "?utm_source=rss&utm_medium=feed&utm_campaign=mau" if "utm" in self.outlet.quirks else ""
            entry = Listed(
                url + tail,
                wording.title,
                wording.lead,
                article.reported_at(self.anchor),
                wording.modified_at,
                article.language,
                self.outlet.pen_name(article),
            )
            listing.append(entry)
            if article.has_amp_entry:
                listing.append(
                    Listed(
                        amp_url(url), entry.title, entry.summary, entry.published, None, entry.language, entry.pen_name
                    )
                )
        return listing

    def _changed_at(self, now: datetime) -> datetime | None:
        """When the feed last changed: the newest listing or edit that is out."""
        moments = [one.listed_at(self.anchor) for one in self.published(now)]
        moments += [at for one in self.published(now) if (at := one.wording(self.anchor, now).modified_at)]
        return max(moments, default=None)

    def _page(self, path: str, now: datetime) -> Answer:
        is_amp = path.startswith("/amp/") and "amp" in self.outlet.quirks
        wanted = path.removeprefix("/amp") if is_amp else path
        out = self.published(now)
        found = next((one for one in out if self.outlet.path_of(one, self.anchor) == wanted), None)
        if found is None:
            return _not_found()
        if found.is_refused:
            return Answer(403, "<h1>403</h1><p>Trang từ chối truy cập tự động.</p>".encode(), {"Content-Type": _HTML})
        related = [(self.url(one), one.wording(self.anchor, now).title) for one in out if one is not found][:_RELATED]
        wording = found.wording(self.anchor, now)
        page = render_page(
            self.outlet, found, wording, self.url(found), found.reported_at(self.anchor), related, is_amp=is_amp
        )
        return _html(unicodedata.normalize("NFD", page) if "decomposed" in self.outlet.quirks else page)


def _html(page: str) -> Answer:
    return Answer(200, page.encode(), {"Content-Type": _HTML})


def _plain(rendered: Rendered) -> tuple[bytes, dict[str, str]]:
    return rendered.body, {"Content-Type": rendered.content_type}


def _not_found() -> Answer:
    return Answer(404, "<h1>404</h1><p>Không có trang này.</p>".encode(), {"Content-Type": _HTML})


def _conditional(rendered: Rendered, changed_at: datetime | None, headers: Mapping[str, str]) -> Answer:
    """200 with its validators, or 304 when the reader has these bytes already. The tag outweighs the date."""
    tag = f'"{sha256(rendered.body).hexdigest()[:16]}"'
    validators = {"ETag": tag}
    if changed_at is not None:
        validators["Last-Modified"] = http_time(changed_at)
    known = headers.get("if-none-match")
    is_known = (
        tag in known if known is not None else headers.get("if-modified-since") == validators.get("Last-Modified", "")
    )
    if is_known:
        return Answer(304, b"", validators)
    body, own = _plain(rendered)
    return Answer(200, body, own | validators)
