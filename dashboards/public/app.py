"""Put the public pages together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dashboards.public.bounds import Bounded
from dashboards.public.pages import contests, corrections, tips
from dashboards.public.services import PublicServices
from dashboards.public.stamps import Stamps
from dashboards.public.views import render
from dashboards.safety import SafetyHeaders
from factcheck.limits import Buckets, Limit

_STATIC = Path(__file__).parent / "static"
_WORDS = {404: "Không có trang này.", 405: "Không làm được việc này ở đây.", 413: "Nội dung quá dài."}

ROUTES = (
    Route("/", corrections.show_list),
    Route("/dinh-chinh/{slug}", corrections.show_one),
    Route("/dinh-chinh/{slug}/xem-lai", contests.show_form, methods=["GET"]),
    Route("/dinh-chinh/{slug}/xem-lai", contests.submit, methods=["POST"]),
    Route("/rss.xml", corrections.show_feed),
    Route("/hoi-tin", tips.show_form, methods=["GET"]),
    Route("/hoi-tin", tips.submit, methods=["POST"]),
    Route("/tra-loi", tips.show_ticket_form, methods=["GET"]),
    Route("/tra-loi", tips.read_ticket, methods=["POST"]),
)


def create_public_app(services: PublicServices, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the application. ``more``: doors of the bots (``factcheck.bots``), where an office has them."""
    app = Starlette(
        routes=[*ROUTES, *more, Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[
            Middleware(SafetyHeaders, is_tls=services.address.startswith("https://")),
            Middleware(Bounded),
        ],
        exception_handlers={HTTPException: _http_error},
    )
    app.state.services = services
    app.state.stamps = Stamps()
    app.state.tip_limits = Buckets(Limit(8, 600), Limit(120, 60))
    app.state.ticket_limits = Buckets(Limit(20, 600), Limit(600, 60))
    app.state.contest_limits = Buckets(Limit(3, 3_600), Limit(60, 3_600))
    return app


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render(request, "error.html", {"words": _WORDS.get(status, "Không thực hiện được.")}, status)
