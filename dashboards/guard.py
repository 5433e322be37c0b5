"""Before a page is shown: who asks, whether they may, whether the form is ours. After it: the look is logged.

Every page of the application passes here (``guarded``); there is no other door.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.notices import carry_notices
from dashboards.routing import Page, Show
from dashboards.services import Services

#: The cookie with the session's secret; browsers keep the prefix ``__Host-`` to TLS, this host and the path ``/``.
COOKIE = "diembao"
#: The field of a form, or the header of a request by script, that proves that the form is ours.
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf"
_MOST_FORM_PART = 20_000_000


def cookie_name(request: Request) -> str:
    return f"__Host-{COOKIE}" if request.url.scheme == "https" else COOKIE


def csrf_of(secret: str) -> str:
    """The token that forms of this session carry; it does not tell the secret."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def guarded(page: Page) -> Show:
    """The page behind its guard."""

    async def show(request: Request) -> Response:
        services: Services = request.app.state.services
        secret = request.cookies.get(cookie_name(request), "")
        person = await run_in_threadpool(services.people.signed_in, secret) if secret else None
        request.state.person, request.state.csrf = person, csrf_of(secret)
        if person is None and not page.is_open:
            return _to_sign_in(request)
        if request.method not in ("GET", "HEAD"):
            await _check_form(request)
        if person is not None and not page.is_for(person.roles):
            raise HTTPException(403)
        answer = await page.show(request)
        if person is not None and request.method == "GET" and answer.status_code < 300:
            key = quote("/".join(map(str, request.path_params.values())))[:200]
            await run_in_threadpool(services.audit.look, person, page.name, key or "-")
        carry_notices(request, answer)
        return answer

    return show


def _to_sign_in(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise HTTPException(401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)


async def _check_form(request: Request) -> None:
    """403 unless the request comes from one of our own pages: by its origin, and by the token of the session."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in (None, "same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise HTTPException(403)
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        form = await request.form(max_part_size=_MOST_FORM_PART)
        field = form.get(CSRF_FIELD)
        given = field if isinstance(field, str) else ""
    if not hmac.compare_digest(given.encode(), request.state.csrf.encode()):
        raise HTTPException(403)
