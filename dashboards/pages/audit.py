"""The log of looks and acts, and whether it is whole."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import ADMINISTRATION, Page
from dashboards.views import render, services_of

_ROWS = 100
_MOST_DIGITS = 18

#: The commonest verbs in words; another verb is shown as it stands.
VERB_VI = {
    "look": "xem",
    "sign_in": "đăng nhập",
    "sign_out": "thoát",
    "add": "thêm",
    "delete": "xóa",
    "enable": "bật",
    "disable": "tắt, cho nghỉ",
    "invite": "gửi liên kết",
    "sign": "ký",
    "send": "gửi",
    "publish": "công bố",
    "set_password": "đặt mật khẩu",
    "set_roles": "đổi vai trò",
    "set_second_factor": "bật mã xác nhận",
    "reset_second_factor": "đặt lại mã xác nhận",
}


async def show(request: Request) -> Response:
    asked, audit = request.query_params, services_of(request).audit
    before, person = asked.get("before", ""), asked.get("person", "").strip()[:80]
    is_act = asked.get("acts") == "1"
    is_place = before.isascii() and before.isdigit() and len(before) <= _MOST_DIGITS
    rows = await run_in_threadpool(
        partial(audit.list, before=int(before) if is_place else None, person=person, is_act=is_act, limit=_ROWS)
    )
    verified = asked.get("verified")
    values = {
        "rows": rows,
        "older": rows[-1].seq if len(rows) == _ROWS else None,
        "by": person,
        "is_act": is_act,
        "head": await run_in_threadpool(audit.head),
        "problems": await run_in_threadpool(audit.problems, request.state.person, verified) if verified else None,
        "verbs": VERB_VI,
    }
    return render(request, "audit.html", values)


async def verify(request: Request) -> Response:
    task = await run_in_threadpool(services_of(request).audit.verify, request.state.person)
    return RedirectResponse(f"/tasks/{task}", 303)


PAGES = (
    Page("/audit", show, "audit", ADMINISTRATION, tab="Nhật ký"),
    Page("/audit/verify", verify, "verify_audit", ADMINISTRATION, methods=("POST",)),
)
