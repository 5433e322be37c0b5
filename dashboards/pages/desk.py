"""The desk: the draft of a day, its edits, the undo. Plain forms; scripts only save the officer a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboards.paging import Sheets, sheet_of
from dashboards.routing import DESK, Page
from dashboards.services.desk import DeskRefusal, Overwrites
from dashboards.views import local_time, notice, render, services_of
from news.analysis import RELEVANCE_VI, TONE_VI, TOPIC_VI
from news.draft import ACT_VI, Act
from news.errors import NewsError
from reports.draft import MOST_CHARS, PARTS, Draft, Line

#: Entries on a sheet: with their forms they stay under 100 KB.
ON_A_PAGE = 45
PART_VI = dict(zip(PARTS, ("Sự kiện trong tỉnh", "Báo chí nước ngoài", "Thể thao"), strict=True))
#: What a form may ask for; the undo and the unit have addresses of their own.
_ACTS = frozenset(Act) - {Act.UNDO, Act.UNIT}


@dataclass(frozen=True, slots=True)
class Row:
    """An entry on the desk; ``number`` in its part, from 1."""

    line: Line
    number: int

    @property
    def id(self) -> int:
        return self.line.entry.leading.article_id


def _rows(draft: Draft) -> list[Row]:
    counted: Counter[str] = Counter()
    rows = []
    for line in draft.lines:
        counted[line.part] += 1
        rows.append(Row(line, counted[line.part]))
    return rows


async def show(request: Request) -> Response:
    desk, day = services_of(request).desk, await day_of(request)
    view = await run_in_threadpool(desk.look, day, request.state.person)
    rows, asked = _rows(view.draft), request.query_params
    at = next((place for place, row in enumerate(rows) if str(row.id) == asked.get("at")), None)
    sheet = asked.get("page") if at is None else str(sheet_of(at, ON_A_PAGE))
    values = {"view": view, "day": day, "parts": PART_VI, "act_vi": ACT_VI, "most": MOST_CHARS[Act.LEAD]}
    values |= {"rows": Sheets(rows, sheet, ON_A_PAGE), "counts": Counter(row.line.part for row in rows)}
    return render(request, "desk.html", values)


async def show_entry(request: Request) -> Response:
    desk, day = services_of(request).desk, await day_of(request)
    view = await run_in_threadpool(desk.look, day, request.state.person)
    line = view.draft.line_of(number_of(request.path_params["article"]))
    if line is None:
        raise HTTPException(404)
    values = {"view": view, "day": day, "line": line, "others": [one for one in view.draft.lines if one is not line]}
    values |= {"opening": await run_in_threadpool(desk.opening, line.entry.leading.article_id), "given": {}}
    values |= {"tones": TONE_VI, "topics": TOPIC_VI, "relevances": RELEVANCE_VI, "most": MOST_CHARS, "act_vi": ACT_VI}
    return render(request, "desk_entry.html", values)


async def edit(request: Request) -> Response:
    """One edit. A browser comes back to its entry; a script gets the new version and the words to show."""
    desk, day, form = services_of(request).desk, await day_of(request), await request.form()
    wants_json = request.headers.get("accept") == "application/json"
    try:
        act = Act(str(form.get("act", "")))
    except ValueError:
        raise HTTPException(400) from None
    if act not in _ACTS:
        raise HTTPException(400)
    article, seen = number_of(str(form.get("article") or "0")), number_of(str(form.get("seen") or "0"))
    value = ",".join(str(one) for one in form.getlist("value"))
    try:
        write = partial(desk.edit, request.state.person, day, article_id=article or None, seen=seen)
        done = await run_in_threadpool(write, act=act, value=value)
    except DeskRefusal as error:
        if wants_json:
            return JSONResponse({"words": error.vi}, 409)
        return await _refused(request, error, {"act": act, "article": article, "value": value, "day": day})
    if wants_json:
        return JSONResponse({"version": done.place, "words": f"Đã lưu lúc {local_time(done.at)}."})
    notice(request, f"Đã lưu: {ACT_VI[act]}.")
    return _back(day, article)


async def undo(request: Request) -> Response:
    desk, day = services_of(request).desk, await day_of(request)
    try:
        edit = await run_in_threadpool(desk.undo, request.state.person, day)
    except NewsError as error:
        notice(request, error.vi)
        return _back(day, 0)
    notice(request, f"Đã hoàn tác: {ACT_VI[edit.act]}." if edit else "Không còn gì để hoàn tác.")
    return _back(day, (edit.article_id or 0) if edit else 0)


async def day_of(request: Request) -> date:
    """The day of the address; without one, the day that is being made."""
    if "day" not in request.path_params:
        return await run_in_threadpool(services_of(request).desk.day)
    try:
        return date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None


async def _refused(request: Request, error: DeskRefusal, values: dict[str, object]) -> Response:
    """What was typed is shown again, so that nothing is lost; after a conflict it may be saved over the other's."""
    desk, day = services_of(request).desk, values["day"]
    assert isinstance(day, date)
    view = await run_in_threadpool(desk.look, day, request.state.person)
    values |= {"words": error.vi, "is_conflict": isinstance(error, Overwrites), "version": view.draft.version}
    return render(request, "desk_conflict.html", values, 409)


def _back(day: date, article: int) -> Response:
    return RedirectResponse(f"/desk/{day}" + (f"?at={article}#entry-{article}" if article else ""), 303)


def number_of(text: str) -> int:
    """The number that a form or an address names; 404 for what is none."""
    if not text.isdecimal() or len(text) > 18:
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("/desk", show, "desk", DESK, tab="Bàn điểm báo"),
    Page("/desk/{day}", show, "desk_day", DESK),
    Page("/desk/{day}/entry/{article}", show_entry, "desk_entry", DESK),
    Page("/desk/{day}/edit", edit, "desk_edit", DESK, methods=("POST",)),
    Page("/desk/{day}/undo", undo, "desk_undo", DESK, methods=("POST",)),
)
