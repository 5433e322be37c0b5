"""Watches: the list, the form, and what a watch would have found in the last 30 days before it is switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import DESK, READERS, Page
from dashboards.services.people import Refused
from dashboards.services.watches import WatchForm
from dashboards.views import notice, render, services_of
from news.alert import CONDITION_VI, SEVERITY_VI, Severity
from news.errors import UnknownId

_WORDS = {"severities": list(Severity), "severity_vi": SEVERITY_VI, "condition_vi": CONDITION_VI}
_EMPTY = WatchForm("", "", any=True)


async def show(request: Request) -> Response:
    """The list and an empty form; a search page brings its query (``?q=``), a watch to be changed its number."""
    edited = request.query_params.get("edit", "")
    if edited:
        try:
            key = int(edited) if edited.isascii() and edited.isdecimal() and len(edited) < 16 else 0
            form = await run_in_threadpool(services_of(request).watches.form, key)
        except UnknownId:
            raise HTTPException(404) from None
        return await _page(request, form, edited=form.name)
    return await _page(request, replace(_EMPTY, query=request.query_params.get("q", "")[:1_000]))


async def save(request: Request) -> Response:
    """Save, or try out first: whichever button was pressed."""
    typed = await request.form()
    form, watches = _form(typed), services_of(request).watches
    try:
        if typed.get("act") == "try":
            task = await run_in_threadpool(watches.try_out, request.state.person, form)
            return RedirectResponse(f"/tasks/{task}", 303)
        await run_in_threadpool(watches.add, request.state.person, form)
    except Refused as refusal:
        return await _page(request, form, refusal=refusal)
    notice(request, f"Đang theo dõi “{form.name}”. Bài đã có từ trước không bị báo lại.")
    return RedirectResponse("/watches", 303)


async def tried(request: Request) -> Response:
    found = await run_in_threadpool(services_of(request).watches.tried, request.state.person, request.path_params["id"])
    if found is None:
        raise HTTPException(404)
    return await _page(request, found.form, found=found)


def _switch(*, is_enabled: bool) -> Any:
    async def switch(request: Request) -> Response:
        watches, number = services_of(request).watches, request.path_params["id"]
        await run_in_threadpool(watches.enable, request.state.person, number, is_enabled=is_enabled)
        notice(request, "Đã bật lại." if is_enabled else "Đã tắt; phím x lần nữa để bật lại.")
        return RedirectResponse(f"/watches#watch-{number}", 303)

    return switch


async def _page(request: Request, form: WatchForm, **given: Any) -> Response:
    watches, refusal = services_of(request).watches, given.get("refusal")
    lines, units = await run_in_threadpool(watches.list), await run_in_threadpool(watches.units)
    values = {"lines": lines, "units": units, "form": form, "refusal": None, "found": None, "edited": "", **_WORDS}
    values |= given
    return render(request, "watches.html", values, 400 if refusal else 200)


def _form(typed: FormData) -> WatchForm:
    severity = str(typed.get("severity") or "")
    return WatchForm(
        name=str(typed.get("name") or ""),
        query=str(typed.get("query") or ""),
        severity=Severity(severity) if severity in list(Severity) else Severity.INFO,
        any=typed.get("any") == "yes",
        foreign=typed.get("foreign") == "yes",
        claim=typed.get("claim") == "yes",
        threshold_articles=_number(typed, "threshold_articles"),
        threshold_hours=_number(typed, "threshold_hours") or 24,
        spike_hours=_number(typed, "spike_hours"),
        spike_least=_number(typed, "spike_least") or 5,
        story_outlets=_number(typed, "story_outlets"),
        new_outlet_days=_number(typed, "new_outlet_days"),
        tone_days=_number(typed, "tone_days"),
        silence_hours=_number(typed, "silence_hours"),
        silence_sources=tuple(str(typed.get("silence_sources") or "").replace(",", " ").split()),
        deadline_days=_number(typed, "deadline_days"),
        unit=str(typed.get("unit") or ""),
    )


def _number(typed: FormData, name: str) -> int | None:
    text = str(typed.get(name) or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


PAGES = (
    Page("/watches", show, "watches", READERS, tab="Theo dõi"),
    Page("/watches", save, "save_watch", DESK, methods=("POST",)),
    Page("/watches/tried/{id}", tried, "tried_watch", DESK),
    Page("/watches/{id:int}/enable", _switch(is_enabled=True), "enable_watch", DESK, methods=("POST",)),
    Page("/watches/{id:int}/disable", _switch(is_enabled=False), "disable_watch", DESK, methods=("POST",)),
)
