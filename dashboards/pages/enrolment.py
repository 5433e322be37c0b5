"""Before the first sign-in is whole: the password by a link, and the second factor."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards import cookies
from dashboards.cookies import SESSION, WANTED
from dashboards.pages.sign_in import after, keep, wanted_of
from dashboards.routing import Page
from dashboards.services.people import NextStep, Refused
from dashboards.views import render, services_of


async def welcome(request: Request) -> Response:
    """The link's page; looking at it does not use the link up."""
    return await _welcome(request, None)


async def set_password(request: Request) -> Response:
    form = await request.form()
    password, again = str(form.get("password") or ""), str(form.get("again") or "")
    try:
        if password != again:
            raise Refused("Hai lần gõ mật khẩu không giống nhau.")
        sign_in = services_of(request).sign_in
        progress = await run_in_threadpool(sign_in.by_link, request.path_params["link"], password)
    except Refused as refusal:
        return await _welcome(request, refusal)
    return after(request, progress, "/")


async def show(request: Request) -> Response:
    return await _enrolment(request, None)


async def picture(request: Request) -> Response:
    if not await _is_enrolling(request):
        raise HTTPException(404)
    secret = cookies.get(request, SESSION)
    _, svg = await run_in_threadpool(services_of(request).sign_in.enrolment, secret)
    return Response(svg, media_type="image/svg+xml")


async def confirm(request: Request) -> Response:
    form = await request.form()
    sign_in, secret = services_of(request).sign_in, cookies.get(request, SESSION)
    try:
        progress, told = await run_in_threadpool(partial(sign_in.confirm, secret, str(form.get("code") or "")))
    except Refused as refusal:
        return await _enrolment(request, refusal)
    wanted = wanted_of(cookies.get(request, WANTED))
    # No redirect: the codes are told once and kept nowhere that could tell them again.
    answer = render(request, "sign_in/recovery_codes.html", {"codes": told, "wanted": wanted})
    keep(request, answer, progress)
    return answer


async def _welcome(request: Request, refusal: Refused | None) -> Response:
    somebody = await run_in_threadpool(services_of(request).sign_in.owner_of, request.path_params["link"])
    values = {"somebody": somebody, "refusal": refusal}
    return render(request, "sign_in/welcome.html", values, 404 if somebody is None else 403 if refusal else 200)


async def _is_enrolling(request: Request) -> bool:
    waiting = await run_in_threadpool(services_of(request).sign_in.waiting_for, cookies.get(request, SESSION))
    return waiting is not None and waiting[1] is NextStep.ENROL


async def _enrolment(request: Request, refusal: Refused | None) -> Response:
    if not await _is_enrolling(request):
        return RedirectResponse("/sign-in", 303)
    key, _ = await run_in_threadpool(services_of(request).sign_in.enrolment, cookies.get(request, SESSION))
    values = {"key": key, "refusal": refusal}
    return render(request, "sign_in/enrolment.html", values, 403 if refusal else 200)


PAGES = (
    Page("/welcome/{link}", welcome, "welcome", None, is_open=True),
    Page("/welcome/{link}", set_password, "set_password", None, methods=("POST",), is_open=True),
    Page("/sign-in/enrol", show, "enrolment", None, is_open=True),
    Page("/sign-in/enrol.svg", picture, "enrolment_picture", None, is_open=True),
    Page("/sign-in/enrol", confirm, "confirm_enrolment", None, methods=("POST",), is_open=True),
)
