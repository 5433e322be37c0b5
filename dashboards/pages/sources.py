"""How the sources fare, the troubled ones first; the administrator turns them on and off and adds new ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from itertools import groupby

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import ADMINISTRATION, Page
from dashboards.services.people import Refused
from dashboards.views import notice, render, services_of
from news.people import Role
from news.source import Health

_WELL = (Health.OK, Health.NEVER_READ)


async def show(request: Request) -> Response:
    lines = await run_in_threadpool(services_of(request).sources.list)
    enabled = [line for line in lines if line.enabled]
    off = groupby((line for line in lines if not line.enabled), key=lambda line: (line.id, line.name))
    values = {
        "troubled": [line for line in enabled if line.health not in _WELL],
        "well": [line for line in enabled if line.health is Health.OK],
        "unread": [line for line in enabled if line.health is Health.NEVER_READ],
        "off": sorted({key for key, _ in off}, key=lambda key: key[1].casefold()),
        "may_change": request.state.person.may(Role.ADMINISTRATOR),
    }
    return render(request, "sources.html", values)


async def show_strangers(request: Request) -> Response:
    strangers = await run_in_threadpool(services_of(request).sources.strangers)
    may_change = request.state.person.may(Role.ADMINISTRATOR)
    return render(request, "strangers.html", {"strangers": strangers, "may_change": may_change})


def _turn(*, is_on: bool) -> Callable[[Request], Awaitable[Response]]:
    async def turn(request: Request) -> Response:
        enable = partial(services_of(request).sources.enable, request.state.person, is_on=is_on)
        await run_in_threadpool(enable, request.path_params["id"])
        notice(request, "Đã bật nguồn; lượt thu thập sau sẽ đọc." if is_on else "Đã tắt nguồn từ lượt thu thập sau.")
        return RedirectResponse("/sources", 303)

    return turn


async def propose(request: Request) -> Response:
    form = await request.form()
    url = str(form.get("url") or "").strip()
    if "://" not in url:
        url = f"https://{url}"
    task = await run_in_threadpool(services_of(request).sources.propose, request.state.person, url)
    return RedirectResponse(f"/tasks/{task}", 303)


async def show_proposal(request: Request) -> Response:
    id = request.path_params["id"]
    proposal = await run_in_threadpool(services_of(request).sources.proposal, request.state.person, id)
    if proposal is None:
        raise HTTPException(404)
    return render(request, "source_proposal.html", {"proposal": proposal, "id": id})


async def add(request: Request) -> Response:
    try:
        added = await run_in_threadpool(
            services_of(request).sources.add, request.state.person, request.path_params["id"]
        )
    except Refused as refusal:
        notice(request, refusal.vi)
    else:
        notice(request, f"Đã thêm {added.name}; lượt thu thập sau sẽ đọc.")
    return RedirectResponse("/sources", 303)


async def check(request: Request) -> Response:
    id = request.path_params["id"]
    task = await run_in_threadpool(services_of(request).sources.check, request.state.person, id)
    return RedirectResponse(f"/tasks/{task}", 303)


async def show_check(request: Request) -> Response:
    report = services_of(request).sources.report
    lines = await run_in_threadpool(report, request.state.person, request.path_params["id"])
    if lines is None:
        raise HTTPException(404)
    return render(request, "source_check.html", {"lines": lines})


PAGES = (
    Page("/sources", show, "sources", None, tab="Nguồn"),
    Page("/sources/discovered", show_strangers, "discovered", None),
    Page("/sources/propose", propose, "propose_source", ADMINISTRATION, methods=("POST",)),
    Page("/sources/proposals/{id}", show_proposal, "source_proposal", ADMINISTRATION),
    Page("/sources/proposals/{id}", add, "add_source", ADMINISTRATION, methods=("POST",)),
    Page("/sources/checks/{id}", show_check, "source_check", ADMINISTRATION),
    Page("/sources/{id}/check", check, "check_source", ADMINISTRATION, methods=("POST",)),
    Page("/sources/{id}/enable", _turn(is_on=True), "enable_source", ADMINISTRATION, methods=("POST",)),
    Page("/sources/{id}/disable", _turn(is_on=False), "disable_source", ADMINISTRATION, methods=("POST",)),
)
