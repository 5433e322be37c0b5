"""Feed-quirks §6 and the lead of §2: what is read from one page. All pages here are fictional."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers import pages
from news.article import Page, PageKind
from news.times import Precision

NOW = datetime(2026, 3, 8, tzinfo=UTC)
URL = "https://bao.example.vn/khanh-thanh-cau-moi-qua-song-day-20260307085211123.htm"
TITLE = "Khánh thành cầu mới qua sông Đáy"
LEAD = "Sau hai năm thi công, cây cầu nối hai bờ sông Đáy được đưa vào sử dụng sáng nay."
BODY = [
    "Sáng 7/3, lễ khánh thành cầu mới diễn ra với sự tham dự của hàng nghìn người dân hai bên bờ sông.",
    "Cây cầu dài 1,2 km, rộng 22 m, có bốn làn xe và hai làn đường dành cho người đi bộ.",
    "Theo ban quản lý dự án, công trình rút ngắn thời gian đi lại giữa hai huyện từ 40 phút xuống còn 10 phút.",
    "Người dân địa phương cho biết từ nay việc đưa nông sản đi bán sẽ thuận lợi hơn trước rất nhiều.",
    "Giai đoạn hai của dự án gồm đường dẫn và nút giao sẽ được khởi công trong quý tới, theo kế hoạch đã duyệt.",
]


def html(body: str, head: str = "", attributes: str = ' lang="vi"') -> str:
    return f"<!doctype html><html{attributes}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def article(lines: list[str] | None = None, before: str = "", after: str = "", head: str = "", inside: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in (BODY if lines is None else lines))
    return html(
        f'<div class="menu"><a href="/">Trang chủ</a></div><h1>{TITLE}</h1>{before}'
        f'<div class="detail">{text}{inside}</div>{after}',
        head or f'<meta property="og:type" content="article"><meta property="og:description" content="{LEAD}">',
    )


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def news(**fields: str) -> str:
    inner = "".join(f', "{name}": "{value}"' for name, value in fields.items())
    return ld(f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}"{inner}}}')


def read(text: str | bytes, url: str = URL) -> Page:
    body = text.encode() if isinstance(text, str) else text
    return pages.extract(body, url=url, fetched_at=NOW, home_language="vi")


# text and lead


def test_reads_title_lead_and_text() -> None:
    page = read(article())
    assert (page.kind, page.title, page.lead, page.text) == (PageKind.ARTICLE, TITLE, LEAD, "\n".join(BODY))


def test_lead_not_repeated_in_the_body_is_not_lost() -> None:
    assert read(article(before=f'<h2 class="sapo">{LEAD}</h2>')).lead == LEAD


@pytest.mark.parametrize("first", [LEAD, f"(Báo Mẫu) - {LEAD}", f"BMO - {LEAD}", f"<strong>{LEAD}</strong>"])
def test_lead_at_the_start_of_the_body_is_not_twice(first: str) -> None:
    page = read(article(lines=[first, *BODY]))
    assert (page.lead, page.text) == (LEAD, "\n".join(BODY))


def test_lead_that_the_description_cuts_off_is_whole() -> None:
    cut = f'<meta property="og:type" content="article"><meta property="og:description" content="{LEAD[:50]}...">'
    page = read(article(before=f'<p class="sapo">{LEAD}</p>', head=cut))
    assert page.lead == LEAD


def test_lead_shown_to_readers_counts_where_no_description_is_given() -> None:
    page = read(article(before=f'<div class="sapo">{LEAD}</div>', head='<meta property="og:type" content="article">'))
    assert (page.lead, page.text) == (LEAD, "\n".join(BODY))


def test_sites_slogan_is_no_lead() -> None:
    slogan = "Báo Mẫu - tin tức thời sự, kinh tế, xã hội mới nhất trong ngày được cập nhật liên tục"
    head = f'<meta property="og:type" content="article"><meta property="og:description" content="{slogan}">'
    assert read(article(before=f'<h2 class="sapo">{LEAD}</h2>', head=head)).lead == LEAD


@pytest.mark.parametrize(
    "box",
    [
        '<figure><img src="a.jpg"><figcaption>Cầu mới nhìn từ trên cao. Ảnh: Người Chụp</figcaption></figure>',
        '<table><tr><td><img src="a.jpg"></td></tr><tr><td class="caption">Cầu mới nhìn từ trên cao</td></tr></table>',
        '<p class="PhotoCMS_Caption">Cầu mới nhìn từ trên cao</p>',
        '<div class="box-related"><h4>Tin liên quan</h4><p>Cầu mới nhìn từ trên cao: tin khác</p></div>',
        '<ul><li><a href="/x">Cầu mới nhìn từ trên cao, tin khác cùng chuyên mục</a></li></ul>',
        '<p>&gt;&gt;&gt; <a href="/x">Cầu mới nhìn từ trên cao</a></p>',
        '<p>Xem thêm: <a href="/x">Cầu mới nhìn từ trên cao</a></p>',
        '<div class="tags"><a href="/t">Cầu mới nhìn từ trên cao</a></div>',
        '<div class="author">Cầu mới nhìn từ trên cao</div>',
        "<p>Ảnh: Cầu mới nhìn từ trên cao</p>",
        "<script>var a='Cầu mới nhìn từ trên cao'</script>",
    ],
)
def test_captions_related_articles_and_tools_are_no_text(box: str) -> None:
    assert "nhìn từ trên cao" not in read(article(inside=box)).text


def test_popular_stories_box_names_the_province_and_is_no_text() -> None:
    box = "<div class='right'>" + "".join(
        f'<div><a href="/{n}.htm">Ninh Bình: tin đọc nhiều số {n} trong tuần vừa qua</a></div>' for n in range(9)
    )
    page = read(article(after=box + "</div>"))
    assert "Ninh Bình" not in page.lead + page.text


def test_comments_are_no_text() -> None:
    comment = "<p>Tôi thấy cây cầu này rất đẹp, mong sớm có thêm nhiều cây cầu như vậy cho bà con quê tôi.</p>"
    page = read(article(after=f'<div class="comment-list">{comment * 8}</div>'))
    assert "Tôi thấy" not in page.text


@pytest.mark.parametrize(
    "signature", ["Trần Bút Danh", "Theo Trần Bút Danh", "TRẦN BÚT DANH", "T.BÚT DANH", "Tin, ảnh: Bút Danh"]
)
def test_closing_signature_is_cut(signature: str) -> None:
    assert "anh" not in read(article(lines=[*BODY, signature])).text.rsplit("\n", 1)[-1].removeprefix(BODY[-1])


def test_text_broken_by_br_is_read() -> None:
    body = "<br><br>".join(BODY)
    page = read(html(f"<h1>{TITLE}</h1><div id=content>{body}</div>", news(description=LEAD)))
    assert page.text.split("\n") == BODY


def test_text_in_several_sections_is_whole() -> None:
    parts = "".join(f"<section><div><p>{line}</p><p>{line} Hết phần.</p></div></section>" for line in BODY)
    page = read(html(f"<h1>{TITLE}</h1><main><div class=story>{parts}</div></main>", news(description=LEAD)))
    assert all(line in page.text for line in BODY)


@pytest.mark.parametrize(
    "script",
    [
        'var outputData = "{}"; $("#content").html(outputData);',
        "$('#content').html('{}');",
        "document.getElementById('content').innerHTML = `{}`;",
    ],
)
def test_body_injected_by_script_is_read(script: str) -> None:
    text = "".join(f'<p class=\\"x\\">{line}<\\/p>' for line in BODY)
    if not script.startswith("var"):
        text = "".join(f"<p>{line}<\\/p>" for line in BODY)
    page = read(html(f"<h1>{TITLE}</h1><div id=content></div><script>{script.replace('{}', text)}</script>", news()))
    assert page.text.split("\n") == BODY


def test_no_body_at_all_is_said_to_be_empty() -> None:
    page = read(html(f"<h1>{TITLE}</h1><div id=content></div>", news()))
    assert (page.kind, page.text) == (PageKind.EMPTY, "")
    assert page.reason


# times


SHARED = '<meta property="article:published_time" content="2026-03-07T{}+07:00">'
OTHER = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    ("case", "head", "visible", "wanted"),
    [
        ("ISO, space before the offset", news(datePublished="2026-03-07T08:52:11.000 +07:00"), "", "08:52:11"),
        ("ISO date without offset", news(datePublished="2026-03-07T08:52:11"), "", "08:52:11"),
        ("no machine-readable date", OTHER, "07/03/2026 08:47", "08:47:00"),
        ("visible with weekday", OTHER, "Thứ bảy, 7/3/2026, 08:47 (GMT+7)", "08:47:00"),
        ("53 seconds apart", news(datePublished="2026-03-07T08:01:00+07:00") + SHARED.format("08:01:53"),
         "07/03/2026 08:01", "08:01:00"),
        ("62 minutes apart, nothing shown", news(datePublished="2026-03-07T08:00:00+07:00") + SHARED.format("09:02:00"),
         "", "08:00:00"),
        ("62 minutes apart, readers see one",
         news(datePublished="2026-03-07T08:00:00+07:00") + SHARED.format("09:02:00"), "07/03/2026 09:02", "09:02:00"),
        ("local time marked as UTC", news(datePublished="2026-03-07T08:47:00Z"), "07/03/2026 08:47", "08:47:00"),
        ("UTC told truly", news(datePublished="2026-03-07T01:47:00Z"), "07/03/2026 08:47", "08:47:00"),
        ("a day gains the clock that is shown", news(datePublished="2026-03-07"), "07/03/2026 08:47", "08:47:00"),
        ("itemprop", '<meta itemprop="datePublished" content="2026-03-07T08:47:00+07:00">', "", "08:47:00"),
    ],
)  # fmt: skip
def test_time_to_the_minute(case: str, head: str, visible: str, wanted: str) -> None:
    page = read(article(before=f'<div class="post-time">{visible}</div>', head=head))
    assert page.published.isoformat() == f"2026-03-07T{wanted}+07:00"


def test_the_other_time_is_noted() -> None:
    other = '<meta property="article:published_time" content="2026-03-07T09:02:00+07:00">'
    page = read(article(head=news(datePublished="2026-03-07T08:00:00+07:00") + other))
    assert "2026-03-07T09:02:00+07:00" in page.reason


def test_a_clock_in_the_page_head_is_not_the_articles_time() -> None:
    clock, shown = '<span class="time-now">Chủ nhật, 8/3/2026</span>', '<span class="date">7/3/2026, 08:47</span>'
    page = read(html(f"{clock}<h1>{TITLE}</h1>{shown}" + "".join(f"<p>{line}</p>" for line in BODY), OTHER))
    assert page.published.isoformat() == "2026-03-07T08:47:00+07:00"


def test_unknown_times_are_unknown() -> None:
    page = read(article(), url="https://bao.example.vn/cau-moi.htm")
    assert (page.published.at, page.published.precision) == (None, Precision.UNKNOWN)


def test_the_links_time_is_the_last_resort() -> None:
    assert read(article()).published.isoformat() == "2026-03-07T08:52:11+07:00"


def test_modified_is_kept() -> None:
    page = read(article(head=news(datePublished="2026-03-07T08:00:00+07:00", dateModified="2026-03-07T10:00:00+07:00")))
    assert page.modified_at == datetime(2026, 3, 7, 3, 0, tzinfo=UTC)


# title, address, section, language


def test_headline_escaped_twice_in_json_ld() -> None:
    head = ld('{"@type": "NewsArticle", "headline": "Quán &amp;quot;Bến&amp;quot;"}')
    assert read(article(head=head)).title == 'Quán "Bến"'


def test_broken_json_ld_is_mended() -> None:
    head = ld('{"@type": "NewsArticle",\n "headline": "Cầu\n mới",\n "articleSection": "Thời sự",\n}')
    page = read(article(head=head))
    assert (page.title, page.section) == ("Cầu mới", "Thời sự")


@pytest.mark.parametrize("title", [f"{TITLE} | Báo Mẫu", f"{TITLE} - Báo Mẫu Online", TITLE])
def test_the_sites_name_is_no_part_of_the_title(title: str) -> None:
    assert read(article(head=f'<meta property="og:title" content="{title}"><title>x</title>')).title == TITLE


def test_script_in_a_title_becomes_text() -> None:
    head = '<meta property="og:title" content="Tin &lt;script&gt;alert(1)&lt;/script&gt;mới">'
    assert read(article(head=head)).title == "Tin mới"


@pytest.mark.parametrize(
    ("case", "said", "served", "wanted"),
    [
        (
            "AMP copy",
            "https://bao.example.vn/a-1.html",
            "https://bao.example.vn/amp.aspx?itemid=1",
            "https://bao.example.vn/a-1.html",
        ),
        (
            "odd port gives way",
            "https://bao.example.vn/a-1.html",
            "http://bao.example.vn:8080/a-1.html",
            "https://bao.example.vn/a-1.html",
        ),
        (
            "section subdomain",
            "https://dulich.bao.example.vn/a-1",
            "https://bao.example.vn/a-1",
            "https://dulich.bao.example.vn/a-1",
        ),
        (
            "another host never merges outlets",
            "https://khac.example.com/a-1",
            "https://bao.example.vn/a-1",
            "https://bao.example.vn/a-1",
        ),
        (
            "the home page is a slip",
            "https://bao.example.vn/",
            "https://bao.example.vn/a-1",
            "https://bao.example.vn/a-1",
        ),
        ("relative", "/a-1.html", "https://bao.example.vn/a-1.html?utm_source=rss", "https://bao.example.vn/a-1.html"),
        ("javascript", "javascript:void(0)", "https://bao.example.vn/a-1", "https://bao.example.vn/a-1"),
    ],
)
def test_canonical_address(case: str, said: str, served: str, wanted: str) -> None:
    assert read(article(head=f'<link rel="canonical" href="{said}">'), url=served).canonical_url == wanted


def test_section_from_the_breadcrumb() -> None:
    crumbs = ", ".join(
        f'{{"@type": "ListItem", "item": {{"name": "{name}"}}}}' for name in ("Trang chủ", "Thời sự", TITLE)
    )
    head = news() + ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{crumbs}]}}')
    assert read(article(head=head)).section == "Thời sự"


def test_language_of_the_markup_else_the_outlets() -> None:
    assert read(article().replace('lang="vi"', 'lang="en-US"')).language == "en"
    assert read(article().replace('lang="vi"', "")).language == "vi"


def test_by_lines_are_no_field() -> None:
    head = (
        news(author="Trần Bút Danh")
        + '<meta name="author" content="Trần Bút Danh"><meta property="article:author" content="Bút Danh">'
    )
    before = '<div class="author-info"><a class="name">Trần Bút Danh</a></div>'
    assert "Bút Danh" not in repr(read(article(before=before, head=head)))


# kinds and enemies


def listing(rows: int = 20, summary: str = "") -> str:
    items = "".join(
        f'<div class="item"><h3><a href="/bai-{n}.htm">Tin thứ {n} của chuyên mục trong ngày</a></h3>{summary}</div>'
        for n in range(rows)
    )
    return html(f"<h1>Thời sự</h1>{items}", OTHER + '<meta property="og:title" content="Thời sự">')


def test_a_list_of_articles_is_a_listing() -> None:
    assert read(listing(), url="https://bao.example.vn/thoi-su.htm").kind is PageKind.LISTING
    with_summaries = listing(summary=f"<p>{BODY[0]}</p>")
    assert read(with_summaries, url="https://bao.example.vn/thoi-su.htm").kind is PageKind.LISTING


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("", PageKind.EMPTY),
        ("   ", PageKind.EMPTY),
        (html("<p>Không tìm thấy trang</p>"), PageKind.EMPTY),
        ('<script>document.cookie="a=1";location.reload()</script>', PageKind.REFUSED),
        ("<html><title>Access Denied</title><body>Access Denied</body></html>", PageKind.REFUSED),
    ],
)
def test_a_page_without_an_article_is_said_to_be_so(page: str, kind: PageKind) -> None:
    found = read(page)
    assert (found.kind, found.text) == (kind, "")
    assert found.reason


def test_null_bytes_and_a_wrong_charset_do_no_harm() -> None:
    page = pages.extract(
        article().encode().replace(b"<p>", b"<p>\0"), url=URL, content_type="text/html; charset=latin-1", fetched_at=NOW
    )
    assert page.text == "\n".join(BODY)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000 + "x",
        "<p>" * 200_000,
        "<a href=x>" * 50_000 + "chữ",
        f"<h1>{TITLE}</h1>" + "<b" * 300_000,
        "<table><tr><td>" * 20_000,
        "<p>" + "chữ " * 1_000_000 + "</p>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    ],
    ids=["deep", "wide", "links", "open tags", "tables", "one paragraph", "deep JSON-LD"],
)
def test_hostile_pages_are_bounded(hostile: str) -> None:
    read(html(hostile))


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="http"):
        read(article(), url="file:///etc/passwd")


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    read(b"<html><body><h1>a</h1>" + body)
