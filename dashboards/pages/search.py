"""Search: the same query language as watches and the command line; what narrows it; what is kept and taken away."""

from __future__ import annotations

from asyncio import sleep
from functools import partial
from urllib.parse import quote_plus

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import READERS, Page
from dashboards.services.search import Exported
from dashboards.views import notice, render, services_of
from news.analysis import TONE_VI, TOPIC_VI
from news.errors import QueryError
from news.people import Role

PAGE_SIZE = 30
#: A list that is ready within a second is given at once.
_LOOKS, _BETWEEN = 19, 0.05
MOST_CHARS = 1_000
MOST_NAME_CHARS = 80
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
#: A leader reads and changes nothing.
_KEEPERS = READERS - {Role.LEADER}
#: Fields of the form beside the query, each written into it: what is searched for stands in one line.
_FILTERS = ("since", "until", "tone", "topic")


async def show(request: Request) -> Response:
    asked = request.query_params
    query = _query(asked.get("q", ""), [(name, asked.get(name, "")) for name in _FILTERS])
    ranked = asked.get("sort") == "rank"
    after = asked.get("after") or None
    search = services_of(request).search
    values = {"query": query, "ranked": ranked, "page": None, "error": None, "spread": None, "after": after}
    values |= {"tones": TONE_VI, "topics": TOPIC_VI, "province": services_of(request).province}
    values["saved"] = await run_in_threadpool(search.saved, request.state.person)
    values["may_keep"] = request.state.person.may(*_KEEPERS)
    if query:
        try:
            find = partial(search.find, query, ranked=ranked, after=after, limit=PAGE_SIZE)
            values["page"] = await run_in_threadpool(find)
            if after is None:
                values["spread"] = await run_in_threadpool(search.spread, query)
        except QueryError as error:
            values["error"] = error.vi
    return render(request, "search.html", values, 400 if values["error"] else 200)


async def export(request: Request) -> Response:
    form, query = request.path_params["form"], _query(request.query_params.get("q", ""))
    if form not in _TYPES:
        raise HTTPException(404)
    if not query:
        raise HTTPException(400)
    services, person = services_of(request), request.state.person
    try:
        task = await run_in_threadpool(services.exports.begin, person, query, form)
    except QueryError:
        raise HTTPException(400) from None
    for _ in range(_LOOKS):
        if (done := await run_in_threadpool(services.exports.get, person, task)) is not None:
            return _file(done)
        await sleep(_BETWEEN)
    # A long one has its page, which leads to the list when it is ready.
    return RedirectResponse(f"/tasks/{task}", 303)


async def show_export(request: Request) -> Response:
    """The list is ready: a button to save it, so that the page does not go on saying that it is being made."""
    done = await _exported(request)
    values = {"id": request.path_params["id"], "form": done.form, "size": len(done.content)}
    return render(request, "export.html", values)


async def save_export(request: Request) -> Response:
    return _file(await _exported(request))


async def _exported(request: Request) -> Exported:
    get = services_of(request).exports.get
    done = await run_in_threadpool(get, request.state.person, request.path_params["id"])
    if done is None:
        raise HTTPException(404)
    return done


def _file(done: Exported) -> Response:
    headers = {"content-disposition": f'attachment; filename="danh-sach-bai.{done.form}"'}
    return Response(done.content, media_type=_TYPES[done.form], headers=headers)


async def save(request: Request) -> Response:
    form = await request.form()
    query = _query(str(form.get("q", "")))
    name = " ".join(str(form.get("name", "")).split())[:MOST_NAME_CHARS]
    if not query or not name:
        notice(request, "Cần có câu tìm và tên để lưu.")
        return _back(query)
    try:
        await run_in_threadpool(services_of(request).search.save, request.state.person, name, query)
    except QueryError as error:
        notice(request, error.vi)
    else:
        notice(request, f"Đã lưu “{name}”.")
    return _back(query)


async def forget(request: Request) -> Response:
    text = request.path_params["id"]
    if not text.isdecimal() or len(text) > 18:
        raise HTTPException(404)
    if not await run_in_threadpool(services_of(request).search.forget, request.state.person, int(text)):
        raise HTTPException(404)
    notice(request, "Đã xóa câu tìm đã lưu.")
    return _back("")


def _query(words: str, filters: list[tuple[str, str]] | None = None) -> str:
    """The query with what the form's fields say, as its reader could have typed it."""
    said = " ".join(words.split())[:MOST_CHARS]
    terms = [f"{name}:{value.strip()}" for name, value in filters or () if value.strip() and " " not in value.strip()]
    return " ".join([said, *(term for term in terms if term not in said)]).strip()


def _back(query: str) -> Response:
    return RedirectResponse(f"/search?q={quote_plus(query)}" if query else "/search", 303)


PAGES = (
    Page("/search", show, "search", READERS, tab="Tìm kiếm"),
    Page("/search/export/{form}", export, "search_export", READERS),
    Page("/search/exports/{id}", show_export, "export_ready", READERS),
    Page("/search/exports/{id}/file", save_export, "export_file", READERS),
    Page("/search/save", save, "search_save", _KEEPERS, methods=("POST",)),
    Page("/search/saved/{id}/delete", forget, "search_forget", _KEEPERS, methods=("POST",)),
)
