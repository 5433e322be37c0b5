"""An article that no machine brought: typed or scanned in a minute."""

from __future__ import annotations

from datetime import date, datetime, time

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import DESK, Page
from dashboards.services.desk import Brought, DeskRefusal
from dashboards.services.people import Refused
from dashboards.views import notice, render, services_of
from news.errors import UnknownId
from news.times import ICT, UNKNOWN_TIME, Precision, Published

_FIELDS = ("source", "url", "title", "text", "day", "clock", "where")


async def show(request: Request) -> Response:
    return await _form(request, dict.fromkeys(_FIELDS, ""))


async def add(request: Request) -> Response:
    """Store it; a refusal shows the form again with all that was typed."""
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    try:
        brought = Brought(
            typed["source"],
            typed["url"],
            typed["title"],
            typed["text"],
            _published(typed["day"], typed["clock"]),
            typed["where"],
            await _scan(form),
        )
        key = await run_in_threadpool(services_of(request).desk.add, request.state.person, brought)
    except DeskRefusal as error:
        return await _form(request, typed, error.vi)
    article = f"/articles/{key}"
    notice(request, "Đã thêm bài; máy đọc rồi xếp vào bản nháp nếu bài viết về tỉnh. Dòng ký tên, nếu có, đã được cắt.")
    try:
        task = await run_in_threadpool(services_of(request).desk.read, request.state.person, article)
    except Refused:
        # The article is kept; the next round reads it.
        return RedirectResponse(article, 303)
    return RedirectResponse(f"/tasks/{task}", 303)


async def scan(request: Request) -> Response:
    """A scan as a file to save; shown inside our pages it could bring what a picture format hides."""
    text = request.path_params["scan"]
    if not text.isdecimal() or len(text) > 18:
        raise HTTPException(404)
    try:
        name, media_type, content = await run_in_threadpool(
            services_of(request).desk.scan, request.state.person, int(text)
        )
    except UnknownId:
        raise HTTPException(404) from None
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


async def _form(request: Request, typed: dict[str, str], error: str = "") -> Response:
    outlets = await run_in_threadpool(services_of(request).desk.outlets)
    return render(request, "by_hand.html", {"typed": typed, "outlets": outlets, "error": error}, 400 if error else 200)


async def _scan(form: FormData) -> tuple[str, bytes] | None:
    file = form.get("scan")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return file.filename, await file.read()


def _published(day: str, clock: str) -> Published:
    """Raises ``DeskRefusal`` for a date that is none."""
    if not day:
        return UNKNOWN_TIME
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock) if clock else time(), ICT)
    except ValueError:
        raise DeskRefusal("Ngày hoặc giờ đăng chưa đúng.") from None
    return Published(at, Precision.MINUTE if clock else Precision.DAY)


PAGES = (
    Page("/articles/new", show, "article_new", DESK),
    Page("/articles/add", add, "article_add", DESK, methods=("POST",)),
    Page("/scans/{scan}", scan, "scan", DESK, is_sensitive=True),
)
