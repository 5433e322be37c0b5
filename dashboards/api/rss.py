"""The signed digests as a feed (RSS 2.0), for readers' programs: with a token, or where one is signed in."""

from __future__ import annotations

from email.utils import format_datetime
from xml.etree import ElementTree

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.api.endpoints import Endpoint
from dashboards.routing import READERS, Page
from dashboards.views import services_of

_ITEMS = 30


async def show(request: Request) -> Response:
    services = services_of(request)
    lines = await run_in_threadpool(services.desk.signed, _ITEMS)
    here: str = request.app.state.address or f"{request.url.scheme}://{request.url.netloc}"
    feed = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(feed, "channel")
    words = f"Các bản điểm báo đã ký{' (hư cấu)' if services.is_sample else ''}"
    for name, value in (
        ("title", f"Điểm báo {services.province_name}"),
        ("link", f"{here}/"),
        ("description", words),
        ("language", "vi"),
    ):
        ElementTree.SubElement(channel, name).text = value
    for one in lines:
        item = ElementTree.SubElement(channel, "item")
        edition = f" (bản thứ {one.number})" if one.number > 1 else ""
        ElementTree.SubElement(item, "title").text = f"Điểm báo ngày {one.day:%d/%m/%Y}{edition}"
        ElementTree.SubElement(item, "link").text = f"{here}/digest/{one.day.isoformat()}"
        ElementTree.SubElement(item, "guid", isPermaLink="false").text = f"{services.province}/{one.day}/{one.number}"
        ElementTree.SubElement(item, "pubDate").text = format_datetime(one.signed_at)
        ElementTree.SubElement(item, "description").text = f"{one.stories} sự kiện."
    return Response(ElementTree.tostring(feed, "utf-8", xml_declaration=True), media_type="application/rss+xml")


ENDPOINT = Endpoint(
    Page("/feeds/digests.rss", show, "feed_digests", READERS),
    "Các bản điểm báo đã ký, dạng RSS",
    {"type": "string"},
    {},
    {},
    "application/rss+xml",
)
