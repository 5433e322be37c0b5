"""Links as publishers write them → absolute http(s) addresses, or nothing. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

from news.urls import MAX_URL_CHARS

_SPACE = re.compile(r"\s+")
_SAFE = "%/:=&?~#+!$,;'@()*[]|"


def absolute(link: str, base: str) -> str:
    """Return the address trimmed, absolute and with letters outside ASCII escaped; empty if it is none of the web."""
    link = link.strip()
    if "&amp;" in link:
        link = link.replace("&amp;", "&")
    if not link.startswith(("https://", "http://")):
        link = _join(link, base)
    if not link.isascii() or " " in link or "\n" in link or "\t" in link or "\r" in link:
        link = _escape(_SPACE.sub(lambda space: "" if "\n" in space[0] else "%20", link))
    return link if 8 <= len(link) <= MAX_URL_CHARS else ""


def _join(link: str, base: str) -> str:
    try:
        joined = urljoin(base, link) if link else ""
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in {"http", "https"} and parts.netloc else ""


def _escape(link: str) -> str:
    try:
        parts = urlsplit(link)
        host = parts.netloc
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    return quote(parts._replace(netloc=host).geturl(), safe=_SAFE)
