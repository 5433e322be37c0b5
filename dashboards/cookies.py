"""Cookies: HttpOnly, for this host only; under TLS with the prefix that browsers keep to it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

#: The session's secret; what proves a stranger's form is ours; the browser somebody signed in with before; a sign-in
#: that is on its way through the identity provider; where the person was going; notices.
SESSION, VISIT, DEVICE, PROVIDER = "session", "visit", "device", "provider"
WANTED, NOTICES = "wanted", "notices"
DEVICE_AGE = 90 * 24 * 3600


def _is_tls(request: Request) -> bool:
    return bool(request.app.state.is_tls)


def full_name(name: str, *, is_tls: bool) -> str:
    """``__Host-``: browsers take it only over TLS, without a domain, for the path ``/``."""
    return f"__Host-diembao-{name}" if is_tls else f"diembao-{name}"


def get(request: Request, name: str) -> str:
    """The cookie's value; empty when there is none."""
    return request.cookies.get(full_name(name, is_tls=_is_tls(request)), "")


def put(request: Request, answer: Response, name: str, value: str, *, age: int | None = None) -> None:
    """``age`` in seconds; without it the cookie goes with the browser. Lax: links in letters keep one signed in."""
    is_tls = _is_tls(request)
    answer.set_cookie(
        full_name(name, is_tls=is_tls), value, max_age=age, path="/", secure=is_tls, httponly=True, samesite="lax"
    )


def drop(request: Request, answer: Response, name: str) -> None:
    is_tls = _is_tls(request)
    answer.delete_cookie(full_name(name, is_tls=is_tls), path="/", secure=is_tls, httponly=True, samesite="lax")
