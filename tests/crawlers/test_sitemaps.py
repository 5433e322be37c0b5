"""Every case of feed-quirks §5."""

from datetime import UTC, date, datetime

from crawlers import sitemaps
from news.article import Feed
from news.source import Health
from news.times import Precision

NOW = datetime(2026, 7, 10, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


def parse(text: str, url: str = "https://a.vn/sitemap.xml") -> Feed:
    return sitemaps.parse(text.encode(), url=url, fetched_at=NOW)


def urlset(rows: str) -> str:
    return f'{HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {NEWS}>{rows}</urlset>'


def test_lastmod_is_no_time_of_publication() -> None:
    entry = parse(
        urlset("<url><loc>https://a.vn/b.htm</loc><lastmod>2026-07-08T00:00:00+07:00</lastmod></url>")
    ).entries[0]
    assert entry.published.precision is Precision.UNKNOWN
    assert entry.modified.isoformat() == "2026-07-08T00:00:00+07:00"


def test_current_month_not_in_the_index_is_built() -> None:
    wanted = ["https://vov.example/sitemaps/2026/6/article.xml", "https://vov.example/sitemaps/2026/7/article.xml"]
    days = (date(2026, 6, 29), date(2026, 7, 2))
    assert list(sitemaps.shard_urls("https://vov.example/sitemaps/{YYYY}/{M}/article.xml", days)) == wanted


def test_five_day_blocks_are_built() -> None:
    found = sitemaps.shard_urls("https://a.vn/s-{YYYY}-{M}-{d1}-{d2}.xml", (date(2026, 2, 24), date(2026, 3, 1)))
    assert list(found) == [
        "https://a.vn/s-2026-2-21-25.xml",
        "https://a.vn/s-2026-2-26-28.xml",
        "https://a.vn/s-2026-3-1-5.xml",
    ]


def test_an_error_page_is_no_empty_sitemap() -> None:
    assert parse("<!doctype html><html><body>403</body></html>").health is Health.NOT_A_FEED
    assert parse('<script>document.cookie="a";location.reload()</script>').health is Health.REFUSED
    assert parse("").health is Health.EMPTY


def test_an_index_is_told_by_its_root_not_by_its_suffix() -> None:
    found = parse(
        f"{HEAD}<sitemapindex><sitemap><loc>/s1.xml</loc><lastmod>2026-07-01</lastmod></sitemap></sitemapindex>",
        url="https://a.vn/sitemaps/index.rss",
    )
    assert found.format == "sitemapindex"
    assert [shard.url for shard in found.shards] == ["https://a.vn/s1.xml"]
    assert not found.entries


def test_the_same_article_twice_is_one_entry() -> None:
    assert len(parse(urlset("<url><loc>https://a.vn/b.htm</loc></url>" * 2)).entries) == 1


def test_news_title_in_cdata_and_escaped() -> None:
    rows = "".join(
        f"<url><loc>https://a.vn/{n}.htm</loc><news:news><news:publication_date>2026-07-08T09:00:00+07:00"
        f"</news:publication_date><news:title>{title}</news:title><news:publication><news:language>vi</news:language>"
        f"</news:publication></news:news></url>"
        for n, title in enumerate(["<![CDATA[Bến & bãi]]>", "<![CDATA[Bến &amp; bãi]]>", "Bến &amp; bãi"])
    )
    entries = parse(urlset(rows)).entries
    assert {entry.title for entry in entries} == {"Bến & bãi"}
    assert entries[0].published.isoformat() == "2026-07-08T09:00:00+07:00"
    assert entries[0].language == "vi"


def test_pictures_do_not_replace_the_article() -> None:
    rows = (
        "<url><loc>https://a.vn/b.htm</loc><image:image><image:loc>https://a.vn/i.jpg</image:loc>"
        "<image:title>Ảnh</image:title></image:image></url>"
    )
    assert [(entry.link, entry.title) for entry in parse(urlset(rows)).entries] == [("https://a.vn/b.htm", "")]


def test_a_sitemap_cut_short_gives_what_was_read_and_says_so() -> None:
    found = parse(urlset("<url><loc>https://a.vn/b.htm</loc></url><url><lo")[:-10])
    assert len(found.entries) == 1
    assert found.detail


def test_entities_are_refused() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset><url><loc>https://a.vn/&b;</loc></url></urlset>'
    assert parse(bomb).health is Health.BROKEN
