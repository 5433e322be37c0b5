"""The list of corrections, the page of each, the feed."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboards.public.feed import rss
from dashboards.public.views import correction_values, render, services_of

_CACHE = {"cache-control": "public, max-age=60"}


async def show_list(request: Request) -> Response:
    found = await run_in_threadpool(services_of(request).corrections.list)
    answer = render(request, "list.html", {"corrections": found})
    answer.headers.update(_CACHE)
    return answer


async def show_one(request: Request) -> Response:
    services = services_of(request)
    versions = list(await run_in_threadpool(services.corrections.versions, request.path_params["slug"]))
    if not versions:
        raise HTTPException(404)
    answer = render(request, "correction.html", correction_values(services, versions))
    answer.headers.update(_CACHE)
    return answer


async def show_feed(request: Request) -> Response:
    services = services_of(request)
    found = await run_in_threadpool(services.corrections.list)
    return Response(rss(services, found), media_type="application/rss+xml", headers=_CACHE)
