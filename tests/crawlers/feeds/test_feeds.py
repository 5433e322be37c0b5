"""Feed-quirks §2–4 and the formats: bytes in, a clean feed out. All feeds here are fictional."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers import feeds
from crawlers.feeds import MAX_ENTRIES, careful, fast
from news.article import Feed
from news.source import Health

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
URL = "https://bao.example.vn/rss/thoi-su.rss"


def parse(body: str | bytes, url: str = URL, content_type: str | None = None) -> Feed:
    return feeds.parse(
        body.encode() if isinstance(body, str) else body, url=url, content_type=content_type, fetched_at=NOW
    )


def rss(items: str, head: str = "<title>Báo mẫu</title><link>https://bao.example.vn</link>", root: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"{root}><channel>{head}{items}</channel></rss>'


def item(inner: str = "", title: str = "Cầu mới", link: str = "https://bao.example.vn/cau-moi.htm") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{inner}</item>"


# formats


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rss20", rss(item())),
        ("rss091", rss(item()).replace("2.0", "0.91", 1)),
        ("atom10", '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo mẫu</title><entry><title>Cầu mới</title>'
         '<link href="https://bao.example.vn/cau-moi.htm"/></entry></feed>'),
        ("atom03", '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Báo mẫu</title><entry>'
         '<title>Cầu mới</title><link rel="alternate" type="text/html" href="https://bao.example.vn/cau-moi.htm"/></entry></feed>'),
        ("rss10", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
         f"<channel><title>Báo mẫu</title></channel>{item()}</rdf:RDF>"),
        ("rss090", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
         f'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>Báo mẫu</title></channel>{item()}</rdf:RDF>'),
        ("cdf", '<CHANNEL><TITLE>Báo mẫu</TITLE><ITEM HREF="https://bao.example.vn/cau-moi.htm"><TITLE>Cầu mới</TITLE>'
         "</ITEM></CHANNEL>"),
        ("json11", '{"version":"https://jsonfeed.org/version/1.1","title":"Báo mẫu","items":[{"title":"Cầu mới",'
         '"url":"https://bao.example.vn/cau-moi.htm"}]}'),
    ],
)  # fmt: skip
def test_reads_the_format(name: str, text: str) -> None:
    found = parse(text)
    assert (found.health, found.format, found.title) == (Health.OK, name, "Báo mẫu")
    assert [(entry.title, entry.link) for entry in found.entries] == [("Cầu mới", "https://bao.example.vn/cau-moi.htm")]


def test_rdf_of_dw_has_dates_and_subjects() -> None:
    found = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://dw.example"><title>DW</title><items><rdf:Seq>'
        '<rdf:li rdf:resource="https://dw.example/1"/></rdf:Seq></items></channel><item rdf:about="https://dw.example/1">'
        "<title>Tin</title><link>https://dw.example/1</link><dc:date>2026-09-14T01:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert found.entries[0].published.isoformat() == "2026-09-14T08:00:00+07:00"


def test_a_sitemap_that_looks_like_a_feed() -> None:
    found = parse("<urlset><url><loc>https://bao.example.vn/a.htm</loc></url></urlset>", url=URL)
    assert (found.format, len(found.entries)) == ("sitemap", 1)


# bytes and text


def test_prolog_says_utf_16_and_bytes_are_utf_8() -> None:
    found = parse(rss(item(title="Ninh Bình")).replace("utf-8", "utf-16", 1))
    assert found.entries[0].title == "Ninh Bình"


def test_client_falls_back_to_latin_1() -> None:
    assert (
        parse(rss(item(title="Ninh Bình")), content_type="text/xml; charset=iso-8859-1").entries[0].title == "Ninh Bình"
    )


def test_declared_windows_1251_is_read() -> None:
    body = rss(item(title="Вьетнам")).replace("utf-8", "windows-1251", 1).replace("Báo mẫu", "").encode("windows-1251")
    assert parse(body).entries[0].title == "Вьетнам"


@pytest.mark.parametrize("title", ["Ninh BÃ¬nh", "Ninh Bi\u0300nh", "Ninh B&amp;igrave;nh", "\n Ninh   Bình \n"])
def test_titles_are_mended(title: str) -> None:
    assert parse(rss(item(title=title))).entries[0].title == "Ninh B\u00ecnh"


def test_description_starts_with_a_linked_image_and_a_broken_tag() -> None:
    summary = '<description><![CDATA[<a href="/x"><img src="/i.jpg" ></a></br>Nội dung]]></description>'
    assert parse(rss(item(summary))).entries[0].summary == "Nội dung"


def test_hostile_markup_in_a_title_becomes_text() -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;Tin &lt;img src=x onerror=alert(1)&gt; mới"
    assert parse(rss(item(title=title))).entries[0].title == "Tin mới"


def test_space_and_line_breaks_round_link_guid_title() -> None:
    entry = parse(
        rss(item("<guid>\n https://bao.example.vn/a-1.html\n </guid>", link="\n  https://bao.example.vn/a-1.html\n "))
    ).entries[0]
    assert (entry.link, entry.id) == ("https://bao.example.vn/a-1.html", "https://bao.example.vn/a-1.html")


def test_full_text_stands_in_for_a_missing_summary() -> None:
    root = ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    long = "<content:encoded><![CDATA[<p>Cả bài</p>]]></content:encoded>"
    assert parse(rss(item(long), root=root)).entries[0].summary == "Cả bài"
    assert parse(rss(item("<description>Tóm tắt</description>" + long), root=root)).entries[0].summary == "Tóm tắt"


# entries, links and identity


def test_unescaped_ampersands_in_a_link_are_kept() -> None:
    assert (
        parse(rss(item(link="https://bao.example.vn/?a=1&b=2&c"))).entries[0].link
        == "https://bao.example.vn/?a=1&b=2&c"
    )


def test_identity_in_the_query_is_kept() -> None:
    link = "https://bao.example.vn/home/detail?urile=wcm:path:/a/b"
    assert parse(rss(item(link=link))).entries[0].link == link


def test_links_are_made_absolute_and_bases_obeyed() -> None:
    assert parse(rss(item(link="/cau-moi.htm"))).entries[0].link == "https://bao.example.vn/cau-moi.htm"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://khac.example.vn/x/"><entry><title>Cầu mới</title>'
        '<link href="a.htm"/></entry></feed>'
    )
    assert parse(atom).entries[0].link == "https://khac.example.vn/x/a.htm"


def test_vietnamese_letters_in_an_address_are_escaped() -> None:
    assert (
        parse(rss(item(link="https://rfi.example/vi/việt-nam/a"))).entries[0].link
        == "https://rfi.example/vi/vi%E1%BB%87t-nam/a"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.vn", "ftp://a.vn/x", "http://"]
)
def test_a_link_that_is_none_of_the_web_is_empty(link: str) -> None:
    assert parse(rss(item(link=link))).entries[0].link == ""


def test_a_permalink_guid_stands_in_for_a_missing_link() -> None:
    text = rss("<item><title>Tin</title><guid>https://bao.example.vn/a.htm</guid></item>")
    assert parse(text).entries[0].link == "https://bao.example.vn/a.htm"


def test_the_same_article_several_times_is_one_entry_with_the_first_rows_time() -> None:
    rows = "".join(item(f"<pubDate>{date}</pubDate>") for date in ("14/09/2026 08:00", "14/09/2026 09:00", ""))
    found = parse(rss(rows))
    assert [entry.published.isoformat() for entry in found.entries] == ["2026-09-14T08:00:00+07:00"]


def test_order_is_the_feeds_own() -> None:
    rows = "".join(
        item(f"<pubDate>{day}/09/2026 08:00</pubDate>", link=f"https://bao.example.vn/{day}") for day in (3, 1, 2)
    )
    assert [entry.link[-1] for entry in parse(rss(rows)).entries] == ["3", "1", "2"]


def test_no_date_at_all_is_unknown() -> None:
    assert parse(rss(item())).entries[0].published.at is None


def test_iso_without_zone_is_the_sources_time() -> None:
    assert (
        parse(rss(item("<pubDate>2026-09-14 08:00:00</pubDate>"))).entries[0].published.isoformat()
        == "2026-09-14T08:00:00+07:00"
    )


def test_time_in_the_link_is_a_fall_back_only() -> None:
    link = "https://baoninhbinh.example/cau-moi/d20220607082731436.htm"
    assert parse(rss(item(link=link))).entries[0].published.isoformat() == "2022-06-07T08:27:31+07:00"
    dated = item("<pubDate>Mon, 14 Sep 2026 08:00:00 +07</pubDate>", link=link)
    assert parse(rss(dated)).entries[0].published.isoformat() == "2026-09-14T08:00:00+07:00"


def test_atom_keeps_published_and_updated_apart() -> None:
    found = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Tin</title><link href="https://a.vn/1"/>'
        "<updated>2026-09-14T09:00:00+07:00</updated><published>2026-09-14T08:00:00+07:00</published></entry></feed>"
    )
    assert found.entries[0].published.isoformat() == "2026-09-14T08:00:00+07:00"
    assert found.entries[0].modified.isoformat() == "2026-09-14T09:00:00+07:00"


def test_comments_and_authors_never_enter() -> None:
    root = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wfw="urn:w" xmlns:slash="urn:s"'
    inner = (
        "<author>Trần Bút Danh</author><dc:creator>Trần Bút Danh</dc:creator><slash:comments>7</slash:comments>"
        "<comments>https://bao.example.vn/binh-luan</comments><wfw:commentRss>https://a.vn/binh-luan.rss</wfw:commentRss>"
    )
    for text in (rss(item(inner), root=root), rss(item(inner), root=root).replace("</channel>", "<b></channel>")):
        found = repr(parse(text))
        assert "Bút Danh" not in found
        assert "binh-luan" not in found


def test_languages_are_those_of_the_markup() -> None:
    found = parse(rss(item(), head="<language>vi-VN</language>"))
    assert (found.language, found.entries[0].language) == ("vi", "vi")


# the feed as a whole


@pytest.mark.parametrize(
    ("case", "body", "health"),
    [
        ("200 and zero items", rss(""), Health.EMPTY),
        ("No Content", "", Health.EMPTY),
        ("HTML instead of a feed", "<!doctype html><html><body><p>RSS</p></body></html>", Health.NOT_A_FEED),
        ("script challenge", '<script>document.cookie="a=1";location.reload()</script>', Health.REFUSED),
        ("block page", "<html><body>Request unsuccessful. Incapsula incident ID: 1</body></html>", Health.REFUSED),
        ("a plain sentence (GDELT)", "Please limit requests to one every 5 seconds.", Health.NOT_A_FEED),
        ("JSON that is no feed", '{"error": "no"}', Health.NOT_A_FEED),
        ("broken JSON", '{"items": [', Health.BROKEN),
        ("another XML document", "<soap><x/></soap>", Health.NOT_A_FEED),
        ("cut off before the first item", '<?xml version="1.0"?><rss version="2.0"><channel><title>x', Health.BROKEN),
    ],
)
def test_health_in_words(case: str, body: str, health: Health) -> None:
    found = parse(body)
    assert (found.health, found.entries) == (health, ())
    assert found.detail


def test_a_broken_feed_gives_what_can_be_saved_and_says_where() -> None:
    found = parse(rss(item() + "<item><title>Giá vàng & đô</title><link>https://bao.example.vn/b</link></item>")[:-15])
    assert [entry.title for entry in found.entries] == ["Cầu mới", "Giá vàng & đô"]
    assert (found.health, bool(found.detail)) == (Health.OK, True)


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("<sy:updatePeriod>always</sy:updatePeriod>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<ttl>30</ttl>", timedelta(minutes=30)),
        ("", None),
    ],
)
def test_update_period_not_in_the_standard_is_hourly(head: str, period: timedelta | None) -> None:
    assert parse(rss(item(), head=head)).period == period


def test_a_huge_feed_is_cut_and_says_so() -> None:
    found = parse(rss("".join(item(link=f"https://bao.example.vn/{n}") for n in range(MAX_ENTRIES + 5))))
    assert len(found.entries) == MAX_ENTRIES
    assert str(MAX_ENTRIES) in found.detail


@pytest.mark.timeout(20)
def test_an_entity_bomb_stays_small() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]><rss version="2.0"><channel>{item(title="&l11;")}</channel></rss>'
    )
    assert all(len(entry.title) < 2_000 for entry in parse(bomb).entries)


def test_external_entities_are_not_read() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = f'{doctype}<rss version="2.0"><channel>{item(title="Tin &x;")}</channel></rss>'
    assert "root:" not in repr(parse(text))


@pytest.mark.timeout(20)
def test_deep_nesting_is_bounded() -> None:
    deep = item("<description>" + "<div>" * 5_000 + "x" + "</div>" * 5_000 + "</description>")
    assert len(parse(rss(deep)).entries) == 1
    assert parse('{"items":' + "[" * 100_000).health is Health.BROKEN


def test_well_formed_feeds_take_the_fast_path() -> None:
    assert fast.read(rss(item()).encode()) is not None
    assert fast.read(rss(item(title="Giá & vàng")).encode()) is None


def test_the_same_bytes_give_the_same_feed() -> None:
    text = rss(item("<description>x</description>"))
    assert parse(text) == parse(text)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    parse(body)
    parse(rss(item()).encode()[:120] + body)


@pytest.mark.timeout(60)
def test_a_huge_broken_feed_is_read_in_part_and_says_so() -> None:
    found = parse(rss("".join(item(title="a & b", link=f"https://bao.example.vn/{n}") for n in range(3_000))))
    assert len(found.entries) == careful.MAX_ENTRIES
    assert found.detail


@pytest.mark.timeout(30)
def test_runs_of_brackets_take_no_time() -> None:
    assert parse(rss(item()).replace("</channel>", "<" * 500_000)).entries
