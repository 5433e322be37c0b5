"""The leaders' reports: what counts on one phone screen, then more; the list of periods; the draft, its signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import DESK, READERS, Page
from dashboards.services.desk import DeskRefusal
from dashboards.views import local_time, notice, render, services_of
from news.analysis import Tone
from news.digest import Period
from news.draft import Act
from news.people import Role
from news.report import Report
from news.rhythm import Rhythm
from reports.html import policy
from reports.periods import compare
from reports.periods.arrange import blocks
from reports.periods.calendar import named
from reports.periods.words import called
from reports.render import stem
from reports.sheet import Block, Chart, Heading, Paragraph, Table
from reports.words import number

_EDITORS = frozenset({Role.EDITOR})
_PERIODS = {one.value: one for one in (Period.WEEK, Period.MONTH, Period.YEAR)}
_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
#: On the first screen.
MOST_MATTERS = 3


async def show_list(request: Request) -> Response:
    reports = services_of(request).reports
    is_desk = not DESK.isdisjoint(request.state.person.roles)
    values = {
        "newest": [(one, tiles(one)) for one in await run_in_threadpool(reports.newest)],
        "signed": await run_in_threadpool(reports.signed),
        "waiting": await run_in_threadpool(reports.waiting) if is_desk else [],
        "formats": reports.formats,
        "called": called,
        "most": MOST_MATTERS,
    }
    return render(request, "reports.html", values)


async def show(request: Request) -> Response:
    reports = services_of(request).reports
    period, day = _asked(request)
    line, report = await run_in_threadpool(reports.get, period, day)
    values = {
        "line": line,
        "report": report,
        "tiles": tiles(report),
        "blocks": list(shown(report)),
        "editions": await run_in_threadpool(reports.editions, period, day),
        "formats": reports.formats,
        "called": called(period, day),
        "is_desk": not DESK.isdisjoint(request.state.person.roles),
    }
    return render(request, "report.html", values)


async def show_draft(request: Request) -> Response:
    reports = services_of(request).reports
    period, day = _asked(request)
    draft = await run_in_threadpool(reports.draft, request.state.person, period, day)
    if draft is None:
        return await count(request)
    values = {
        "draft": draft,
        "report": draft.report,
        "tiles": tiles(draft.report),
        "blocks": list(shown(draft.report)),
        "called": called(period, day),
        "may_sign": request.state.person.may(Role.EDITOR),
    }
    return render(request, "report_draft.html", values)


async def count(request: Request) -> Response:
    """Count the figures of the draft, as of now; a page says that it is being done."""
    period, day = _asked(request)
    begin, next_page = services_of(request).reports.begin, f"/reports/{period}/{day}/draft"
    task = await run_in_threadpool(begin, request.state.person, period, day, next_page)
    return RedirectResponse(f"/tasks/{task}", 303)


async def edit(request: Request) -> Response:
    reports, form = services_of(request).reports, await request.form()
    period, day = _asked(request)
    verb, article = str(form.get("act", "")), str(form.get("article") or "")
    if len(article) > 15 or (article and not article.isdecimal()):
        raise HTTPException(400)
    person = request.state.person
    try:
        if verb == "undo":
            is_done = await run_in_threadpool(reports.undo, person, period, day)
            notice(request, "Đã hoàn tác." if is_done else "Không còn gì để hoàn tác.")
        else:
            act, value = _act(verb), str(form.get("value", ""))
            await run_in_threadpool(reports.edit, person, period, day, act, int(article) if article else None, value)
            notice(request, "Đã lưu.")
    except DeskRefusal as error:
        notice(request, error.vi)
    return RedirectResponse(f"/reports/{period}/{day}/draft", 303)


async def preview(request: Request) -> Response:
    """The page as it will be, under its own policy."""
    page = await run_in_threadpool(services_of(request).reports.preview, *_asked(request))
    return Response(page, media_type=_TYPES["html"], headers={"content-security-policy": policy()})


async def sign(request: Request) -> Response:
    reports, form = services_of(request).reports, await request.form()
    period, day = _asked(request)
    try:
        line = await run_in_threadpool(reports.sign, request.state.person, period, day, str(form.get("token", "")))
    except DeskRefusal as error:
        notice(request, error.vi)
        return RedirectResponse(f"/reports/{period}/{day}/draft", 303)
    notice(request, f"Đã ký báo cáo {called(period, day)} lúc {local_time(line.signed_at)}; văn bản đang được gửi đi.")
    return RedirectResponse(f"/reports/{period}/{day}", 303)


async def download(request: Request) -> Response:
    """A document of a signed edition, byte for byte as it was sent."""
    reports, form = services_of(request).reports, request.path_params["format"]
    edition = request.path_params["number"]
    period, day = _asked(request)
    if form not in _TYPES or not edition.isdecimal() or len(edition) > 4:
        raise HTTPException(404)
    content = await run_in_threadpool(reports.document, period, day, form, int(edition))
    name = f"{stem(period, day)}-ban-{edition}.{form}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}"'})


def tiles(report: Report) -> list[tuple[str, str, str]]:
    """The few numbers of the first screen: the number, what it is, how it changed (may be empty)."""
    now, before = report.now, compare.fit(report.previous)
    negative = compare.tone_share(now, Tone.NEGATIVE)
    moved = compare.change_of_share(negative, compare.tone_share(before, Tone.NEGATIVE) if before else None)
    return [
        (number(now.articles), "bài về tỉnh", _than(now.articles, before.articles if before else None)),
        (number(now.stories), "sự kiện", _than(now.stories, before.stories if before else None)),
        (compare.percent(negative), "bài gốc nói về sự việc tiêu cực", "" if moved == compare.NONE else moved),
        (number(now.cases_late), "vụ việc muộn, quá hạn", _than(now.cases_late, before.cases_late if before else None)),
    ]


def shown(report: Report) -> Iterator[tuple[str, Block]]:
    """The parts for the page: each block with its kind; a table behind a chart is folded away."""
    former: Block | None = None
    for block in blocks(report):
        if isinstance(block, Table):
            yield "behind" if isinstance(former, Chart) else "table", block
        else:
            yield {Heading: "heading", Paragraph: "paragraph", Chart: "chart"}[type(block)], block
        former = block


def _than(now: int, before: int | None) -> str:
    said = compare.change(now, before)
    return "" if said == compare.NONE else said


def _act(verb: str) -> Act:
    try:
        return Act(verb)
    except ValueError:
        raise HTTPException(400) from None


def _asked(request: Request) -> tuple[Period, date]:
    """The period of the address; a day that does not name one (a Tuesday, the 2nd) is no address."""
    period = _PERIODS.get(request.path_params["period"])
    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None
    if period is None or named(period, day, Rhythm()) != day:
        raise HTTPException(404)
    return period, day


PAGES = (
    Page("/reports", show_list, "reports", READERS, tab="Báo cáo"),
    Page("/reports/{period}/{day}", show, "report", READERS),
    Page("/reports/{period}/{day}/draft", show_draft, "report_draft", DESK),
    Page("/reports/{period}/{day}/count", count, "report_count", DESK, methods=("POST",)),
    Page("/reports/{period}/{day}/edit", edit, "report_edit", DESK, methods=("POST",)),
    Page("/reports/{period}/{day}/preview", preview, "report_preview", DESK),
    Page("/reports/{period}/{day}/sign", sign, "report_signature", _EDITORS, methods=("POST",)),
    Page("/reports/{period}/{day}/{number}/{format}", download, "report_file", READERS),
)
