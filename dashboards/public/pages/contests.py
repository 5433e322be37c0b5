"""How to contest a correction: say what is wrong and where that can be read; the answer comes under a ticket."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboards.public.forms import read_form, refusal
from dashboards.public.views import render, services_of
from news.claims import Correction
from news.errors import NewsError


async def show_form(request: Request) -> Response:
    return _form(request, await _correction(request))


async def submit(request: Request) -> Response:
    one = await _correction(request)
    form = await read_form(request)
    text, url = form.get("text", ""), form.get("url", "")[:2_000]
    if (words := refusal(request, form, request.app.state.contest_limits)) is not None:
        return _form(request, one, words, text, url, 429)
    try:
        ticket = await run_in_threadpool(services_of(request).contests.submit, one, text, url)
    except NewsError as error:
        return _form(request, one, error.vi, text, url, 400)
    return render(request, "contested.html", {"one": one, "ticket": ticket})


async def _correction(request: Request) -> Correction:
    versions = await run_in_threadpool(services_of(request).corrections.versions, request.path_params["slug"])
    if not versions:
        raise HTTPException(404)
    return versions[0]


def _form(
    request: Request, one: Correction, error: str = "", text: str = "", url: str = "", status: int = 200
) -> Response:
    stamp = request.app.state.stamps.new()
    return render(
        request, "contest.html", {"one": one, "error": error, "text": text, "url": url, "stamp": stamp}, status
    )
