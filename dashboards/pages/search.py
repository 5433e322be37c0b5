"""Search: the same query language as watches and the command line."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dashboards.routing import READERS, Page
from dashboards.views import render, services_of
from news.errors import QueryError

PAGE_SIZE = 30
MOST_CHARS = 1_000


async def show(request: Request) -> Response:
    query = request.query_params.get("q", "").strip()[:MOST_CHARS]
    ranked = request.query_params.get("sort") == "rank"
    after = request.query_params.get("after") or None
    values = {"query": query, "ranked": ranked, "page": None, "error": None}
    if query:
        find = partial(services_of(request).search.find, query, ranked=ranked, after=after, limit=PAGE_SIZE)
        try:
            values["page"] = await run_in_threadpool(find)
        except QueryError as error:
            values["error"] = error.vi
    return render(request, "search.html", values, 400 if values["error"] else 200)


PAGES = (Page("/search", show, "search", READERS, tab="Tìm kiếm"),)
