"""Something takes a moment: the page says so, looks again by itself, and goes on when it is done."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.routing import Page
from dashboards.views import render, services_of


async def show(request: Request) -> Response:
    task = await run_in_threadpool(services_of(request).tasks.get, request.state.person, request.path_params["id"])
    if task is None:
        raise HTTPException(404)
    if task.is_done and task.failure is None:
        return RedirectResponse(task.next, 303)
    answer = render(request, "task.html", {"task": task})
    if not task.is_done:
        answer.headers["refresh"] = "1"
    return answer


PAGES = (Page("/tasks/{id}", show, "task", None),)
