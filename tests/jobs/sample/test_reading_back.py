"""The collector's own readers understand the sample press: what was written is what is read."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from crawlers.feeds import parse
from crawlers.pages import extract
from jobs.sample import articles, expectations
from jobs.sample.content import SampleArticle
from jobs.sample.press import outlet
from news.article import Page
from news.source import Health
from news.times import at_local
from news.urls import canonical_url
from tests.jobs.sample.reading import ANCHOR, Running

END = at_local(ANCHOR, 6, 30)
#: The page's markup is an attack; how much of it a reader cuts is its own affair.
READABLE = [one for one in articles() if not one.is_refused and one.slug != expectations.HOSTILE_TITLE]


def read(whole_week: Running, article: SampleArticle) -> Page:
    url = whole_week.press.url(article.slug)
    reply = whole_week.ask(url)
    return extract(reply.body, url=url, content_type=reply.headers["content-type"], fetched_at=END)


@pytest.mark.parametrize("source", sorted({one.outlet for one in articles()} - set(expectations.AILING)))
def test_feeds_give_the_titles_times_and_addresses_that_were_planted(whole_week: Running, source: str) -> None:
    one = outlet(source)
    url = one.base(whole_week.press.port) + one.feed
    reply = whole_week.ask(url)
    feed = parse(reply.body, url=url, content_type=reply.headers["content-type"], fetched_at=END)
    assert feed.health is Health.OK
    read = {canonical_url(entry.link): (normalize("NFC", entry.title), entry.published.at) for entry in feed.entries}
    for article in articles():
        if article.outlet == source and article.slug != expectations.HOSTILE_TITLE:
            title = article.wording(ANCHOR, END).title
            assert read[whole_week.press.url(article.slug)] == (title, article.reported_at(ANCHOR))


@pytest.mark.parametrize(
    ("source", "health"), [(k, v) for k, v in expectations.AILING.items() if v is not Health.FROZEN]
)
def test_ailing_feeds_are_told_in_words(whole_week: Running, source: str, health: Health) -> None:
    one = outlet(source)
    url = one.base(whole_week.press.port) + one.feed
    reply = whole_week.ask(url)
    feed = parse(reply.body, url=url, content_type=reply.headers["content-type"], fetched_at=END)
    assert (feed.health, feed.entries) == (health, ())
    assert feed.detail


def test_pages_give_title_lead_time_and_address(whole_week: Running) -> None:
    for article in READABLE:
        page, wording = read(whole_week, article), article.wording(ANCHOR, END)
        assert normalize("NFC", page.title) == wording.title
        assert normalize("NFC", page.lead) == wording.lead, article.slug
        assert page.published.at == article.reported_at(ANCHOR), article.slug
        assert page.canonical_url == whole_week.press.url(article.slug)
        assert page.language == article.language


def test_pages_give_every_paragraph_and_no_by_line(whole_week: Running) -> None:
    for article in READABLE:
        text = normalize("NFC", read(whole_week, article).text)
        for paragraph in article.wording(ANCHOR, END).paragraphs:
            # Where a reprint came from is said in a line that may pass for a signature.
            assert paragraph in text or paragraph.startswith(("Nguồn:", "Theo ")), article.slug
        assert [name for name in expectations.PEN_NAMES if name in text] == []
        assert "Năm điểm đến ở Ninh Bình" not in text
