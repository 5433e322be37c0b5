from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.check import SourceReport, probe_all
from crawlers.judging import Point
from crawlers.plan import RoundPlan
from net.addresses import AddressPolicy
from net.bounds import Bounds
from news.source import Health
from tests.crawlers.outlets import RSS, publish, rss, source
from tests.crawlers.run_round import NOON
from tests.servers import Press, redirects, says


@pytest.fixture(scope="module")
def reports() -> Iterator[dict[str, SourceReport]]:
    with Press() as press:
        good, barred, html, late, same, future = (
            press.outlet(f"{name}.thu", f"127.34.0.{number}")
            for number, name in enumerate(("good", "barred", "html", "late", "same", "future"), 1)
        )
        publish(good, 6)
        good.on("/old", redirects("/rss"))
        barred.on("/robots.txt", says("User-agent: *\nDisallow: /rss\n", "text/plain"))
        html.on("/rss", says("<!doctype html><html><body>Danh sách RSS</body></html>"))
        publish(html, 6, path="/candidate")
        publish(late, 6, latest=NOON - timedelta(days=90))
        publish(same, 6)
        publish(same, 6, path="/rss/kinh-te")
        ahead = [(future.url(f"/{n}"), f"Tin {n}", NOON + timedelta(hours=7 - n / 9)) for n in range(6)]
        future.on("/rss", says(rss("Sai múi giờ", ahead), RSS))
        sources = [
            source("good", good, path="/old"),
            source("barred", barred),
            replace(source("html", html), candidates=(html.url("/candidate"),)),
            source("late", late),
            replace(source("same", same), feeds=(same.url("/rss"), same.url("/rss/kinh-te"))),
            source("future", future),
        ]
        plan = RoundPlan(
            sources=tuple(sources),
            wanted=lambda *_: False,
            archive=Path("unused"),
            policy=AddressPolicy.of(["127.34.0.0/16"]),
            hosts=press.hosts,
            bounds=Bounds(answer_time=timedelta(seconds=5)),
            delay=timedelta(0),
            clock=lambda: NOON,
        )
        yield {report.source.id: report for report in probe_all(sources, plan)}


def _words(report: SourceReport, point: Point) -> tuple[bool | None, str]:
    (check,) = [check for check in report.feeds[0].checks if check.point is point]
    return check.passed, check.words


def test_a_good_source_passes_every_point(reports: dict[str, SourceReport]) -> None:
    report = reports["good"]
    assert report.health is Health.OK
    assert all(check.passed for check in report.feeds[0].checks)
    assert report.feeds[0].first_entries[0].title == "Bài số 0 của good.thu"


def test_tells_where_a_feed_moved_to(reports: dict[str, SourceReport]) -> None:
    assert reports["good"].feeds[0].moved_to == "http://good.thu/rss"
    assert "nên ghi http://good.thu/rss" in reports["good"].advice[0]


def test_says_that_robots_bars(reports: dict[str, SourceReport]) -> None:
    assert reports["barred"].health is Health.ROBOTS
    assert _words(reports["barred"], Point.ROBOTS)[0] is False
    assert "tắt nguồn" in reports["barred"].advice[0]


def test_tells_a_page_from_a_feed_and_offers_the_candidate(reports: dict[str, SourceReport]) -> None:
    assert reports["html"].health is Health.NOT_A_FEED
    assert reports["html"].advice[0] == "có thể thêm vào cột feeds: http://html.thu/candidate"


def test_measures_freshness_by_the_outlets_own_rhythm(reports: dict[str, SourceReport]) -> None:
    assert reports["late"].health is Health.FROZEN
    assert "22/08/2026" in reports["late"].feeds[0].words


def test_notices_a_section_that_is_the_home_feed(reports: dict[str, SourceReport]) -> None:
    assert reports["same"].feeds[1].health is Health.WRONG_SECTION


def test_notices_times_in_the_future(reports: dict[str, SourceReport]) -> None:
    passed, words = _words(reports["future"], Point.DATES)
    assert passed is False
    assert "tương lai" in words
