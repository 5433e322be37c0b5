# ruff: noqa: E501 - markup reads better on long lines
"""One fictional article in the layouts that newsrooms' systems produce: title, lead, text and time are the same.

The layouts are made up after kinds, not copied from outlets: names of classes differ, boxes stand in other places.
"""

from datetime import UTC, datetime

import pytest

from crawlers import pages
from news.article import PageKind

NOW = datetime(2026, 3, 8, tzinfo=UTC)
TITLE = "Người dân ba xã ven biển trồng lại rừng ngập mặn sau bão"
LEAD = "Hơn 40 ha rừng ngập mặn bị bão làm hư hại đang được người dân ba xã trồng lại, dự kiến xong trước mùa mưa."
BODY = [
    "Từ đầu tháng 3, mỗi ngày có khoảng 200 người tham gia trồng cây đước và cây bần trên các bãi bồi ven biển.",
    "Ông chủ tịch hội nông dân xã cho biết cây giống được ươm tại chỗ, tỷ lệ sống đạt trên 90%.",
    "Năm ngoái, cơn bão số 5 làm gãy đổ gần một nửa diện tích rừng, sóng biển nhiều lần tràn qua đê.",
    "Việc trồng rừng\u2028được nhiều doanh nghiệp hỗ trợ kinh phí, tổng cộng hơn 3 tỷ đồng.".replace("\u2028", " "),
    "Theo kế hoạch, đến năm 2028 tỉnh sẽ khôi phục toàn bộ 120 ha rừng phòng hộ đã mất trong mười năm qua.",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
RELATED = "".join(f'<li><a href="/tin-{n}.htm">Một bài khác số {n} về chuyện hoàn toàn khác</a></li>' for n in range(8))
OG = (
    f'<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">'
    f'<meta property="og:description" content="{LEAD}">'
)
LD = (
    f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","description":"{LEAD}",'
    '"datePublished":"2026-03-07T08:47:00+07:00","author":{"@type":"Person","name":"Trần Bút Danh"}}</script>'
)

LAYOUTS = {
    "sapo and content in one column": OG
    + f"<div class=col><h1 class='detail-title'>{TITLE}</h1><div class='detail-time'>07/03/2026 08:47 GMT+7</div>"
    f"<h2 class='detail-sapo'>{LEAD}</h2><div class='detail-content afcbc-body'>{PARAGRAPHS}</div><p class='detail-author'>Bút Danh"
    f"</p></div><div class='box-category'><ul>{RELATED}</ul></div>",
    "dateline of the outlet": OG
    + f"<h1 class='title-page'>{TITLE}</h1><time datetime='2026-03-07 08:47'>Thứ bảy, 07/03/2026 - 08:47</time>"
    f"<h2 class='singular-sapo'>(Báo Mẫu) - {LEAD}</h2><div class='singular-content'>{PARAGRAPHS}<p style='text-align:right'>"
    "<strong>Bút Danh</strong></p></div>",
    "lead as the first bold paragraph": LD
    + f"<h1>{TITLE}</h1><span class='date'>Thứ bảy, 7/3/2026, 08:47 (GMT+7)</span><article class='fck_detail'><p><b>{LEAD}</b></p>"
    f"{PARAGRAPHS}<p class='Normal' style='text-align:right'><strong>Bút Danh</strong></p></article>",
    "table layout of an old local paper": f"<title>{TITLE} - Báo Mẫu điện tử</title>"
    f"<meta property='og:description' content='{LEAD}'><table><tr><td><ul>{RELATED}</ul></td><td><h1>{TITLE}</h1>"
    f"<div>Cập nhật lúc 08:47, 07/03/2026</div><div><b>{LEAD}</b></div><div>{'<br/><br/>'.join(BODY)}</div></td></tr></table>",
    "no h1, title in a div": OG
    + f"<div class='title-detail'>{TITLE}</div><span class='post-time'>- 07/03/2026 08:47</span><div class='sapo_detail'>{LEAD}</div>"
    f"<div class='list_news_relation_top'><ul>{RELATED}</ul></div><div id='content_detail_news'>{PARAGRAPHS}</div>",
    "each paragraph in a div": LD
    + f"<h1>{TITLE}</h1><div class='article__sapo cms-desc'>{LEAD}</div><div class='article__body cms-body'>"
    + "".join(f"<div>{line}</div>" for line in BODY)
    + f"<div class='article-relate'>{RELATED}</div></div>",
    "names that say how it is laid, not what it is": LD
    + f"<body class='news paywall'><h1>{TITLE}</h1><p class='lead'>{LEAD}</p><div class='post__content relative overflow-hidden'>"
    f"{PARAGRAPHS}</div><div class='related'><ul>{RELATED}</ul></div>",
    "a post with its topics for names": LD
    + f"<h1>{TITLE}</h1><article class='post-92 hentry topic-rung tag-video'><p><b>{LEAD}</b></p>{PARAGRAPHS}</article>",
    "parts with headlines for identifiers": LD
    + f"<h1>{TITLE}</h1><p class='lead'>{LEAD}</p><div class='body' id='tags-cua-nguoi-trong-rung'>{PARAGRAPHS}</div>",
    "words linked within sentences": LD
    + f"<h1>{TITLE}</h1><p class='lead'>{LEAD}</p><article>"
    + PARAGRAPHS.replace("rừng", "<a class='seo-suggest-link' href='/rung'>rừng</a>").replace(
        "sóng biển", "<i><a class='keyword' href='/song'>sóng biển</a></i>"
    )
    + "</article>",
    "text between boxes": LD
    + f"<main><h1>{TITLE}</h1><p class='lead'>{LEAD}</p><div class='story-body'><div><p>{BODY[0]}</p><p>{BODY[1]}</p></div>"
    f"<aside><p>{'Quảng cáo dài dòng về một thứ không liên quan gì. ' * 4}</p></aside><div><p>{BODY[2]}</p><p>{BODY[3]}</p></div>"
    f"<div class='newsletter'><p>Đăng ký nhận bản tin hằng ngày của chúng tôi qua thư điện tử, hoàn toàn miễn phí.</p></div>"
    f"<div><p>{BODY[4]}</p></div></div></main>",
    "main column called a sidebar": LD
    + f"<div class='sidebar-1'><h1>{TITLE}</h1><p class='description'>{LEAD}</p><div class='x'>{PARAGRAPHS}</div></div>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_reads_the_layout(name: str) -> None:
    text = (
        f"<!doctype html><html lang=vi><meta charset=utf-8><body><div class=nav><ul>{RELATED}</ul></div>{LAYOUTS[name]}"
    )
    page = pages.extract(text.encode(), url="https://bao.example.vn/rung-ngap-man-bien-1234567.htm", fetched_at=NOW)
    assert page.kind is PageKind.ARTICLE
    assert (page.title, page.lead) == (TITLE, LEAD)
    assert page.text.split("\n") == BODY
    assert page.published.isoformat() == "2026-03-07T08:47:00+07:00"


def test_an_article_full_of_links_is_no_list_when_its_address_names_it() -> None:
    linked = "".join(f"<p>{line}</p><p><a href='/{n}'>{line[:60]}</a></p>" for n, line in enumerate(BODY * 2))
    page = f"<meta charset=utf-8>{OG}<h1>{TITLE}</h1><article>{linked}</article>".encode()
    named = pages.extract(page, url="https://bao.vn/trong_lai_rung_ngap_man_sau_bao_lon.htm", fetched_at=NOW)
    unnamed = pages.extract(page, url="https://bao.vn/xa-hoi/", fetched_at=NOW)
    assert (named.kind, unnamed.kind) == (PageKind.ARTICLE, PageKind.LISTING)
