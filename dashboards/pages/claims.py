"""The reviewers' tray and a claim's page: one key per decision, the last closing undone with one more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import READERS, REVIEW, Page
from dashboards.services.tips import ContestLine
from dashboards.views import notice, render, services_of
from news.claims import CLAIM_STATE_VI, CLOSING_VI, MACHINE, VERDICT_VI, ClaimState, Closing, Decision, Verdict
from news.errors import NewsError, UnknownId
from news.people import Role
from news.safety import SAFETY_VI, SafetyCategory

APPROVAL = REVIEW | {Role.EDITOR}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PARTS: tuple[tuple[str, tuple[ClaimState, ...]], ...] = (
    ("Chờ người thứ hai", (ClaimState.VERDICT, ClaimState.CONTESTED)),
    ("Mới", (ClaimState.NEW,)),
    ("Đang thẩm định", (ClaimState.IN_REVIEW,)),
    ("Đã công bố", (ClaimState.PUBLISHED, ClaimState.REVISED, ClaimState.WITHDRAWN)),
)
DONE_VI = {
    "take": "Đã nhận thẩm định.",
    "restore": "Đã mở lại nhận định.",
    "send_back": "Đã trả lại kết luận.",
    "contest": "Đã mở xem xét lại.",
    "uphold": "Giữ nguyên kết luận đã công bố.",
    "reword": "Đã ghi lại lời nhận định.",
    "close": "Đã đóng nhận định; phím z để hoàn tác.",
    "decide": "Đã gửi kết luận cho người thứ hai duyệt.",
    "approve": "Đã công bố.",
    "check": "Đã đối chiếu lại với thư viện căn cứ.",
}


async def show_tray(request: Request) -> Response:
    claims, person = services_of(request).claims, request.state.person
    parts = [(title, await run_in_threadpool(claims.tray, person, states)) for title, states in _PARTS]
    closed = await run_in_threadpool(claims.tray, person, (ClaimState.CLOSED,))
    last = next((line for line in closed if "restore" in line.steps), None)
    values: dict[str, Any] = {"parts": parts, "last_closed": last, "state_vi": CLAIM_STATE_VI, "machine": MACHINE}
    values["contests"] = await _contests(request)
    return render(request, "claims.html", values)


async def show(request: Request) -> Response:
    try:
        view = await run_in_threadpool(services_of(request).claims.get, _number(request, "claim"), request.state.person)
    except UnknownId:
        raise HTTPException(404) from None
    today = await run_in_threadpool(services_of(request).claims.today)
    waiting = await _contests(request)
    values = {
        "view": view,
        "contests": [one for one in waiting if one.correction and one.correction.claim_id == view.claim.id],
        "today": today,
        "machine": MACHINE,
        "state_vi": CLAIM_STATE_VI,
        "verdict_vi": VERDICT_VI,
        "closing_vi": CLOSING_VI,
        "safety_vi": SAFETY_VI,
    }
    return render(request, "claim.html", values)


async def _contests(request: Request) -> Sequence[ContestLine]:
    """Objections that wait for an answer; they are the reviewers' task."""
    if Role.REVIEWER not in request.state.person.roles:
        return ()
    return await run_in_threadpool(services_of(request).tips.contests)


async def add(request: Request) -> Response:
    form = await request.form()
    statement = " ".join(str(form.get("statement", "")).split())
    if not statement:
        notice(request, "Hãy ghi nhận định cần kiểm chứng.")
        return RedirectResponse("/claims", 303)
    claim = await run_in_threadpool(services_of(request).claims.add, request.state.person, statement)
    return RedirectResponse(f"/claims/{claim.id}", 303)


async def step(request: Request) -> Response:
    claims, form = services_of(request).claims, await request.form()
    verb = str(form.get("verb", ""))
    if verb not in ("take", "restore", "send_back", "contest", "uphold", "check"):
        raise HTTPException(400)
    if verb == "check":
        return await _act(request, form, verb, lambda key, _seen: claims.check(key, request.state.person))
    return await _act(request, form, verb, lambda key, seen: claims.step(request.state.person, key, seen, verb))


async def reword(request: Request) -> Response:
    claims, form = services_of(request).claims, await request.form()
    words, person = str(form.get("statement", "")), request.state.person
    return await _act(request, form, "reword", lambda key, seen: claims.reword(person, key, seen, words))


async def close(request: Request) -> Response:
    claims, form, person = services_of(request).claims, await request.form(), request.state.person
    try:
        closing = Closing(str(form.get("closing", "")))
        same_as = int(str(form["same_as"])) if form.get("same_as") else None
    except ValueError:
        raise HTTPException(400) from None
    return await _act(request, form, "close", lambda key, seen: claims.close(person, key, seen, closing, same_as))


async def decide(request: Request) -> Response:
    claims, form, person = services_of(request).claims, await request.form(), request.state.person
    try:
        decision = _decision(form, person.id)
    except ValueError:
        raise HTTPException(400) from None
    return await _act(request, form, "decide", lambda key, seen: claims.decide(person, key, seen, decision))


async def approve(request: Request) -> Response:
    claims, form, person = services_of(request).claims, await request.form(), request.state.person
    return await _act(request, form, "approve", lambda key, seen: claims.approve(person, key, seen))


async def letter(request: Request) -> Response:
    key, article = _number(request, "claim"), _number(request, "article")
    try:
        content = await run_in_threadpool(services_of(request).claims.letter, request.state.person, key, article)
    except UnknownId:
        raise HTTPException(404) from None
    name = f'attachment; filename="de-nghi-cai-chinh-{key}-{article}.docx"'
    return Response(content, media_type=_DOCX, headers={"content-disposition": name})


async def _act(request: Request, form: Any, verb: str, act: Callable[[int, int], object]) -> Response:
    """Take a step and come back; a refusal says why and changes nothing."""
    key, seen = _number(request, "claim"), _whole(form.get("seen"))
    back = "/claims" if form.get("from") == "tray" else f"/claims/{key}"
    try:
        await run_in_threadpool(act, key, seen)
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        notice(request, error.vi)
        return RedirectResponse(back, 303)
    notice(request, DONE_VI[verb])
    return RedirectResponse(back, 303)


def _decision(form: Any, person: str) -> Decision:
    """Raises ``ValueError`` for what no form of ours sends."""
    verdict, category, until = (str(form.get(name) or "") for name in ("verdict", "category", "counted_until"))
    wordings = dict.fromkeys(" ".join(line.split()) for line in str(form.get("wordings") or "").splitlines())
    return Decision(
        verdict=None if verdict == "withdraw" else Verdict(verdict),
        statement=" ".join(str(form.get("statement", "")).split()),
        explanation=str(form.get("explanation", "")).replace("\r\n", "\n").strip(),
        evidence=tuple(dict.fromkeys(int(str(key)) for key in _cited(form))),
        person=person,
        category=SafetyCategory(category) if category else None,
        wordings=tuple(filter(None, wordings)),
        counted_until=date.fromisoformat(until) if until else None,
    )


def _cited(form: Any) -> list[Any]:
    """The boxes that are ticked, and the number that was typed."""
    return [key for key in (*form.getlist("evidence"), form.get("evidence_other")) if key]


def _number(request: Request, name: str) -> int:
    return _whole(request.path_params[name])


def _whole(text: Any) -> int:
    if not (isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 16):
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("/claims", show_tray, "claims", READERS, tab="Kiểm chứng", is_sensitive=True),
    Page("/claims", add, "claim_add", REVIEW, ("POST",)),
    Page("/claims/{claim}", show, "claim", READERS, is_sensitive=True),
    Page("/claims/{claim}/step", step, "claim_step", REVIEW, ("POST",)),
    Page("/claims/{claim}/reword", reword, "claim_reword", REVIEW, ("POST",)),
    Page("/claims/{claim}/close", close, "claim_close", REVIEW, ("POST",)),
    Page("/claims/{claim}/decide", decide, "claim_decide", REVIEW, ("POST",)),
    Page("/claims/{claim}/approve", approve, "claim_approve", APPROVAL, ("POST",)),
    Page("/claims/{claim}/letter/{article}", letter, "claim_letter", READERS, is_sensitive=True),
)
