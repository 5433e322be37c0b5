"""Cookies are told apart by what is installed; nothing is asked of the internet for it."""

from __future__ import annotations

import socket

import pytest
from scrapy.downloadermiddlewares import cookies

from crawlers.middlewares.cookies import CookiesMiddleware


def test_the_list_of_public_suffixes_is_never_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    CookiesMiddleware()
    assert cookies._is_public_domain("com.vn")
    assert not cookies._is_public_domain("qdnd.vn")
