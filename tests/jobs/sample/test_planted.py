"""Each hard case is really there, in the bytes that are served."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

from jobs.sample import articles, expectations, mornings, outlets
from jobs.sample.pages import amp_url
from jobs.sample.press import article, outlet
from news.analysis import Relevance
from news.times import at_local
from tests.jobs.sample.reading import ANCHOR, Running


def feed_of(running: Running, source: str) -> str:
    one = outlet(source)
    return str(running.ask(one.base(running.press.port) + one.feed).text)


def test_edits_a_headline_on_the_sixth_day(week: Running) -> None:
    url = week.press.url(expectations.EDITED)
    week.clock.move_to(at_local(date(2026, 9, 30), 23, 0))
    before, listed_before = week.ask(url).text, feed_of(week, "song-mau")
    week.clock.move_to(at_local(date(2026, 10, 1), 9, 10))
    after, listed_after = week.ask(url).text, feed_of(week, "song-mau")
    assert '<h1 class="title-detail">32 học sinh' in before
    assert "Đính chính" not in before
    assert '<h1 class="title-detail">23 học sinh' in after
    assert "Đính chính" in after
    assert url in listed_before
    assert url in listed_after
    assert ("32 học sinh" in listed_before, "32 học sinh" in listed_after) == (True, False)


def test_lists_an_old_article_anew_on_the_last_morning(week: Running) -> None:
    week.clock.move_to(at_local(ANCHOR, 5, 39))
    assert expectations.RESHARED not in feed_of(week, "gia-dinh")
    week.clock.move_to(at_local(ANCHOR, 6, 30))
    assert expectations.RESHARED in feed_of(week, "gia-dinh")
    old = article(expectations.RESHARED)
    assert (old.listed_at(ANCHOR) - old.published_at(ANCHOR)).days > 290


def test_shows_every_change_to_a_round_each_morning() -> None:
    edited = article(expectations.EDITED)
    titles = [edited.wording(ANCHOR, at).title for at in mornings(ANCHOR) if edited.published_at(ANCHOR) <= at]
    assert titles == [edited.title, edited.edit.title if edited.edit else ""]
    assert all(one.listed_at(ANCHOR) <= mornings(ANCHOR)[-1] for one in articles())


def test_cuts_one_feed_in_the_middle(whole_week: Running) -> None:
    text = feed_of(whole_week, "dut-doan")
    assert text.startswith("<?xml")
    assert "</rss>" not in text
    assert "<item>" not in text


def test_freezes_one_feed_weeks_ago(whole_week: Running) -> None:
    assert feed_of(whole_week, "dong-bang").count("<item>") == 2
    assert max(one.slot.day for one in articles() if one.outlet == "dong-bang") < -30


def test_answers_one_feed_with_a_page_and_one_with_nothing(whole_week: Running) -> None:
    assert feed_of(whole_week, "khong-nguon").startswith("<!doctype html>")
    base = outlet("song-mau").base(whole_week.press.port)
    empty = whole_week.ask(base + expectations.EMPTY_FEEDS["song-mau"][0])
    assert empty.status == 200
    assert "<item>" not in empty.text


def test_writes_times_in_every_known_manner(whole_week: Running) -> None:
    assert "Fri, 02 Oct 2026 05:10:00 +0700" in feed_of(whole_week, "song-mau")
    assert "Fri, 02 Oct 2026 05:25:00 GMT+7" in feed_of(whole_week, "gia-dinh")
    assert "Fri, 02 Oct 26 05:35:00 +0700" in feed_of(whole_week, "vi-du")
    assert "10/1/2026 6:05:00 PM" in feed_of(whole_week, "dong-que")
    assert "Thứ Sáu, 02/10/2026, 05:55" in feed_of(whole_week, "co-do")


def test_prints_a_year_that_cannot_be(whole_week: Running) -> None:
    listed = feed_of(whole_week, "gia-dinh")
    assert listed.count("2087") == 1


def test_encodes_entities_twice(whole_week: Running) -> None:
    assert "&amp;agrave;" in feed_of(whole_week, "gia-dinh")


def test_declares_another_encoding_than_it_uses(whole_week: Running) -> None:
    assert feed_of(whole_week, "dong-que").startswith('<?xml version="1.0" encoding="utf-16"?>')


def test_decomposes_its_letters(whole_week: Running) -> None:
    text = feed_of(whole_week, "thi-nghiem")
    assert "Ninh Bình" not in text
    assert "Ninh Bình" in unicodedata.normalize("NFC", text)


def test_puts_markup_into_a_headline_as_text(whole_week: Running) -> None:
    served = feed_of(whole_week, "thi-nghiem") + whole_week.ask(whole_week.press.url(expectations.HOSTILE_TITLE)).text
    assert "&lt;script&gt;alert" in served
    assert "<script>alert" not in served


def test_speaks_every_format_of_feed(whole_week: Running) -> None:
    assert "<feed xmlns='http://www.w3.org/2005/Atom'" in feed_of(whole_week, "thi-nghiem")
    assert "<rdf:RDF" in feed_of(whole_week, "the-thao")
    assert "<news:publication_date>" in feed_of(whole_week, "wire")
    assert len(json.loads(feed_of(whole_week, "courier"))["items"]) == 10


def test_hangs_campaign_marks_on_links_and_lists_an_amp_copy(whole_week: Running) -> None:
    listed = feed_of(whole_week, "vi-du")
    assert "?utm_source=rss&amp;utm_medium=feed" in listed
    assert listed.count(expectations.TWICE_LISTED) == 2
    url = whole_week.press.url(expectations.TWICE_LISTED)
    amp = whole_week.ask(amp_url(url))
    assert amp.status == 200
    assert f'<link rel="canonical" href="{url}">' in amp.text


def test_signs_every_page_and_lists_the_province_beside_it(whole_week: Running) -> None:
    for one in articles():
        if one.is_refused:
            continue
        page = unicodedata.normalize("NFC", whole_week.ask(whole_week.press.url(one.slug)).text)
        assert outlet(one.outlet).pen_name(one) in page
        assert ("Ninh Bình" in page) or ("Ninh Binh" in page)
        assert "hư cấu" in page or "fictional" in page


def test_lays_out_its_pages_in_six_ways() -> None:
    assert {one.layout for one in outlets()} == {
        "json_ld", "open_graph", "graph", "visible_day", "visible_bar", "semantic",
    }  # fmt: skip


def test_plants_false_friends_that_are_not_about_the_province() -> None:
    others = "\n".join(
        " ".join((one.title, one.lead, *one.paragraphs)) for one in articles() if one.relevance is not Relevance.ABOUT
    )
    for name in (
        "Nam Định Vũ", "đường Ninh Bình", "sân vận động Hoa Lư", "xã Hà Nam", "đảo Hà Nam", "河南", "Hanam",
        "Quảng Ninh", "Ninh Thuận", "Bắc Ninh", "quê Nam Định", "phở Nam Định", "nước mắm Nam Định", "người Tràng An",
        "CLB Nam Định", "CLB Ninh Bình", "phố Hoa Lư", "tỉnh Hà Nam, Trung Quốc",
    ):  # fmt: skip
        assert name in others, name
