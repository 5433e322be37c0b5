"""One's own access: password, recovery codes, tokens for programs, other sessions."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards import cookies
from dashboards.cookies import SESSION
from dashboards.routing import READERS, Page
from dashboards.services.people import Refused
from dashboards.views import notice, render, services_of
from news.people import Role


async def show(request: Request) -> Response:
    return await _page(request)


async def change_password(request: Request) -> Response:
    form = await request.form()
    former, new, again = (str(form.get(name) or "") for name in ("former", "password", "again"))
    try:
        if new != again:
            raise Refused("Hai lần gõ mật khẩu mới không giống nhau.")
        change = services_of(request).own.change_password
        await run_in_threadpool(change, request.state.person, former, new, cookies.get(request, SESSION))
    except Refused as refusal:
        return await _page(request, refusal=refusal)
    notice(request, "Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")
    return RedirectResponse("/me", 303)


async def new_recovery_codes(request: Request) -> Response:
    form = await request.form()
    try:
        make = partial(services_of(request).own.new_recovery_codes, request.state.person)
        told = await run_in_threadpool(make, str(form.get("former") or ""))
    except Refused as refusal:
        return await _page(request, refusal=refusal)
    return render(request, "sign_in/recovery_codes.html", {"codes": told, "wanted": "/me"})


async def add_token(request: Request) -> Response:
    form = await request.form()
    try:
        role = Role(str(form.get("role") or ""))
        days = int(str(form.get("days") or ""))
    except ValueError:
        return await _page(request, refusal=Refused("Chọn vai trò và số ngày của khóa."))
    try:
        add = partial(services_of(request).own.add_token, request.state.person)
        secret = await run_in_threadpool(add, str(form.get("name") or ""), role, days)
    except Refused as refusal:
        return await _page(request, refusal=refusal)
    # No redirect: the secret is told once and kept nowhere that could tell it again.
    return await _page(request, secret=secret)


async def delete_token(request: Request) -> Response:
    delete = services_of(request).own.delete_token
    await run_in_threadpool(delete, request.state.person, request.path_params["id"])
    notice(request, "Đã thu hồi khóa.")
    return RedirectResponse("/me", 303)


async def end_others(request: Request) -> Response:
    end = services_of(request).own.end_other_sessions
    ended = await run_in_threadpool(end, request.state.person, cookies.get(request, SESSION))
    notice(request, f"Đã kết thúc {ended} phiên khác.")
    return RedirectResponse("/me", 303)


async def _page(request: Request, *, refusal: Refused | None = None, secret: str | None = None) -> Response:
    access = await run_in_threadpool(services_of(request).own.get, request.state.person)
    values: dict[str, Any] = {"access": access, "refusal": refusal, "secret": secret}
    values["may_follow"] = request.state.person.may(*READERS)
    return render(request, "me.html", values, 403 if refusal else 200)


PAGES = (
    Page("/me", show, "me", None),
    Page("/me/password", change_password, "change_password", None, methods=("POST",)),
    Page("/me/recovery-codes", new_recovery_codes, "recovery_codes", None, methods=("POST",)),
    Page("/me/tokens", add_token, "add_token", None, methods=("POST",)),
    Page("/me/tokens/{id}/delete", delete_token, "delete_token", None, methods=("POST",)),
    Page("/me/sessions/end", end_others, "end_sessions", None, methods=("POST",)),
)
