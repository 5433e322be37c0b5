"""Who works here: the administrator adds people, changes roles, lets them in again, and says good-bye."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import ADMINISTRATION, Page
from dashboards.services.people import Refused
from dashboards.services.staff import Staff
from dashboards.views import notice, render, services_of
from news.people import Person, Role

_HOURS = 72


async def show(request: Request) -> Response:
    return await _page(request)


async def add(request: Request) -> Response:
    form = await request.form()
    id, name = str(form.get("id") or ""), str(form.get("name") or "")
    subject = str(form.get("subject") or "").strip() or None
    try:
        staff = services_of(request).staff
        link = await run_in_threadpool(staff.add, request.state.person, id, name, _roles(form.getlist("role")), subject)
    except Refused as refusal:
        return await _page(request, refusal=refusal, typed={"id": id, "name": name})
    return await _page(request, link=_address(request, link), invited=id)


async def invite(request: Request) -> Response:
    id = request.path_params["id"]
    try:
        link = await run_in_threadpool(services_of(request).staff.invite, request.state.person, id)
    except Refused as refusal:
        return await _page(request, refusal=refusal)
    # No redirect: the link is told once and kept nowhere that could tell it again.
    return await _page(request, link=_address(request, link), invited=id)


async def show_one(request: Request) -> Response:
    return await _one(request)


async def set_roles(request: Request) -> Response:
    form = await request.form()
    roles, subject = _roles(form.getlist("role")), str(form.get("subject") or "").strip() or None

    def act(staff: Staff, by: Person, id: str) -> None:
        staff.set_roles(by, id, roles)
        staff.set_subject(by, id, subject)

    return await _do(request, act, "Đã đổi; có hiệu lực ngay.")


def _act(name: str, words: str) -> Callable[[Request], Awaitable[Response]]:
    async def act(request: Request) -> Response:
        return await _do(request, lambda staff, by, id: getattr(staff, name)(by, id), words)

    return act


async def _do(request: Request, act: Callable[[Staff, Person, str], None], words: str) -> Response:
    id = request.path_params["id"]
    try:
        await run_in_threadpool(act, services_of(request).staff, request.state.person, id)
    except Refused as refusal:
        return await _one(request, refusal)
    notice(request, words)
    return RedirectResponse(f"/users/{id}", 303)


async def _one(request: Request, refusal: Refused | None = None) -> Response:
    lines = await run_in_threadpool(services_of(request).staff.list)
    found = [line for line in lines if line.person.id == request.path_params["id"]]
    if not found:
        raise HTTPException(404)
    values = {"line": found[0], "roles": list(Role), "refusal": refusal}
    return render(request, "user.html", values, 403 if refusal else 200)


async def _page(request: Request, *, refusal: Refused | None = None, **values: Any) -> Response:
    staff = services_of(request).staff
    lines = await run_in_threadpool(staff.list)
    given = {
        "active": [line for line in lines if line.disabled_at is None],
        "left": [line for line in lines if line.disabled_at is not None],
        "tokens": await run_in_threadpool(staff.tokens),
        "roles": list(Role),
        "refusal": refusal,
        "link": None,
        "invited": "",
        "typed": {"id": "", "name": ""},
        "hours": _HOURS,
    }
    return render(request, "users.html", given | values, 403 if refusal else 200)


def _roles(names: list[Any]) -> frozenset[Role]:
    known = {role.value: role for role in Role}
    return frozenset(known[name] for name in names if isinstance(name, str) and name in known)


def _address(request: Request, link: str) -> str:
    address: str = request.app.state.address or f"{request.url.scheme}://{request.url.netloc}"
    return f"{address}/welcome/{link}"


PAGES = (
    Page("/users", show, "users", ADMINISTRATION, tab="Người dùng"),
    Page("/users", add, "add_user", ADMINISTRATION, methods=("POST",)),
    Page("/users/{id}", show_one, "user", ADMINISTRATION),
    Page("/users/{id}/invite", invite, "invite_user", ADMINISTRATION, methods=("POST",)),
    Page("/users/{id}/roles", set_roles, "set_roles", ADMINISTRATION, methods=("POST",)),
    Page(
        "/users/{id}/disable",
        _act("disable", "Đã cho nghỉ; mọi phiên và khóa của người này kết thúc."),
        "disable_user",
        ADMINISTRATION,
        methods=("POST",),
    ),
    Page(
        "/users/{id}/enable",
        _act("enable", "Người này lại được vào; gửi liên kết mới nếu quên mật khẩu."),
        "enable_user",
        ADMINISTRATION,
        methods=("POST",),
    ),
    Page(
        "/users/{id}/reset-second-factor",
        _act("reset_second_factor", "Lần đăng nhập sau người này sẽ bật mã xác nhận mới."),
        "reset_second_factor",
        ADMINISTRATION,
        methods=("POST",),
    ),
)
