"""Deadlines for a calendar program, at an address that holds its own key; the address is made on one's own page."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboards.routing import READERS, Page
from dashboards.services.people import Refused
from dashboards.views import notice, render, services_of


async def show(request: Request) -> Response:
    services = services_of(request)
    person = await run_in_threadpool(services.own.calendar_holder, request.path_params["secret"])
    if person is None:
        raise HTTPException(404)
    content = await run_in_threadpool(services.cases.calendar, person)
    await run_in_threadpool(services.audit.look, person, "calendar", "-")
    return Response(content, media_type="text/calendar; charset=utf-8")


async def add(request: Request) -> Response:
    """A new address; told on this page only."""
    try:
        secret = await run_in_threadpool(services_of(request).own.add_calendar, request.state.person)
    except Refused as refusal:
        notice(request, refusal.vi)
        return Response(status_code=303, headers={"location": "/me"})
    address = request.app.state.address or str(request.base_url).rstrip("/")
    return render(request, "calendar_link.html", {"address": f"{address}/calendar/{secret}.ics"})


PAGES = (
    Page("/calendar/{secret}.ics", show, "calendar", None, is_open=True),
    Page("/me/calendar", add, "add_calendar", READERS, methods=("POST",)),
)
