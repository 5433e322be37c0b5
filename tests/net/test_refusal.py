import csv
from pathlib import Path

import pytest

from net.refusal import is_comment_feed, refuse

SHARED = Path(__file__).parents[3] / "shared"

FORBIDDEN = [
    "https://www.facebook.com/vnantifakenews",
    "https://m.facebook.com/groups/ninhbinh/",
    "https://x.com/someone",
    "https://twitter.com/someone/status/1",
    "https://www.tiktok.com/@someone",
    "https://www.youtube.com/feeds/videos.xml?channel_id=UC1",
    "https://youtu.be/abc",
    "https://old.reddit.com/r/VietNam/.rss",
    "https://oa.zalo.me/123",
    "https://t.me/s/kenh",
    "https://voz.vn/t/abc.123/",
    "https://www.otofun.net/forums/abc.1/",
    "https://www.webtretho.com/f/abc",
    "https://someone.medium.com/feed",
    "https://forum.example.vn/index.php",
    "https://diendan.example.vn/",
    "https://example.vn/forum/showthread.php?t=1",
    "https://example.vn/forums/",
    "https://example.vn/dien-dan/tinh-ta",
    "https://example.vn/threads/ten-chu-de.12345/",
    "https://example.vn/comments/feed/",
    "https://example.vn/bai-viet/comments/feed",
    "https://example.vn/feed/comments/",
    "https://example.vn/?feed=comments-rss2",
    "https://example.vn/feeds/comments/default",
    "https://example.vn/comments.rss",
    "https://baobao.disqus.com/latest.rss",
    "https://rsshub.app/twitter/user/someone",
    "https://rss.example.org/telegram/channel/kenh",
    "https://rss.example.org/rsshub/youtube/user/@kenh",
    "https://rss.example.org/?action=display&bridge=FacebookBridge&u=abc&format=Atom",
    "https://nitter.example.org/someone/rss",
    "https://invidious.example.org/feed/channel/UC1",
    "https://proxy.example.org/?url=https%3A%2F%2Fwww.facebook.com%2Fabc",
    "https://web.archive.org/web/2026/https://x.com/someone",
    "https://mang.example.org/@someone.rss",
    "HTTPS://WWW.FACEBOOK.COM./abc",
    "https://FACEBOOK.com:443/abc",
]
ADMITTED = [
    "https://diendandoanhnghiep.vn/rss/tin-moi.rss",
    "https://diendandoanhnghiep.vn/dien-dan-kinh-te-10123.html",
    "https://example.vn/binh-luan/bai-viet.htm",
    "https://example.vn/dien-dan-kinh-te-viet-nam-2026-123.htm",
    "https://example.vn/tag/facebook",
    "https://example.vn/facebook-sap-ra-mat-tinh-nang-moi-4924114.html",
    "https://example.vn/rss/tin-moi-nhat.rss?utm_source=facebook",
    "https://max.com.vn/tin.htm",
    "https://x.com.vn/tin.htm",
    "https://xaydungonline.example/rss",
    "https://community.vn/tin-tuc.rss",
    "https://e.vnexpress.net/rss/news.rss",
    "https://netflix.com/",
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_refuses_what_is_no_publication(url: str) -> None:
    refusal = refuse(url)
    assert refusal is not None
    assert refusal.url == url
    assert "không thu thập được" in refusal.vi


@pytest.mark.parametrize("url", ADMITTED)
def test_leaves_the_press_alone(url: str) -> None:
    assert refuse(url) is None


@pytest.mark.parametrize("url", ["", "http://[", "http://\udcff/", "//", "http://a" + "/https://b.vn" * 500])
def test_never_raises(url: str) -> None:
    refuse(url)


def test_tells_a_comment_feed_by_its_title() -> None:
    assert is_comment_feed("Comments on: Cầu mới")
    assert is_comment_feed("Bình luận cho bài Cầu mới")
    assert not is_comment_feed("Bình luận - Báo Ví dụ")


@pytest.mark.shared_data
def test_every_outlet_of_the_list_passes_but_the_facebook_page() -> None:
    file = SHARED / "research" / "sources.csv"
    if not file.exists():
        pytest.skip("no shared data beside the project")
    refused = set()
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            urls = [row["homepage"], *row["feeds"].split(";"), *row["sitemap"].split(";")]
            if any(refuse(url) for url in urls if url):
                refused.add(row["id"])
    assert refused == {"vnantifakenews-facebook"}
