"""The canonical form of an address, which is an article's identity. Pure; nothing is fetched."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|yclid|zarsrc|zanpid|mc_[ce]id|_ga|igshid|ref_?src|spm|cmpid|at_\w+|ns_\w+|amp|"
    r"outputtype|rssfeed)$",
    re.IGNORECASE,
)
#: Most addresses are canonical as they stand: lower-case host, plain path, no query.
_CANONICAL = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Longer addresses than this are traps, not articles.
MAX_URL_CHARS = 2_000


def host_of(url: str) -> str:
    """Lower-case host without ``www.`` and port, as ASCII (IDNA); empty when there is none."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return ""
    return host.removeprefix("www.")


def canonical_url(url: str) -> str:
    """Return the address without fragment, tracking parameters, default port; the host as served.

    The query is kept otherwise: for some publishers it is the identity. Raises ``ValueError`` for
    anything that is not http(s) with a host.
    """
    if len(url) <= MAX_URL_CHARS and _CANONICAL.fullmatch(url) and not url.endswith("/amp"):
        return url
    return _canonical_form("".join(url.split()))


def _canonical_form(url: str) -> str:
    if len(url) > MAX_URL_CHARS:
        raise ValueError("address too long")
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an http(s) address: {url[:80]!r}")
    if parts.username or parts.password:
        raise ValueError("an address with a user name in it")
    host = parts.hostname.rstrip(".")
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    if ":" in host:
        host = f"[{host}]"
    elif not all(host.split(".")):
        raise ValueError(f"not a host: {host[:80]!r}")
    port = parts.port
    netloc = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    path = re.sub(r"%[0-9a-fA-F]{2}", lambda escape: escape[0].upper(), path)
    if "/../" in path or "/./" in path or path.endswith(("/..", "/.")):
        path = posixpath.normpath(path)
    path = re.sub(r"/amp/?$", "/", path)
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0]))
    query = quote(query, safe="=&%/:@!$'()*+,;~-._?")
    return urlunsplit((scheme, netloc, path, query, ""))


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one host or one is a sub-domain of the other."""
    first, second = host_of(a), host_of(b)
    return bool(first) and (first == second or first.endswith("." + second) or second.endswith("." + first))


def is_web_link(url: str) -> bool:
    """Whether a page of ours may offer this address as a link: http(s) with a host, nothing else."""
    try:
        canonical_url(url)
    except ValueError:
        return False
    return True
