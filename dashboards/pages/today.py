"""The digest of a day, and its documents."""

from __future__ import annotations

from datetime import date, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboards.routing import READERS, Page
from dashboards.views import render, services_of

_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


async def show(request: Request) -> Response:
    digests = services_of(request).digest
    newest = await run_in_threadpool(digests.today)
    day = _day_of(request) if "day" in request.path_params else newest
    if day > newest:
        raise HTTPException(404)
    digest = await run_in_threadpool(digests.get, day)
    values = {
        "digest": digest,
        "signed": await run_in_threadpool(digests.line, day),
        "formats": digests.formats,
        "previous": day - timedelta(days=1),
        "following": day + timedelta(days=1) if day < newest else None,
    }
    return render(request, "today.html", values)


async def download(request: Request) -> Response:
    digests = services_of(request).digest
    day, form = _day_of(request), request.path_params["format"]
    if form not in digests.formats or day > await run_in_threadpool(digests.today):
        raise HTTPException(404)
    content = await run_in_threadpool(digests.document, day, form)
    name = f"diem-bao-{day.isoformat()}.{form}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}"'})


def _day_of(request: Request) -> date:
    try:
        return date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise HTTPException(404) from None


PAGES = (
    Page("/", show, "today", READERS, tab="Hôm nay"),
    Page("/digest/{day}", show, "digest", READERS),
    Page("/digest/{day}/{format}", download, "download", READERS),
)
