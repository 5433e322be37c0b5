"""How the sources fare: the troubled ones first."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.routing import Page
from dashboards.views import render, services_of
from news.source import Health


async def show(request: Request) -> Response:
    lines = await run_in_threadpool(services_of(request).sources.list)
    enabled = [line for line in lines if line.enabled]
    values = {
        "troubled": [line for line in enabled if line.health not in (Health.OK, Health.NEVER_READ)],
        "well": [line for line in enabled if line.health is Health.OK],
        "unread": [line for line in enabled if line.health is Health.NEVER_READ],
        "off": sorted({line.name for line in lines if not line.enabled}),
    }
    return render(request, "sources.html", values)


PAGES = (Page("/sources", show, "sources", None, tab="Nguồn"),)
