"""Cases: what waits for an answer, the late ones first; one case with its forms; a new one, from an article or not."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.paging import Sheets
from dashboards.routing import DESK, READERS, Page
from dashboards.services.cases import CaseLine, NewCase
from dashboards.views import notice, render, services_of
from news.case import CASE_KIND_VI, CASE_STATE_VI, CaseKind
from news.errors import NewsError, UnknownId

_ON_A_PAGE = 60
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DONE_VI = {
    "reply": "Đã ghi trả lời.",
    "ask_again": "Đã chuyển lại chờ trả lời; hạn giữ nguyên.",
    "close": "Đã đóng vụ việc; phím z để hoàn tác.",
    "reopen": "Đã mở lại vụ việc.",
    "withdraw": "Đã rút vụ việc; phím z để mở lại.",
}
VERB_VI = {
    "open": "mở vụ việc",
    "send": "gửi công văn cho đơn vị",
    "reply": "ghi trả lời",
    "ask_again": "đề nghị trả lời lại",
    "close": "đóng",
    "reopen": "mở lại",
    "withdraw": "rút",
}


LETTER_VI = {"waiting": "chờ gửi", "sent": "đã gửi", "failed": "không gửi được"}


async def show_list(request: Request) -> Response:
    """What waits, or what is done; of one unit or of all, a page at a time."""
    cases, asked = services_of(request).cases, request.query_params
    is_closed, unit = asked.get("view") == "closed", asked.get("unit")
    lines = await run_in_threadpool(partial(cases.list, closed=is_closed))
    if unit is not None:
        lines = [one for one in lines if one.case.unit == unit]
    units = await run_in_threadpool(cases.units)
    values = {
        "lines": Sheets(lines, asked.get("page"), _ON_A_PAGE),
        "units": units,
        "unit": next((one for one in units if one.id == unit), None),
        "is_closed": is_closed,
        "may_open": not DESK.isdisjoint(request.state.person.roles),
        "state_vi": CASE_STATE_VI,
        "kind_vi": CASE_KIND_VI,
    }
    return render(request, "cases.html", values)


async def show(request: Request) -> Response:
    view = await run_in_threadpool(services_of(request).cases.get, request.state.person, request.path_params["case"])
    values = {"view": view, "state_vi": CASE_STATE_VI, "kind_vi": CASE_KIND_VI, "verb_vi": VERB_VI}
    values["letter_vi"] = LETTER_VI
    return render(request, "case.html", values)


async def show_form(request: Request) -> Response:
    article = request.query_params.get("article", "")
    form = await run_in_threadpool(services_of(request).cases.form, _number(article) if article else None)
    return render(request, "case_new.html", {"form": form, "given": {}, "fault": ""})


async def open_(request: Request) -> Response:
    cases, given = services_of(request).cases, await request.form()
    new = new_case(given)
    try:
        case = await run_in_threadpool(cases.open, request.state.person, new)
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        form = await run_in_threadpool(cases.form, new.article_id)
        return render(request, "case_new.html", {"form": form, "given": given, "fault": error.vi}, 400)
    notice(request, "Đã mở vụ việc.")
    return RedirectResponse(f"/cases/{case.id}", 303)


async def step(request: Request) -> Response:
    cases, form, key = services_of(request).cases, await request.form(), request.path_params["case"]
    verb, words = str(form.get("verb", "")), str(form.get("words", ""))
    if verb not in DONE_VI:
        raise HTTPException(400)
    try:
        await run_in_threadpool(cases.step, request.state.person, key, _number(form.get("seen")), verb, words)
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        notice(request, error.vi)
    else:
        notice(request, DONE_VI[verb])
    return RedirectResponse(f"/cases/{key}", 303)


async def send(request: Request) -> Response:
    """Write to the unit. It goes with the next round of the post, and the page says what became of it."""
    cases, form, key = services_of(request).cases, await request.form(), request.path_params["case"]
    try:
        await run_in_threadpool(cases.send, request.state.person, key, _number(form.get("seen")))
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        notice(request, error.vi)
    else:
        notice(request, "Công văn đã vào hàng gửi; kết quả hiện ở trang này.")
    return RedirectResponse(f"/cases/{key}", 303)


async def make_link(request: Request) -> Response:
    key = request.path_params["case"]
    try:
        secret = await run_in_threadpool(services_of(request).cases.link, request.state.person, key)
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        notice(request, error.vi)
        return RedirectResponse(f"/cases/{key}", 303)
    address = request.app.state.address or str(request.base_url).rstrip("/")
    # The secret is shown on this page only: it is kept nowhere and in no cookie.
    return render(request, "case_link.html", {"case": key, "address": f"{address}/answer/{secret}"})


async def show_answer(request: Request) -> Response:
    line = await run_in_threadpool(services_of(request).cases.of_link, request.path_params["secret"])
    return _answer(request, line, 200 if line else 404)


async def answer(request: Request) -> Response:
    cases, secret, form = services_of(request).cases, request.path_params["secret"], await request.form()
    try:
        done = await run_in_threadpool(cases.reply_by_link, secret, str(form.get("words", "")))
    except NewsError as error:
        return _answer(request, await run_in_threadpool(cases.of_link, secret), 400, fault=error.vi)
    return _answer(request, None, 200 if done else 404, is_done=done)


def _answer(
    request: Request, line: CaseLine | None, status: int, *, fault: str = "", is_done: bool = False
) -> Response:
    return render(request, "case_answer.html", {"line": line, "fault": fault, "is_done": is_done}, status)


async def letter(request: Request) -> Response:
    key = request.path_params["case"]
    content = await run_in_threadpool(services_of(request).cases.letter, request.state.person, key)
    name = f'attachment; filename="de-nghi-tra-loi-{key}.docx"'
    return Response(content, media_type=_DOCX, headers={"content-disposition": name})


def new_case(form: Any) -> NewCase:
    """What the form says; an article's case where it names one, else a request of the press."""
    article, day = str(form.get("article") or ""), str(form.get("due_on") or "")
    try:
        due_on = date.fromisoformat(day) if day else None
    except ValueError:
        raise HTTPException(400) from None
    return NewCase(
        kind=CaseKind.ARTICLE if article else CaseKind.PRESS_REQUEST,
        title=str(form.get("title") or ""),
        question=str(form.get("question") or ""),
        unit=str(form.get("unit") or ""),
        rule=str(form.get("rule") or ""),
        due_on=due_on,
        outlet=str(form.get("outlet") or ""),
        article_id=_number(article) if article else None,
    )


def _number(value: object) -> int:
    text = str(value or "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise HTTPException(400)
    return int(text)


PAGES = (
    Page("/cases", show_list, "cases", READERS, tab="Vụ việc"),
    Page("/cases/new", show_form, "case_form", DESK),
    Page("/cases/new", open_, "case_open", DESK, methods=("POST",)),
    Page("/cases/{case:int}", show, "case", READERS),
    Page("/cases/{case:int}/step", step, "case_step", DESK, methods=("POST",)),
    Page("/cases/{case:int}/send", send, "case_send", DESK, methods=("POST",)),
    Page("/cases/{case:int}/letter", letter, "case_letter", DESK),
    Page("/cases/{case:int}/link", make_link, "case_link", DESK, methods=("POST",)),
    Page("/answer/{secret}", show_answer, "case_answer", None, is_open=True),
    Page("/answer/{secret}", answer, "use_case_answer", None, methods=("POST",), is_open=True),
)
