"""The settings as they stand, where to change each, and the five steps of the first day."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.routing import ADMINISTRATION, Page
from dashboards.views import render, services_of


async def show(request: Request) -> Response:
    files = await run_in_threadpool(services_of(request).settings.files)
    return render(request, "settings.html", {"files": files})


async def guide(request: Request) -> Response:
    steps = await run_in_threadpool(services_of(request).settings.steps)
    return render(request, "guide.html", {"steps": steps})


PAGES = (
    Page("/guide", guide, "guide", ADMINISTRATION, tab="Năm bước đầu"),
    Page("/settings", show, "settings", ADMINISTRATION, tab="Cài đặt"),
)
