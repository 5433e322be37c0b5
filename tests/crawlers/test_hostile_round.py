"""One round over outlets of which each has a vice of its own; many promises about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from crawlers.plan import FeedOutcome
from net.bounds import Bounds
from news.source import Health
from tests.crawlers.outlets import RSS, publish, rss, source
from tests.crawlers.run_round import NOON, Order, Ran, run
from tests.servers import (
    Outlet,
    Press,
    asks_to_wait,
    bombs,
    breaks_off,
    challenges,
    drips,
    floods_headers,
    hangs,
    never_ends,
    packed_twice,
    redirects,
    says,
    self_signed,
    talks_nonsense,
    wants_cookie,
)

BOUNDS = Bounds(feed_bytes=5_000_000, page_bytes=5_000_000, answer_time=timedelta(seconds=4))
#: Python with Scrapy, aiohttp, SQLAlchemy and the parsers weighs about 110 MB before it reads anything.
MOST_MB = 180


@dataclass
class Scene:
    ran: Ran
    seconds: float
    outlets: dict[str, Outlet]

    def outcome(self, id_: str) -> FeedOutcome:
        (outcome,) = [one for one in self.ran.result.outcomes if one.source == id_]
        return outcome


def a_feed(outlet: Outlet) -> str:
    return rss(outlet.name, [(outlet.url("/tin-1.htm"), "Tin nước ngoài số một", NOON - timedelta(hours=2))])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("hostile")
    with Press() as press:
        outlets: dict[str, Outlet] = {}

        def outlet(id_: str) -> Outlet:
            number = len(outlets) + 1
            outlets[id_] = press.outlet(f"{id_}.thu", f"127.31.0.{number}")
            return outlets[id_]

        for id_, behaviour in {
            "html": says("<!doctype html><html><body><h1>Trang chủ</h1><p>Tin tức</p></body></html>"),
            "empty": says(rss("Báo trống", []), RSS),
            "silent": says("", RSS, status=204),
            "broken": says("<rss><channel><item><title>Nửa", RSS),
            "forbidden": says("no", status=403),
            "challenge": challenges(),
            "gone": says("gone", status=410),
            "error": says("oops", status=500),
            "wait": asks_to_wait(7200),
            "bomb": bombs(),
            "double": packed_twice(),
            "large": says(b"<rss>" + bytes(50_000_000), RSS),
            "endless": never_ends(RSS),
            "drip": drips(),
            "drip-head": drips(in_headers=True),
            "hang": hangs(),
            "half": breaks_off(content_type=RSS),
            "header": floods_headers(),
            "headers": floods_headers(10_000, 100),
            "nonsense": talks_nonsense(),
            "loop": redirects("/rss"),
            "inside": redirects("http://127.0.0.1:80/admin"),
            "metadata": redirects("http://169.254.169.254/latest/meta-data/"),
            "named-inside": redirects("http://localhost/admin"),
            "to-file": redirects("file:///etc/passwd"),
            "to-social": redirects("https://www.facebook.com/feed"),
            "comments": says(rss("Bình luận cho: Cầu mới", [("http://comments.thu/1", "Ai đó viết", NOON)]), RSS),
        }.items():
            outlet(id_).on("/rss", behaviour)
        cookie = outlet("cookie")
        cookie.on("/rss", wants_cookie(a_feed(cookie), RSS))
        frozen = outlet("frozen")
        publish(frozen, 3, latest=NOON - timedelta(days=60))
        barred = outlet("barred")
        barred.on("/robots.txt", says("User-agent: *\nDisallow: /rss\n", "text/plain"))
        barred.on("/rss", says(a_feed(barred), RSS))
        named = outlet("named")
        named.on("/robots.txt", says("User-agent: *\nDisallow: /\n\nUser-agent: diembao\nAllow: /\n", "text/plain"))
        named.on("/rss", says(a_feed(named), RSS))
        ill = outlet("robots-ill")
        ill.on("/robots.txt", says("down", status=500))
        ill.on("/rss", says(a_feed(ill), RSS))
        guarded = outlet("robots-403")
        guarded.on("/robots.txt", says("no", status=403))
        guarded.on("/rss", says(a_feed(guarded), RSS))
        slow_rules = outlet("robots-slow")
        slow_rules.on("/robots.txt", drips())
        slow_rules.on("/rss", says(a_feed(slow_rules), RSS))
        looping = outlet("robots-loop")
        looping.on("/robots.txt", redirects("/robots.txt"))
        looping.on("/rss", says(a_feed(looping), RSS))
        stranger = outlet("stranger")
        links = [
            "http://ngoai.thu/1",
            "https://www.facebook.com/2",
            "http://127.0.0.1/3",
            stranger.url("/4"),
            stranger.url("/5"),
        ]
        stranger.on("/rss", says(rss("Báo", [(url, f"Tin nước ngoài {url[-1]}", NOON) for url in links]), RSS))
        secure = press.outlet("secure.thu", "127.31.1.1", certificate=self_signed("secure.thu", folder))
        secure.on("/rss", says("x", RSS))
        outlets["secure"] = secure
        good = outlet("good")
        publish(good, 5)
        closed = Outlet("closed.thu", "127.31.2.2", port=9)
        outlets["closed"] = closed
        private = press.outlet("private.thu", "127.0.0.1")
        publish(private, 1)
        outlets["private"] = private

        hosts = press.hosts | {"closed.thu": "127.31.2.2:9", "unresolvable.thu": "127.31.2.3"}
        sources = tuple(source(id_, one) for id_, one in outlets.items())
        began = time.monotonic()
        ran = run(Order(folder, sources, hosts, allow=("127.31.0.0/16",), bounds=BOUNDS))
        yield Scene(ran, time.monotonic() - began, outlets)


@pytest.mark.parametrize(
    ("id_", "health"),
    [
        ("html", Health.NOT_A_FEED),
        ("empty", Health.EMPTY),
        ("silent", Health.EMPTY),
        ("forbidden", Health.REFUSED),
        ("challenge", Health.REFUSED),
        ("to-social", Health.REFUSED),
        ("comments", Health.REFUSED),
        ("gone", Health.GONE),
        ("error", Health.UNREACHABLE),
        ("closed", Health.UNREACHABLE),
        ("to-file", Health.UNREACHABLE),
        ("wait", Health.BACKING_OFF),
        ("bomb", Health.TOO_LARGE),
        ("double", Health.TOO_LARGE),
        ("large", Health.TOO_LARGE),
        ("endless", Health.TOO_LARGE),
        ("drip", Health.TOO_SLOW),
        ("drip-head", Health.TOO_SLOW),
        ("hang", Health.TOO_SLOW),
        ("robots-slow", Health.TOO_SLOW),
        ("broken", Health.BROKEN),
        ("half", Health.BROKEN),
        ("header", Health.BROKEN),
        ("headers", Health.BROKEN),
        ("nonsense", Health.BROKEN),
        ("loop", Health.REDIRECT_LOOP),
        ("inside", Health.PRIVATE_ADDRESS),
        ("metadata", Health.PRIVATE_ADDRESS),
        ("named-inside", Health.PRIVATE_ADDRESS),
        ("private", Health.PRIVATE_ADDRESS),
        ("secure", Health.CERTIFICATE),
        ("frozen", Health.FROZEN),
        ("barred", Health.ROBOTS),
        ("robots-ill", Health.ROBOTS),
        ("robots-403", Health.OK),
        ("robots-loop", Health.OK),
        ("named", Health.OK),
        ("cookie", Health.OK),
        ("stranger", Health.OK),
        ("good", Health.OK),
    ],
)
def test_says_how_each_source_fares(scene: Scene, id_: str, health: Health) -> None:
    outcome = scene.outcome(id_)
    assert outcome.health is health, outcome.detail
    assert outcome.detail or health is Health.OK


def test_the_rest_goes_on(scene: Scene) -> None:
    assert scene.outcome("good").new == 5
    assert scene.ran.result.pages_kept == 5 + 3
    assert scene.ran.result.is_complete


def test_stays_small(scene: Scene) -> None:
    assert scene.ran.peak_mb < MOST_MB


def test_stays_quick(scene: Scene) -> None:
    """Outlets that never answer cost the four seconds allowed, side by side."""
    assert scene.ran.result.seconds < 60


def test_asks_nothing_that_robots_bars(scene: Scene) -> None:
    assert scene.outlets["barred"].paths == ["/robots.txt"]
    assert scene.outlets["robots-ill"].paths == ["/robots.txt"]


def test_never_touches_a_private_address(scene: Scene) -> None:
    assert scene.outlets["private"].asked == []


def test_sends_nothing_to_a_server_that_cannot_prove_itself(scene: Scene) -> None:
    assert scene.outlets["secure"].asked == []


def test_leaves_out_links_to_strangers_and_platforms(scene: Scene) -> None:
    outcome = scene.outcome("stranger")
    assert outcome.new == 2
    assert "2 tin dẫn ra ngoài tờ báo" in outcome.detail
    assert "1 tin dẫn đến mạng xã hội" in outcome.detail


def test_keeps_cookies_within_one_fetch_only(scene: Scene) -> None:
    with_cookie = [asked.path for asked in scene.outlets["cookie"].asked if "cookie" in asked.headers]
    assert with_cookie == ["/rss"]


def test_goes_by_one_name_and_tells_no_referer(scene: Scene) -> None:
    asked = [one for outlet in scene.outlets.values() for one in outlet.asked]
    assert {one.headers["user-agent"] for one in asked} == {"diembao/0.0 (+https://thu.example)"}
    assert not any("referer" in one.headers for one in asked)


def test_asks_one_thing_at_a_time(scene: Scene) -> None:
    assert {outlet.most_at_once for outlet in scene.outlets.values() if outlet.asked} == {1}


def test_reads_robots_once_and_first(scene: Scene) -> None:
    for outlet in scene.outlets.values():
        if outlet.asked and outlet.name != "robots-loop.thu":
            assert outlet.paths[0] == "/robots.txt"
            assert outlet.paths.count("/robots.txt") == 1
