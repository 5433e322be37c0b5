"""Before a page is shown: who asks, whether they may, whether the form is ours. After it: the look is logged.

Every page of the application passes here (``guarded``); there is no other door.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards import cookies
from dashboards.cookies import SESSION, VISIT
from dashboards.notices import carry_notices
from dashboards.routing import Page, Show
from dashboards.services import Services
from news.people import Person

#: The field of a form, or the header of a request by script, that proves that the form is ours.
CSRF_FIELD, CSRF_HEADER = "csrf", "x-csrf"
_MOST_FORM_PART = 20_000_000


def csrf_of(secret: str) -> str:
    """The token that forms of this session carry; it does not tell the secret."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def guarded(page: Page) -> Show:
    """The page behind its guard."""

    async def show(request: Request) -> Response:
        services: Services = request.app.state.services
        secret = cookies.get(request, SESSION)
        person = await run_in_threadpool(services.people.signed_in, secret) if secret else None
        if person is None:
            person = services.people.guest()
        visit = cookies.get(request, VISIT) or secrets.token_urlsafe(24)
        request.state.person, request.state.csrf = person, csrf_of(secret or visit)
        if person is None and not page.is_open:
            return _to_sign_in(request)
        if request.method not in ("GET", "HEAD"):
            await _check_form(request)
        if person is not None and not page.is_for(person.roles):
            if page.path == "/" and (own := _first_page(request, person)):
                return RedirectResponse(own, 303)
            raise HTTPException(403)
        if person is not None and page.is_sensitive:
            await run_in_threadpool(services.audit.look, person, page.name, key_of_look(request), at_once=True)
        try:
            answer = await page.show(request)
        finally:
            # A file that came with the form goes now, not when somebody collects it.
            await request.close()
        is_look = request.method == "GET" and answer.status_code < 300 and not (page.is_open or page.is_sensitive)
        if person is not None and is_look:
            await run_in_threadpool(services.audit.look, person, page.name, key_of_look(request))
        carry_notices(request, answer)
        if not secret and visit != cookies.get(request, VISIT):
            cookies.put(request, answer, VISIT, visit)
        return answer

    return show


def _first_page(request: Request, person: Person) -> str | None:
    """Where somebody begins for whom the front page is not."""
    tabs: list[Page] = request.app.state.tabs
    return next((one.path for one in tabs if one.is_for(person.roles)), None)


def key_of_look(request: Request) -> str:
    """What is looked at: the ids in the address, never what was typed."""
    return quote("/".join(map(str, request.path_params.values())))[:200] or "-"


def _to_sign_in(request: Request) -> Response:
    if request.method not in ("GET", "HEAD"):
        raise HTTPException(401)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)


async def _check_form(request: Request) -> None:
    """403 unless the request comes from one of our own pages: by its origin, and by the token of the session."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        is_ours = site == "same-origin"
    else:
        is_ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not is_ours:
        raise HTTPException(403)
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        form = await request.form(max_part_size=_MOST_FORM_PART)
        field = form.get(CSRF_FIELD)
        given = field if isinstance(field, str) else ""
    if not hmac.compare_digest(given.encode(), request.state.csrf.encode()):
        raise HTTPException(403)
