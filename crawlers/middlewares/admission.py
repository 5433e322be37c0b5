"""Refuse, before anything is resolved, what may never be asked (SCOPE §1) and what is no address of the web."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from net.refusal import refuse
from news.errors import FetchError

if TYPE_CHECKING:
    from scrapy import Request


class Admission:
    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(request.url, "not an http(s) address")
        if parts.username or parts.password:
            raise FetchError(request.url, "an address with a user name in it")
        refusal = refuse(request.url)
        if refusal is not None:
            raise refusal
