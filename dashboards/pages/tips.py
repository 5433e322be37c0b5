"""What people asked: cards of tips that say the same, and objections to corrections."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import REVIEW, Page
from dashboards.views import notice, render, services_of
from news.claims import CLOSING_VI, VERDICT_VI, Closing
from news.errors import NewsError, UnknownId
from news.safety import SAFETY_VI


async def show_tray(request: Request) -> Response:
    tips = services_of(request).tips
    values = {
        "cards": await run_in_threadpool(tips.cards),
        "contests": await run_in_threadpool(tips.contests),
        "safety_vi": SAFETY_VI,
        "verdict_vi": VERDICT_VI,
        "undo": request.query_params.get("undo", "") if request.query_params.get("undo", "").isdecimal() else "",
    }
    return render(request, "tips.html", values)


async def show(request: Request) -> Response:
    try:
        view = await run_in_threadpool(services_of(request).tips.get, _number(request, "card"))
    except UnknownId:
        raise HTTPException(404) from None
    return render(request, "tip.html", {"view": view, "safety_vi": SAFETY_VI, "closing_vi": CLOSING_VI})


async def claim(request: Request) -> Response:
    tips, form, key = services_of(request).tips, await request.form(), _number(request, "card")
    statement = " ".join(str(form.get("statement", "")).split())
    if not statement:
        notice(request, "Hãy ghi nhận định bằng lời của người thẩm định.")
        return RedirectResponse(f"/tips/{key}", 303)
    made = await run_in_threadpool(tips.claim, request.state.person, key, statement)
    return RedirectResponse(f"/claims/{made.id}", 303)


async def attach(request: Request) -> Response:
    tips, form, key = services_of(request).tips, await request.form(), _number(request, "card")
    other = str(form.get("claim") or "")
    if not other.isdecimal():
        raise HTTPException(400)
    words = "Đã xếp vào nhận định; phím z để hoàn tác."
    return await _act(request, key, words, lambda: tips.attach(request.state.person, key, int(other)), undo=True)


async def discard(request: Request) -> Response:
    tips, form, key = services_of(request).tips, await request.form(), _number(request, "card")
    try:
        closing = Closing(str(form.get("closing", "")))
    except ValueError:
        raise HTTPException(400) from None
    words = "Đã bỏ thẻ; phím z để hoàn tác."
    return await _act(request, key, words, lambda: tips.discard(request.state.person, key, closing), undo=True)


async def restore(request: Request) -> Response:
    tips, key = services_of(request).tips, _number(request, "card")
    return await _act(request, key, "Đã đưa thẻ trở lại.", lambda: tips.restore(request.state.person, key))


async def answer_contest(request: Request) -> Response:
    tips, form, key = services_of(request).tips, await request.form(), _number(request, "contest")
    is_accepted, words, person = form.get("accept") == "yes", str(form.get("answer") or ""), request.state.person
    act = lambda: tips.answer_contest(person, key, words, is_accepted=is_accepted)  # noqa: E731
    return await _act(request, key, "Đã trả lời đề nghị xem lại.", act)


async def _act(request: Request, key: int, words: str, act: Callable[[], None], *, undo: bool = False) -> Response:
    try:
        await run_in_threadpool(act)
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        words, undo = error.vi, False
    notice(request, words)
    return RedirectResponse(f"/tips?undo={key}" if undo else "/tips", 303)


def _number(request: Request, name: str) -> int:
    text = request.path_params[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("/tips", show_tray, "tips", REVIEW, tab="Tin hỏi", is_sensitive=True),
    Page("/tips/{card}", show, "tip_card", REVIEW, is_sensitive=True),
    Page("/tips/{card}/claim", claim, "tip_claim", REVIEW, ("POST",)),
    Page("/tips/{card}/attach", attach, "tip_attach", REVIEW, ("POST",)),
    Page("/tips/{card}/discard", discard, "tip_discard", REVIEW, ("POST",)),
    Page("/tips/{card}/restore", restore, "tip_restore", REVIEW, ("POST",)),
    Page("/contests/{contest}", answer_contest, "contest_answer", REVIEW, ("POST",)),
)
