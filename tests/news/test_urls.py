"""An article's identity: the same address however it was shared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.urls import _canonical_form, canonical_url, host_of, is_web_link, same_site


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("https://a.vn/x.htm?utm_source=rss#top", "https://a.vn/x.htm"),
        ("HTTPS://A.VN:443/x.htm", "https://a.vn/x.htm"),
        ("http://a.vn:80", "http://a.vn/"),
        ("\n  https://a.vn/a-1.html\n ", "https://a.vn/a-1.html"),
        ("https://a.vn/bai-1/amp", "https://a.vn/bai-1/"),
        ("https://a.vn/x?id=7&fbclid=abc&page=2", "https://a.vn/x?id=7&page=2"),
        ("http://mod.gov.vn/home/detail?urile=wcm:path:/a/b", "http://mod.gov.vn/home/detail?urile=wcm:path:/a/b"),
        ("https://a.vn/vi/việt-nam/rss", "https://a.vn/vi/vi%E1%BB%87t-nam/rss"),
        ("https://a.vn/a%c3%a1", "https://a.vn/a%C3%A1"),
        ("https://a.vn/a/../b", "https://a.vn/b"),
        ("https://báo.vn/x", "https://xn--bo-mia.vn/x"),
        ("http://127.10.0.1:8765/x.htm", "http://127.10.0.1:8765/x.htm"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_brings_an_address_into_one_form(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a.vn/x", "a.vn/x", "https://", "http://u:p@a.vn/", "https://a.vn/" + "x" * 2001],
)
def test_refuses_what_is_no_web_address(url: str) -> None:
    assert not is_web_link(url)


plain_urls = st.from_regex(r"https?://[a-z0-9.-]{1,12}/[A-Za-z0-9_.~/%?&=#-]{0,40}", fullmatch=True)


@given(plain_urls)
def test_the_short_way_agrees_with_the_long_one(url: str) -> None:
    try:
        whole = _canonical_form(url)
    except ValueError:
        assert not is_web_link(url)
    else:
        assert canonical_url(url) == whole
        assert canonical_url(whole) == whole


@given(st.text(max_size=60))
def test_never_fails_otherwise(url: str) -> None:
    is_web_link(url)
    host_of("https://a.vn/" + url)


def test_knows_sub_domains_of_one_site() -> None:
    assert same_site("https://dulich.vnexpress.net/x", "https://www.vnexpress.net")
    assert not same_site("https://a.vn", "https://ba.vn")
