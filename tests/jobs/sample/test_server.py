"""The sample press speaks HTTP as the press does."""

from __future__ import annotations

import http.client
import threading

import pytest

from jobs.sample import SampleClock, SamplePress, expectations, outlets
from news.times import at_local
from tests.jobs.sample.reading import ANCHOR, Running


def test_gives_every_outlet_an_address_of_its_own(whole_week: Running) -> None:
    homes = [source.homepage for source in whole_week.press.sources]
    assert len(set(homes)) == len(homes) == 12
    assert all(home.startswith("http://127.10.0.") for home in homes)
    assert len({home.rsplit(":", 1)[1] for home in homes}) == 1


def test_serves_every_home_page(whole_week: Running) -> None:
    for source in whole_week.press.sources:
        reply = whole_week.ask(source.homepage)
        assert reply.status == 200
        assert source.name in reply.text


@pytest.mark.parametrize(
    "outlet", [one for one in outlets() if one.format not in ("cut", "html")], ids=lambda one: one.id
)
def test_answers_304_to_a_reader_who_has_the_feed(whole_week: Running, outlet: Running) -> None:
    url = outlet.base(whole_week.press.port) + outlet.feed
    first = whole_week.ask(url)
    assert (first.status, bool(first.body)) == (200, True)
    by_tag = whole_week.ask(url, If_None_Match=first.headers["etag"])
    by_date = whole_week.ask(url, If_Modified_Since=first.headers["last-modified"])
    for again in (by_tag, by_date):
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


def test_answers_200_with_a_new_tag_once_something_is_published(week: Running) -> None:
    feed = week.press.sources[0].feeds[0]
    before = week.ask(feed)
    week.clock.move_to(at_local(ANCHOR, 6, 30))
    after = week.ask(feed, If_None_Match=before.headers["etag"])
    assert after.status == 200
    assert after.headers["etag"] != before.headers["etag"]


def test_answers_404_to_unknown_addresses(whole_week: Running) -> None:
    for source in whole_week.press.sources:
        assert whole_week.ask(source.homepage + "khong-co-trang-nay").status == 404


def test_shows_no_article_before_its_time(week: Running) -> None:
    url = week.press.url("khong-che-dam-chay-xuong-go-o-vu-duong")
    assert week.ask(url).status == 404
    week.clock.move_to(at_local(ANCHOR, 6, 5))
    assert week.ask(url).status == 200


def test_refuses_one_page_with_403(whole_week: Running) -> None:
    assert whole_week.ask(whole_week.press.url(expectations.REFUSED_PAGE)).status == 403


def test_forbids_an_area_by_robots(whole_week: Running) -> None:
    forbidden = {outlet.id: outlet.forbidden for outlet in outlets() if outlet.forbidden}
    assert forbidden == {"vi-du": ("/noi-bo/",)}
    source = next(one for one in whole_week.press.sources if one.id == "vi-du")
    assert "Disallow: /noi-bo/" in whole_week.ask(source.homepage + "robots.txt").text
    assert all("/noi-bo/" in whole_week.press.url(slug) for slug in expectations.FORBIDDEN_PAGES)


def test_answers_head_without_a_body(whole_week: Running) -> None:
    url = whole_week.press.url("ngao-chet-trang-bai-o-giao-thuy")
    head, whole = whole_week.ask(url, "HEAD"), whole_week.ask(url)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


def test_refuses_what_is_not_reading(whole_week: Running) -> None:
    assert whole_week.ask(whole_week.press.sources[0].homepage, "POST").status == 501


def test_keeps_a_connection_open_for_the_next_page(whole_week: Running) -> None:
    connection = http.client.HTTPConnection("127.10.0.1", whole_week.press.port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.read()
        assert not answer.will_close
    connection.close()


def test_starts_and_stops_without_leaving_threads_or_ports() -> None:
    before = set(threading.enumerate())
    press = SamplePress(ANCHOR, SampleClock(at_local(ANCHOR, 6, 30)))
    for _ in range(2):
        press.start()
        idle = http.client.HTTPConnection("127.10.0.2", press.port, timeout=10)
        idle.request("GET", "/")
        idle.getresponse().read()
        port = press.port
        press.stop()
        with pytest.raises(ConnectionError):
            http.client.HTTPConnection("127.10.0.2", port, timeout=2).request("GET", "/")
        idle.close()
    press.stop()
    assert set(threading.enumerate()) <= before


def test_two_presses_run_side_by_side(whole_week: Running) -> None:
    with SamplePress(ANCHOR, SampleClock(at_local(ANCHOR))) as other:
        assert other.port != whole_week.press.port


def test_time_runs_forward_only() -> None:
    clock = SampleClock(at_local(ANCHOR, 6, 30))
    with pytest.raises(ValueError, match="forward"):
        clock.move_to(at_local(ANCHOR, 6, 29))
