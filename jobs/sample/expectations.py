"""What was planted in the sample press and what an honest reading finds: the answers, kept apart from what is served.

Articles are named by slug; ``SamplePress.url`` gives the address. Labels of the single articles stand with their texts.
"""

from __future__ import annotations

from jobs.sample.content import SampleArticle
from jobs.sample.press import articles, outlets
from news.analysis import Relevance
from news.source import Health

PROVINCE = "ninh-binh"

#: Its headline, lead and figures change on the sixth day; a correction stands above the text from then on.
EDITED = "32-hoc-sinh-y-yen-nghi-ngo-doc-sau-bua-trua"
#: Ten months old, listed again by its feed on the last morning: counted by the digest, not mixed with the news.
RESHARED = "sat-lo-nui-o-cuc-phuong-di-doi-21-ho"
#: The newsroom typed the year 2087: kept as reported, never newest, never "today".
FUTURE_DATED = "thu-thach-viet-tay-ba-muoi-ngay"
#: Markup in headline and lead, meant as text: shown escaped or cut, never run.
HOSTILE_TITLE = "ma-doc-chen-script-vao-o-tim-kiem"
#: The page answers 403; headline and lead of its feed are all there is.
REFUSED_PAGE = "ninh-binh-thu-nghiem-cam-bien-canh-bao-lu-cap-thon"
#: robots.txt forbids their area; the feed lists them all the same.
FORBIDDEN_PAGES = frozenset({"du-thao-quy-che-ben-do-trang-an", "thong-bao-toa-soan-nghi-bao-tri"})
#: Listed twice by its feed, plain and as AMP: one article.
TWICE_LISTED = "tai-nan-lien-hoan-tren-quoc-lo-1-9-nguoi-nhap-vien"

#: The outlets that do not read well, and how; all others are ``Health.OK``.
AILING = {"dong-bang": Health.FROZEN, "dut-doan": Health.BROKEN, "khong-nguon": Health.NOT_A_FEED}
#: Feeds that answer and hold nothing, beside a good one of the same outlet.
EMPTY_FEEDS = {outlet.id: outlet.empty_feeds for outlet in outlets() if outlet.empty_feeds}

#: By-lines and closing lines; none of them may be found in storage, index or output (SCOPE §1).
PEN_NAMES = frozenset(name for outlet in outlets() for name in outlet.pen_names)


def collectable() -> tuple[SampleArticle, ...]:
    """The articles that a round can find: those of outlets whose feed can be read."""
    unread = {source for source, health in AILING.items() if health is not Health.FROZEN}
    return tuple(one for one in articles() if one.outlet not in unread)


def relevance() -> dict[str, Relevance]:
    """What each collectable article has to do with the province."""
    return {one.slug: one.relevance for one in collectable()}


def stories(*languages: str) -> dict[str, frozenset[str]]:
    """The stories with more than one article in ``languages`` (in any, when none is named), and their slugs.

    To a reader one event is one story in every language; a machine that compares words needs one language at a time.
    """
    members: dict[str, set[str]] = {}
    for one in collectable():
        if one.story is not None and (not languages or one.language in languages):
            members.setdefault(one.story, set()).add(one.slug)
    return {story: frozenset(slugs) for story, slugs in members.items() if len(slugs) > 1}


def reprints() -> dict[str, str]:
    """Each reprint and the article whose text it repeats."""
    return {one.slug: one.reprint_of for one in articles() if one.reprint_of is not None}
