"""Scrapy's cookies, with the list of public suffixes that is installed beside it.

Scrapy's own would fetch the newest list from the internet at its first cookie, past robots, pacing and address checks.
"""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract


class CookiesMiddleware(cookies.CookiesMiddleware):
    """Fetches nothing and leaves no file behind."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
