"""Feeds and pages for the outlets of tests; all fictional."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from news.source import Source, SourceClass
from news.times import ICT
from tests.crawlers.run_round import NOON
from tests.servers import Outlet, says

RSS = "application/rss+xml; charset=utf-8"
_PARAGRAPH = (
    "Xã Yên Thành vừa khánh thành cây cầu mới nối hai bờ sông, dài hơn hai trăm mét, phục vụ việc đi lại "
    "của hàng nghìn hộ dân trong vùng. Công trình được khởi công từ năm ngoái và hoàn thành trước mùa mưa."
)


def source(id_: str, *outlets: Outlet, path: str = "/rss", home: str | None = None) -> Source:
    feeds = tuple(outlet.url(path) for outlet in outlets)
    return Source(id_, f"Báo {id_}", SourceClass.LOCAL, "VN", ("vi",), outlets[0].url("/"), feeds, home=home)


def rss(title: str, entries: Iterable[tuple[str, str, datetime]]) -> str:
    """A feed of (address, title, time)."""
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(url)}</link><description>Tóm tắt: {escape(name)}."
        f"</description><pubDate>{format_datetime(at.astimezone(ICT))}</pubDate></item>"
        for url, name, at in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}</title>{items}'
        "</channel></rss>"
    )


def article(title: str, url: str, at: datetime = NOON, *, canonical: str | None = None) -> str:
    """A page with one article."""
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<link rel="canonical" href="{canonical or url}">'
        f'<meta property="article:published_time" content="{at.astimezone(ICT).isoformat()}"></head>'
        f'<body><article><h1>{escape(title)}</h1><p class="sapo">Đoạn dẫn của bài {escape(title)}.</p>'
        f"<p>{_PARAGRAPH}</p><p>{_PARAGRAPH} {escape(title)}.</p><p>{_PARAGRAPH}</p></article></body></html>"
    )


def publish(outlet: Outlet, count: int, *, path: str = "/rss", latest: datetime = NOON) -> None:
    """Put a feed and its articles on an outlet, one an hour up to ``latest``."""
    entries = []
    for number in range(count):
        at = latest - timedelta(hours=number + 1)
        url, title = outlet.url(f"/bai-{number}.htm"), f"Bài số {number} của {outlet.name}"
        entries.append((url, title, at))
        outlet.on(f"/bai-{number}.htm", says(article(title, url, at)))
    outlet.on(path, says(rss(outlet.name, entries), RSS))
