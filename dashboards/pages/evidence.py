"""The evidence library: look for a passage, read a document, add one by form, file or address."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import READERS, REVIEW, Page
from dashboards.views import notice, render, services_of
from factcheck.library import Card
from news.errors import NewsError, UnknownId
from news.evidence import EVIDENCE_KIND_VI, EvidenceKind

_MOST_QUERY_CHARS = 500


async def show_list(request: Request) -> Response:
    shelf, query = services_of(request).evidence, request.query_params.get("q", "").strip()[:_MOST_QUERY_CHARS]
    found = await run_in_threadpool(shelf.find, query) if query else ()
    values = {"query": query, "found": found, "documents": () if query else await run_in_threadpool(shelf.list)}
    return render(request, "evidence.html", values | {"kind_vi": EVIDENCE_KIND_VI})


async def show(request: Request) -> Response:
    view = await _view(request)
    return render(request, "evidence_one.html", {"view": view, "kind_vi": EVIDENCE_KIND_VI})


async def original(request: Request) -> Response:
    """The bytes as they came, to be saved and never shown in our own frame."""
    shelf, key = services_of(request).evidence, _number(request)
    try:
        found = await run_in_threadpool(shelf.original, request.state.person, key)
    except UnknownId:
        raise HTTPException(404) from None
    if found is None:
        raise HTTPException(404)
    headers = {"content-disposition": f'attachment; filename="can-cu-{key}"'}
    return Response(found.content, media_type="application/octet-stream", headers=headers)


async def show_form(request: Request) -> Response:
    return _form(request)


async def add(request: Request) -> Response:
    """One form, three doors: an address is fetched and shown first, a file or pasted words are added at once."""
    shelf, form, person = services_of(request).evidence, await request.form(), request.state.person
    file, text = form.get("file"), str(form.get("text") or "").strip()
    try:
        card = _card(form)
        if isinstance(file, UploadFile) and file.filename:
            key = await run_in_threadpool(shelf.add_file, person, card, await file.read())
        elif text:
            key = await run_in_threadpool(shelf.add_text, person, card, text)
        else:
            shown = await run_in_threadpool(shelf.preview, card.url)
            values = {"shown": shown, "card": card, "kind_vi": EVIDENCE_KIND_VI}
            return render(request, "evidence_preview.html", values)
    except (NewsError, ValueError) as error:
        words = error.vi if isinstance(error, NewsError) else "Có ngày hoặc số không đúng."
        return _form(request, words, dict(form), 400)
    return _added(request, key)


async def confirm(request: Request) -> Response:
    shelf, form = services_of(request).evidence, await request.form()
    try:
        key = await run_in_threadpool(shelf.confirm, request.state.person, str(form.get("token", "")), _card(form))
    except (NewsError, ValueError) as error:
        words = error.vi if isinstance(error, NewsError) else "Có ngày hoặc số không đúng."
        return _form(request, words, dict(form), 400)
    return _added(request, key)


async def supersede(request: Request) -> Response:
    shelf, form, key = services_of(request).evidence, await request.form(), _number(request)
    try:
        await run_in_threadpool(shelf.supersede, request.state.person, key, int(str(form.get("by") or "0")))
    except (NewsError, ValueError):
        notice(request, "Không thay thế được: hãy ghi số của một căn cứ mới hơn trong thư viện.")
        return RedirectResponse(f"/evidence/{key}", 303)
    notice(request, "Đã ghi nhận văn bản thay thế; văn bản cũ vẫn còn. Phím z để hoàn tác.")
    return RedirectResponse(f"/evidence/{key}", 303)


async def restore(request: Request) -> Response:
    shelf, key = services_of(request).evidence, _number(request)
    try:
        await run_in_threadpool(shelf.restore, request.state.person, key)
    except UnknownId:
        raise HTTPException(404) from None
    notice(request, "Đã hoàn tác: văn bản này không còn bị ghi là đã thay thế.")
    return RedirectResponse(f"/evidence/{key}", 303)


async def _view(request: Request) -> Any:
    try:
        return await run_in_threadpool(services_of(request).evidence.get, _number(request))
    except UnknownId:
        raise HTTPException(404) from None


def _added(request: Request, key: int) -> Response:
    notice(request, "Đã thêm căn cứ.")
    return RedirectResponse(f"/evidence/{key}", 303)


def _form(request: Request, error: str = "", given: Any = None, status: int = 200) -> Response:
    kept = {name: value for name, value in (given or {}).items() if isinstance(value, str)}
    return render(request, "evidence_new.html", {"error": error, "given": kept, "kind_vi": EVIDENCE_KIND_VI}, status)


def _card(form: Any) -> Card:
    """Raises ``ValueError`` for a day or kind that is none."""
    text = {name: str(form.get(name) or "").strip() for name in ("publisher", "title", "url", "sign")}
    days = [str(form.get(name) or "") for name in ("published_on", "valid_from", "valid_until")]
    published, begin, end = (date.fromisoformat(day) if day else None for day in days)
    supersedes = str(form.get("supersedes") or "")
    return Card(
        kind=EvidenceKind(str(form.get("kind") or "document")),
        publisher=text["publisher"],
        title=text["title"],
        url=text["url"],
        sign=text["sign"],
        published_on=published,
        valid_from=begin,
        valid_until=end,
        supersedes=int(supersedes) if supersedes else None,
    )


def _number(request: Request) -> int:
    text = request.path_params["evidence"]
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("/evidence", show_list, "evidence", READERS, tab="Căn cứ", is_sensitive=True),
    Page("/evidence/new", show_form, "evidence_new", REVIEW, is_sensitive=True),
    Page("/evidence/new", add, "evidence_add", REVIEW, ("POST",)),
    Page("/evidence/confirm", confirm, "evidence_confirm", REVIEW, ("POST",)),
    Page("/evidence/{evidence}", show, "evidence_one", READERS, is_sensitive=True),
    Page("/evidence/{evidence}/original", original, "evidence_original", REVIEW, is_sensitive=True),
    Page("/evidence/{evidence}/supersede", supersede, "evidence_supersede", REVIEW, ("POST",)),
    Page("/evidence/{evidence}/restore", restore, "evidence_restore", REVIEW, ("POST",)),
)
