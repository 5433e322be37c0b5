"""One article: its text with the places named, versions, the story's course, corrections, evidence kept."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import DESK, READERS, Page
from dashboards.views import notice, render, services_of
from news.analysis import RELEVANCE_VI, TONE_VI, TOPIC_VI, OverrideField
from news.errors import UnknownId
from news.people import Role

#: A page as it was served, shown inert: no script, no form, nothing fetched, an origin of its own.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
_EVIDENCE = DESK | {Role.REVIEWER}


async def show(request: Request) -> Response:
    try:
        view = await run_in_threadpool(services_of(request).articles.get, _number(request, "article"))
    except UnknownId:
        raise HTTPException(404) from None
    roles = request.state.person.roles
    values = {"view": view, "tones": TONE_VI, "topics": TOPIC_VI, "relevances": RELEVANCE_VI}
    values |= {"may_correct": not DESK.isdisjoint(roles), "may_see": not _EVIDENCE.isdisjoint(roles)}
    return render(request, "article.html", values)


async def like(request: Request) -> Response:
    """More like this story, as a search that its reader can change."""
    key = _number(request, "article")
    try:
        query = await run_in_threadpool(services_of(request).articles.like, key)
    except UnknownId:
        raise HTTPException(404) from None
    if query is None:
        notice(request, "Tin này chưa đủ chữ để tìm tin tương tự.")
        return RedirectResponse(f"/articles/{key}", 303)
    return RedirectResponse(f"/search?{urlencode({'q': query, 'sort': 'rank'})}", 303)


async def correct(request: Request) -> Response:
    key, form = _number(request, "article"), await request.form()
    try:
        field = OverrideField(str(form.get("field", "")))
        value = ",".join(str(one) for one in form.getlist("value"))
        await run_in_threadpool(services_of(request).articles.correct, request.state.person, key, field, value)
    except ValueError:
        raise HTTPException(400) from None
    except UnknownId:
        raise HTTPException(404) from None
    notice(request, "Đã sửa; máy sẽ học từ đó.")
    return RedirectResponse(f"/articles/{key}", 303)


async def snapshot(request: Request) -> Response:
    try:
        page = await run_in_threadpool(
            services_of(request).articles.snapshot,
            request.state.person,
            _number(request, "article"),
            _number(request, "snapshot"),
        )
    except UnknownId:
        raise HTTPException(404) from None
    return Response(page, media_type="text/html", headers={"content-security-policy": _INERT})


async def evidence(request: Request) -> Response:
    key = _number(request, "article")
    try:
        content = await run_in_threadpool(
            services_of(request).articles.evidence, request.state.person, key, _number(request, "snapshot")
        )
    except UnknownId:
        raise HTTPException(404) from None
    headers = {"content-disposition": f'attachment; filename="can-cu-{key}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


def _number(request: Request, name: str) -> int:
    text = request.path_params[name]
    if not text.isdecimal() or len(text) > 18:
        raise HTTPException(404)
    return int(text)


PAGES = (
    Page("/articles/{article}", show, "article", READERS),
    Page("/articles/{article}/like", like, "article_like", READERS),
    Page("/articles/{article}/correct", correct, "article_correct", DESK, methods=("POST",)),
    Page("/articles/{article}/snapshots/{snapshot}", snapshot, "snapshot", _EVIDENCE, is_sensitive=True),
    Page("/articles/{article}/evidence/{snapshot}", evidence, "evidence_zip", _EVIDENCE, is_sensitive=True),
)
