"""Put the pages together with what keeps them safe: headers, host check, errors in plain words."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dashboards.api.door import opened, refuse
from dashboards.api.openapi import ALL as ENDPOINTS
from dashboards.guard import guarded
from dashboards.pages import (
    alerts,
    articles,
    assigning,
    audit,
    by_hand,
    calendar,
    cases,
    claims,
    desk,
    enrolment,
    evidence,
    me,
    reports,
    search,
    settings,
    sign_in,
    signing,
    sources,
    tasks,
    tips,
    today,
    users,
    watches,
)
from dashboards.routing import Page
from dashboards.safety import HEADERS, SafetyHeaders
from dashboards.services import Services
from dashboards.services.people import Refused
from dashboards.views import render
from news.errors import ForbiddenSource, NewsError, QueryError, UnknownId

log = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"

#: All pages, in the order of the navigation: a new one is a module of ``dashboards/pages`` and a row here.
PAGES: tuple[Page, ...] = (
    *today.PAGES,
    *desk.PAGES,
    *assigning.PAGES,
    *signing.PAGES,
    *reports.PAGES,
    *by_hand.PAGES,
    *articles.PAGES,
    *search.PAGES,
    *alerts.PAGES,
    *watches.PAGES,
    *cases.PAGES,
    *claims.PAGES,
    *tips.PAGES,
    *evidence.PAGES,
    *settings.PAGES,
    *sources.PAGES,
    *users.PAGES,
    *audit.PAGES,
    *tasks.PAGES,
    *sign_in.PAGES,
    *enrolment.PAGES,
    *me.PAGES,
    *calendar.PAGES,
)

#: What this machine calls itself; other names are another site's doing, until the office has an address.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")

_WORDS = {
    404: ("Không có trang này", "Địa chỉ có thể đã đổi. Hãy bắt đầu lại từ trang điểm báo."),
    405: ("Không làm được việc này ở đây", "Hãy quay lại trang trước và thử lại."),
    401: ("Phiên làm việc đã kết thúc", "Hãy đăng nhập lại; những gì đang gõ chưa được lưu."),
    403: (
        "Không được phép",
        "Trang hoặc việc này dành cho vai trò khác, hoặc biểu mẫu đã cũ. Tải lại trang rồi thử lại.",
    ),
    400: ("Yêu cầu không hợp lệ", "Hãy quay lại trang trước và thử lại."),
}

#: What the reader can mend is not the server's failure.
_STATUS: dict[type[NewsError], int] = {Refused: 403, QueryError: 400, ForbiddenSource: 400}


def create_app(services: Services, address: str = "") -> Starlette:
    """Make the application. ``address``: what browsers call it (``https://…``); empty: this machine only.

    Its state holds ``services``; nothing is global.
    """
    parts = urlsplit(address)
    hosts = (parts.hostname,) if parts.hostname else LOOPBACK_HOSTS

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        services.audit.close()

    app = Starlette(
        routes=[
            *(Route(page.path, guarded(page), name=page.name, methods=list(page.methods)) for page in PAGES),
            *(Route(one.page.path, opened(one), name=one.page.name, methods=["GET"]) for one in ENDPOINTS),
            Mount("/static", StaticFiles(directory=_STATIC), name="static"),
        ],
        middleware=[
            Middleware(SafetyHeaders, is_tls=parts.scheme == "https"),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
        ],
        exception_handlers={HTTPException: _http_error, NewsError: _news_error, Exception: _unknown_error},
        lifespan=lifespan,
    )
    app.state.services = services
    app.state.tabs = [page for page in PAGES if page.tab]
    app.state.address, app.state.is_tls = address, parts.scheme == "https"
    return app


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if request.url.path.startswith("/api/"):
        return refuse(status)
    title, advice = _WORDS.get(status, ("Không thực hiện được", "Hãy quay lại trang trước và thử lại."))
    return render(request, "error.html", {"title": title, "advice": advice}, status)


async def _news_error(request: Request, error: Exception) -> Response:
    if isinstance(error, UnknownId):
        return await _http_error(request, HTTPException(404))
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)
    if status == 503:
        log.warning("%s: %s", request.url.path, error)
    words = error.vi if isinstance(error, NewsError) else str(error)
    return render(request, "error.html", {"title": "Chưa thực hiện được", "advice": words}, status)


async def _unknown_error(request: Request, error: Exception) -> Response:
    log.error("%s failed", request.url.path, exc_info=error)
    advice = "Chương trình gặp lỗi ngoài dự tính; lỗi đã được ghi lại. Hãy báo cho người quản trị."
    answer = render(request, "error.html", {"title": "Có lỗi", "advice": advice}, 500)
    answer.headers.update(HEADERS)  # this handler stands outside the middleware
    return answer
