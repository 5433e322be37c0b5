from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from crawlers.robots import MOST_DELAY, NO_RULES, parse_robots


def test_no_rules_allow_everything() -> None:
    assert NO_RULES.allows("https://a.vn/x")
    assert parse_robots(b"").allows("https://a.vn/x")


def test_rules_for_all_count_when_none_are_ours() -> None:
    robots = parse_robots(b"User-agent: *\nDisallow: /rss/\nAllow: /rss/tin-moi.rss\n")
    assert not robots.allows("https://a.vn/rss/kinh-te.rss")
    assert robots.allows("https://a.vn/rss/tin-moi.rss")
    assert robots.allows("https://a.vn/tin.htm")


def test_rules_for_us_come_first() -> None:
    robots = parse_robots(b"User-agent: *\nDisallow: /\n\nUser-agent: Diembao\nDisallow: /private\n")
    assert robots.allows("https://a.vn/tin.htm")
    assert not robots.allows("https://a.vn/private/1")


def test_reads_wildcards_and_byte_order_marks() -> None:
    robots = parse_robots("\ufeffUser-agent: *\nDisallow: /*?print=\n".encode())
    assert not robots.allows("https://a.vn/tin.htm?print=1")


def test_takes_a_pace_within_reason() -> None:
    assert parse_robots(b"User-agent: *\nCrawl-delay: 5\n").crawl_delay == timedelta(seconds=5)
    assert parse_robots(b"User-agent: *\nCrawl-delay: 86400\n").crawl_delay == MOST_DELAY
    assert parse_robots(b"User-agent: *\nCrawl-delay: mot\n").crawl_delay is None


@given(st.binary(max_size=500))
def test_no_file_is_too_strange(body: bytes) -> None:
    parse_robots(body).allows("https://a.vn/tin.htm")
