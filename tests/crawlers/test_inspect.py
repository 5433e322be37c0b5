"""The JSON of ``diembao inspect feed|page`` has exactly the names that DESIGN §3 promises."""

import json
from datetime import UTC, datetime

from crawlers import inspect

NOW = datetime(2026, 9, 14, tzinfo=UTC)
FEED = b"""<rss version="2.0"><channel><title>Times</title>
<link>https://bao.example.vn</link><item>
<title>Tin</title><link>/a.htm</link><guid>1</guid><pubDate>Mon, 14 Sep 2026 08:00:00 +07</pubDate>
</item></channel></rss>"""


def test_feed() -> None:
    found = inspect.feed(FEED, "https://bao.example.vn/rss", "a.xml", now=NOW)
    assert set(found) == {"file", "title", "link", "format", "health", "entries"}
    assert found["entries"] == [
        {"id": "1", "link": "https://bao.example.vn/a.htm", "title": "Tin", "summary": "",
         "published": "2026-09-14T08:00:00+07:00",
         "precision": "second", "language": None}
    ]  # fmt: skip
    json.dumps(found)


def test_feed_without_an_address() -> None:
    assert inspect.feed(FEED, None, "a.xml", now=NOW)["health"] == "ok"


def test_page() -> None:
    text = "<h1>Cầu mới khánh thành</h1>" + "<p>Cây cầu mới nối hai bờ sông đã được đưa vào sử dụng sáng nay.</p>" * 8
    found = inspect.page(text.encode(), "https://bao.example.vn/cau-moi-1.htm", "a.html", now=NOW)
    names = {
        "file",
        "url",
        "canonical_url",
        "kind",
        "title",
        "lead",
        "text",
        "published_at",
        "precision",
        "modified_at",
        "section",
    }
    assert set(found) == names | {"language"}
    assert (found["published_at"], found["precision"]) == (None, "unknown")
    json.dumps(found)


def test_a_bad_address_gives_an_error() -> None:
    found = inspect.page(b"<p>x</p>", "khong phai dia chi", "a.html", now=NOW)
    assert found["file"] == "a.html"
    assert found["error"]
