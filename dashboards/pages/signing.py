"""The last look before the signature, the signature, and what was signed so far."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.pages.desk import day_of
from dashboards.routing import DESK, READERS, Page
from dashboards.services.desk import DeskRefusal
from dashboards.views import local_time, notice, render, services_of
from news.people import Role
from reports.html import policy

_EDITORS = frozenset({Role.EDITOR})
_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


async def preview(request: Request) -> Response:
    """The page as it will be, under its own policy."""
    page = await run_in_threadpool(services_of(request).desk.preview, await day_of(request))
    return Response(page, media_type=_TYPES["html"], headers={"content-security-policy": policy()})


async def show(request: Request) -> Response:
    desk, day = services_of(request).desk, await day_of(request)
    view = await run_in_threadpool(desk.look, day, request.state.person)
    values = {"view": view, "day": day, "open": [one for one in view.draft.lines if one.word is None]}
    return render(request, "desk_sign.html", values)


async def sign(request: Request) -> Response:
    desk, day, form = services_of(request).desk, await day_of(request), await request.form()
    try:
        line = await run_in_threadpool(desk.sign, request.state.person, day, str(form.get("token", "")))
    except DeskRefusal as error:
        notice(request, error.vi)
        return RedirectResponse(f"/desk/{day}/sign", 303)
    notice(request, f"Đã ký duyệt bản {line.number} lúc {local_time(line.signed_at)}; văn bản đang được gửi đi.")
    return RedirectResponse("/editions", 303)


async def editions(request: Request) -> Response:
    lines = await run_in_threadpool(services_of(request).desk.signed)
    return render(request, "editions.html", {"lines": lines, "formats": tuple(_TYPES)})


async def download(request: Request) -> Response:
    """A document of a signed edition, byte for byte as it was sent."""
    day, form = await day_of(request), request.path_params["format"]
    number = request.path_params["number"]
    if form not in _TYPES or not number.isdecimal() or len(number) > 4:
        raise HTTPException(404)
    content = await run_in_threadpool(services_of(request).digest.document, day, form, int(number))
    name = f"diem-bao-{day}-ban-{number}.{form}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}"'})


PAGES = (
    Page("/desk/{day}/preview", preview, "desk_preview", DESK),
    Page("/desk/{day}/sign", show, "desk_sign", DESK),
    Page("/desk/{day}/sign/now", sign, "desk_signature", _EDITORS, methods=("POST",)),
    Page("/editions", editions, "editions", READERS, tab="Đã ký"),
    Page("/editions/{day}/{number}/{format}", download, "edition_file", READERS),
)
