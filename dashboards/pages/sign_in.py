"""The way in: name and password, the code, the identity provider; and the way out."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards import cookies
from dashboards.cookies import DEVICE, DEVICE_AGE, PROVIDER, SESSION, WANTED
from dashboards.routing import Page
from dashboards.services.people import NextStep, Progress, Refused, Visitor
from dashboards.sign_in.provider import ProviderError
from dashboards.views import render, services_of

_MINUTES_AT_PROVIDER = 10


def visitor_of(request: Request) -> Visitor:
    address = request.client.host if request.client else ""
    return Visitor(address, cookies.get(request, DEVICE) or None)


def wanted_of(value: object) -> str:
    """Where the person was going: a path of ours, else the front page."""
    path = str(value or "")
    parts = urlsplit(path)
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return quote(path, safe="/?=&%+:;,@") if is_ours and path.isprintable() else "/"


def after(request: Request, progress: Progress, wanted: str) -> Response:
    """On to what is asked next, with the new session's cookie."""
    paths = {NextStep.CODE: "/sign-in/code", NextStep.ENROL: "/sign-in/enrol", NextStep.DONE: wanted}
    answer = RedirectResponse(paths[progress.next], 303)
    keep(request, answer, progress)
    if progress.next is not NextStep.DONE:
        cookies.put(request, answer, WANTED, wanted, age=_MINUTES_AT_PROVIDER * 60)
    return answer


def keep(request: Request, answer: Response, progress: Progress) -> None:
    cookies.put(request, answer, SESSION, progress.secret)
    if progress.device is not None:
        cookies.put(request, answer, DEVICE, progress.device, age=DEVICE_AGE)


async def show(request: Request) -> Response:
    return await _form(request, wanted_of(request.query_params.get("next")))


async def enter(request: Request) -> Response:
    form = await request.form()
    wanted = wanted_of(form.get("next"))
    sign_in = services_of(request).sign_in
    try:
        if guest := str(form.get("guest") or ""):
            progress = await run_in_threadpool(sign_in.as_guest, guest)
        else:
            name, password = str(form.get("name") or ""), str(form.get("password") or "")
            progress = await run_in_threadpool(sign_in.by_password, name, password, visitor_of(request))
    except Refused as refusal:
        return await _form(request, wanted, refusal)
    return after(request, progress, wanted)


async def show_code(request: Request) -> Response:
    waiting = await run_in_threadpool(services_of(request).sign_in.waiting_for, cookies.get(request, SESSION))
    if waiting is None or waiting[1] is not NextStep.CODE:
        return RedirectResponse("/sign-in", 303)
    return render(request, "sign_in/code.html", {"somebody": waiting[0], "refusal": None})


async def enter_code(request: Request) -> Response:
    form = await request.form()
    sign_in, secret = services_of(request).sign_in, cookies.get(request, SESSION)
    try:
        progress = await run_in_threadpool(
            partial(sign_in.by_code, secret, str(form.get("code") or ""), visitor_of(request))
        )
    except Refused as refusal:
        waiting = await run_in_threadpool(sign_in.waiting_for, secret)
        if waiting is None:
            return await _form(request, "/", refusal)
        return render(request, "sign_in/code.html", {"somebody": waiting[0], "refusal": refusal}, _status(refusal))
    return after(request, progress, wanted_of(cookies.get(request, WANTED)))


async def to_provider(request: Request) -> Response:
    try:
        url, remembered = await run_in_threadpool(services_of(request).sign_in.to_provider, _back(request))
    except (Refused, ProviderError) as refusal:
        return await _form(request, "/", refusal)
    answer = RedirectResponse(url, 303)
    cookies.put(request, answer, PROVIDER, remembered, age=_MINUTES_AT_PROVIDER * 60)
    return answer


async def from_provider(request: Request) -> Response:
    sign_in = services_of(request).sign_in
    remembered, given = cookies.get(request, PROVIDER), dict(request.query_params)
    try:
        progress = await run_in_threadpool(sign_in.by_provider, remembered, given, _back(request))
        answer = after(request, progress, "/")
    except (Refused, ProviderError) as refusal:
        answer = await _form(request, "/", refusal)
    cookies.drop(request, answer, PROVIDER)
    return answer


async def leave(request: Request) -> Response:
    if secret := cookies.get(request, SESSION):
        await run_in_threadpool(services_of(request).sign_in.end, secret)
    answer = RedirectResponse("/sign-in", 303)
    cookies.drop(request, answer, SESSION)
    return answer


async def _form(request: Request, wanted: str, refusal: Refused | ProviderError | None = None) -> Response:
    sign_in = services_of(request).sign_in
    values = {
        "wanted": wanted,
        "refusal": refusal,
        "provider": sign_in.provider(),
        "guests": sign_in.guests(),
        "has_people": await run_in_threadpool(sign_in.has_people),
    }
    return render(request, "sign_in/door.html", values, _status(refusal) if refusal else 200)


def _status(refusal: Refused | ProviderError) -> int:
    return 429 if isinstance(refusal, Refused) and refusal.seconds else 403


def _back(request: Request) -> str:
    """Where the provider sends the browser back to."""
    address: str = request.app.state.address or f"{request.url.scheme}://{request.url.netloc}"
    return f"{address}/sign-in/provider/back"


PAGES = (
    Page("/sign-in", show, "sign_in", None, is_open=True),
    Page("/sign-in", enter, "enter", None, methods=("POST",), is_open=True),
    Page("/sign-in/code", show_code, "code", None, is_open=True),
    Page("/sign-in/code", enter_code, "enter_code", None, methods=("POST",), is_open=True),
    Page("/sign-in/provider", to_provider, "to_provider", None, methods=("POST",), is_open=True),
    Page("/sign-in/provider/back", from_provider, "from_provider", None, is_open=True),
    Page("/sign-out", leave, "sign_out", None, methods=("POST",), is_open=True),
)
