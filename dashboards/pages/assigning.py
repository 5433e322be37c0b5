"""An entry of the draft is given to a unit: a case is opened, without leaving the desk."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboards.pages.cases import new_case
from dashboards.pages.desk import day_of, number_of
from dashboards.routing import DESK, Page
from dashboards.services.desk import Overwrites
from dashboards.views import notice, render, services_of
from news.errors import NewsError, UnknownId


async def assign(request: Request) -> Response:
    """Open the case; a refusal shows the form again with all that was typed."""
    desk, day, form = services_of(request).desk, await day_of(request), await request.form()
    new, seen = new_case(form), number_of(str(form.get("seen") or "0"))
    if new.article_id is None:
        raise HTTPException(400)
    try:
        case = await run_in_threadpool(partial(desk.assign, request.state.person, day, new, seen=seen))
    except UnknownId:
        raise HTTPException(404) from None
    except NewsError as error:
        # After a conflict the form carries what was read meanwhile: sent again, it is meant.
        seen = error.edit.place if isinstance(error, Overwrites) else seen
        opening = await run_in_threadpool(desk.opening, new.article_id)
        values = {"day": day, "opening": opening, "given": form, "fault": error.vi, "seen": seen}
        return render(request, "desk_assign.html", values, 409 if isinstance(error, Overwrites) else 400)
    notice(request, f"Đã mở vụ việc số {case.id}; gửi công văn cho đơn vị ở trang vụ việc.")
    return RedirectResponse(f"/desk/{day}?at={new.article_id}#entry-{new.article_id}", 303)


PAGES = (Page("/desk/{day}/assign", assign, "desk_assign", DESK, methods=("POST",)),)
