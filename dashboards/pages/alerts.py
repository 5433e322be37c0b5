"""Alerts: what was found and told; acknowledged by one key, undone by another; letters that could not leave."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import DESK, READERS, REVIEW, Page
from dashboards.services.people import Refused
from dashboards.views import notice, render, services_of
from news.alert import CONDITION_VI, SEVERITY_VI

_WORKERS = DESK | REVIEW
_WORDS = {"severity_vi": SEVERITY_VI, "condition_vi": CONDITION_VI}


async def show(request: Request) -> Response:
    board = await run_in_threadpool(services_of(request).alerts.board)
    return render(request, "alerts.html", {"board": board, "undo": request.query_params.get("undo", ""), **_WORDS})


async def show_one(request: Request) -> Response:
    line = await run_in_threadpool(services_of(request).alerts.get, request.path_params["id"])
    return render(request, "alert.html", {"line": line, **_WORDS})


async def acknowledge(request: Request) -> Response:
    number = request.path_params["id"]
    await run_in_threadpool(services_of(request).alerts.acknowledge, request.state.person, number)
    notice(request, "Đã ghi nhận. Bấm z để hoàn tác.")
    return RedirectResponse(f"/alerts?undo={number}", 303)


async def undo(request: Request) -> Response:
    number = request.path_params["id"]
    await run_in_threadpool(services_of(request).alerts.undo_acknowledge, request.state.person, number)
    notice(request, "Đã hoàn tác.")
    return RedirectResponse(f"/alerts#alert-{number}", 303)


async def silence(request: Request) -> Response:
    form, number = await request.form(), request.path_params["id"]
    hours = str(form.get("hours") or "")
    alerts = services_of(request).alerts
    try:
        count = int(hours) if hours.isdecimal() else 0
        await run_in_threadpool(alerts.silence, request.state.person, number, str(form.get("reason") or ""), count)
    except Refused as refusal:
        notice(request, refusal.vi)
        return RedirectResponse(f"/alerts/{number}", 303)
    notice(request, "Sự kiện này tạm im; hết hạn thì báo lại.")
    return RedirectResponse("/alerts", 303)


async def end_silence(request: Request) -> Response:
    alerts = services_of(request).alerts
    await run_in_threadpool(alerts.end_silence, request.state.person, request.path_params["id"])
    notice(request, "Đã thôi tạm im.")
    return RedirectResponse("/alerts", 303)


async def retry(request: Request) -> Response:
    alerts = services_of(request).alerts
    done = await run_in_threadpool(alerts.retry, request.state.person, request.path_params["id"])
    notice(request, "Sẽ gửi lại trong ít phút." if done else "Thư này không còn trong danh sách lỗi.")
    return RedirectResponse("/alerts", 303)


async def show_link(request: Request) -> Response:
    """Asks first: mail programs open links by themselves, and only a person acknowledges."""
    alert = await run_in_threadpool(services_of(request).alerts.peek, request.path_params["token"])
    answer = render(request, "alert_link.html", {"alert": alert, "is_done": False}, 200 if alert else 404)
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


async def use_link(request: Request) -> Response:
    alerts = services_of(request).alerts
    alert = await run_in_threadpool(alerts.acknowledge_by_link, request.path_params["token"])
    return render(request, "alert_link.html", {"alert": alert, "is_done": alert is not None}, 200 if alert else 404)


PAGES = (
    Page("/alerts", show, "alerts", READERS, tab="Cảnh báo"),
    Page("/alerts/{id:int}", show_one, "alert", READERS),
    Page("/alerts/{id:int}/acknowledge", acknowledge, "acknowledge_alert", _WORKERS, methods=("POST",)),
    Page("/alerts/{id:int}/undo", undo, "undo_acknowledge", _WORKERS, methods=("POST",)),
    Page("/alerts/{id:int}/silence", silence, "silence_alert", _WORKERS, methods=("POST",)),
    Page("/silences/{id:int}/end", end_silence, "end_silence", _WORKERS, methods=("POST",)),
    Page("/letters/{id:int}/retry", retry, "retry_letter", _WORKERS, methods=("POST",)),
    Page("/acknowledge/{token}", show_link, "acknowledge_link", None, is_open=True),
    Page("/acknowledge/{token}", use_link, "use_acknowledge_link", None, methods=("POST",), is_open=True),
)
