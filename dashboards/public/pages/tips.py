"""The tip line's page: paste a message, read the answer; later read it again with the ticket."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.public.forms import read_form, refusal
from dashboards.public.views import render, services_of
from factcheck.tips import MOST_CHARS
from news.errors import NewsError


async def show_form(request: Request) -> Response:
    return _form(request)


async def submit(request: Request) -> Response:
    form = await read_form(request)
    text = form.get("text", "")
    if (words := refusal(request, form, request.app.state.tip_limits)) is not None:
        return _form(request, words, text, 429)
    try:
        receipt = await run_in_threadpool(services_of(request).tips.submit, text)
    except NewsError as error:
        return _form(request, error.vi, "" if len(text) > MOST_CHARS else text, 400)
    return render(request, "answer.html", {"answer": receipt.answer, "ticket": receipt.ticket, "error": ""})


async def show_ticket_form(request: Request) -> Response:
    return render(request, "ticket.html", {"error": "", "answer": None, "words": None})


async def read_ticket(request: Request) -> Response:
    """By POST, so that a ticket stands in no address and no log of any proxy."""
    form = await read_form(request)
    if not request.app.state.ticket_limits.allows(_who(request)):
        error = "Đã hỏi quá nhiều lần; hãy thử lại sau ít phút."
        return render(request, "ticket.html", {"error": error, "answer": None, "words": None}, 429)
    services, ticket = services_of(request), form.get("ticket", "")[:100]
    words: str | None = await run_in_threadpool(services.contests.answer, ticket)
    answer = None if words is not None else await run_in_threadpool(services.tips.answer, ticket)
    return render(request, "ticket.html", {"error": "", "answer": answer, "words": words})


def _form(request: Request, error: str = "", text: str = "", status: int = 200) -> Response:
    stamp = request.app.state.stamps.new()
    values = {"error": error, "text": text, "stamp": stamp, "most": MOST_CHARS}
    return render(request, "tip.html", values, status)


def _who(request: Request) -> str:
    return request.client.host if request.client else ""
