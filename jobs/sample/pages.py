"""The outlets' article pages: six layouts, by-lines, boxes of other stories, and no two alike. Values in, text out.

By-lines and closing lines stand only here, in what is served: the collector must cut them (SCOPE §1).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from jobs.sample.content import SampleArticle, SampleOutlet, Wording
from jobs.sample.datelines import bar_time, day_first_time
from news.times import local

_LAYOUTS = Path(__file__).parent / "layouts"
_FOOTER = {
    "vi": "Trang báo hư cấu của chương trình diembao, chỉ dùng để chạy thử. Mọi sự việc đều do người viết đặt ra.",
    "en": "A fictional newspaper of the diembao programme, for trial runs only. Every event is invented.",
}
#: What the boxes of "most read" always hold: the province's name where the article does not speak of it.
_POPULAR = {
    "vi": ("Năm điểm đến ở Ninh Bình được tìm kiếm nhiều trong tuần", "Đường về Nam Định ngày cuối tuần đi lối nào?"),
    "en": ("Five places in Ninh Binh that readers searched for this week",),
}
_MORE = {"vi": "Đọc nhiều", "en": "Most read"}


def render_page(
    outlet: SampleOutlet,
    article: SampleArticle,
    wording: Wording,
    url: str,
    published: datetime,
    related: Sequence[tuple[str, str]],
    *,
    is_amp: bool = False,
) -> str:
    """The page of ``article`` as it reads now. ``related``: addresses and headlines for the boxes beside it."""
    pen_name = outlet.pen_name(article)
    tongue = "vi" if article.language == "vi" else "en"
    closing = outlet.closing.format(pen=escape(pen_name))
    body = "\n".join(f"<p>{escape(one, quote=False)}</p>" for one in wording.paragraphs)
    fields = {
        "language": article.language,
        "title": escape(wording.title),
        "lead": escape(wording.lead),
        "short_lead": escape(_shortened(wording.lead)),
        "body": body,
        "first_half": "\n".join(body.split("\n")[:2]),
        "second_half": "\n".join(body.split("\n")[2:]),
        "closing": closing,
        "pen_name": escape(pen_name),
        "outlet": escape(outlet.name),
        "url": escape(url),
        "amp_url": escape(amp_url(url)),
        "section": escape(article.section),
        "published": _iso(published),
        "modified": _iso(wording.modified_at or published),
        "bar_time": bar_time(published),
        "day_first_time": day_first_time(published),
        "linked_data": _linked_data(outlet, article, wording, url, published, pen_name),
        "related": "".join(f'<li><a href="{escape(link)}">{escape(title)}</a></li>' for link, title in related),
        "popular": "".join(f'<li><a href="/?box={n}">{escape(one)}</a></li>' for n, one in enumerate(_POPULAR[tongue])),
        "more": _MORE[tongue],
        "footer": _FOOTER[tongue],
    }
    return _layout("amp" if is_amp else outlet.layout).substitute(fields)


def render_home(outlet: SampleOutlet, links: Sequence[tuple[str, str]]) -> str:
    tongue = outlet.languages[0]
    return _layout("home").substitute(
        language=tongue,
        outlet=escape(outlet.name),
        motto=escape(outlet.motto),
        feed=outlet.feed,
        links="".join(f'<li><a href="{escape(link)}">{escape(title)}</a></li>' for link, title in links),
        footer=_FOOTER[tongue],
    )


def amp_url(url: str) -> str:
    """``http://host/a/b.html`` → ``http://host/amp/a/b.html``."""
    scheme, host, path = url.split("/", 3)[0], url.split("/", 3)[2], url.split("/", 3)[3]
    return f"{scheme}//{host}/amp/{path}"


@cache
def _layout(name: str) -> Template:
    return Template((_LAYOUTS / f"{name}.html").read_text(encoding="utf-8"))


def _iso(moment: datetime) -> str:
    return local(moment).isoformat()


def _shortened(lead: str, most: int = 110) -> str:
    return lead if len(lead) <= most else lead[:most].rsplit(" ", 1)[0] + "…"


def _linked_data(
    outlet: SampleOutlet, article: SampleArticle, wording: Wording, url: str, published: datetime, pen_name: str
) -> str:
    """schema.org NewsArticle; in the ``graph`` layout the headline is escaped once too often, as some do."""
    is_graph = outlet.layout == "graph"
    story: dict[str, object] = {
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": escape(wording.title) if is_graph else wording.title,
        "description": wording.lead,
        "datePublished": _iso(published),
        "dateModified": _iso(wording.modified_at or published),
        "articleSection": article.section,
        "author": {"@type": "Person", "name": pen_name},
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    whole: dict[str, object] = {"@context": "https://schema.org"}
    whole |= {"@graph": [{"@type": "WebSite", "name": outlet.name}, story]} if is_graph else story
    # A headline may contain "</script>": the slash is escaped as JSON allows.
    return json.dumps(whole, ensure_ascii=False).replace("</", "<\\/")
