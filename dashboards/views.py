"""Render templates: everything is escaped, times are local, links are http(s) or no links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboards.notices import notice, take_notices
from dashboards.services import Services
from news.analysis import TONE_VI, TOPIC_VI
from news.article import ORIGIN_VI
from news.coarse import coarse_vi
from news.people import ROLE_VI, Person
from news.source import HEALTH_VI
from news.times import Precision, Published, local, span_vi
from news.urls import is_web_link

__all__ = ["local_time", "notice", "published_time", "render", "services_of"]


def local_time(moment: datetime | None) -> str:
    return "chưa có" if moment is None else local(moment).strftime("%H:%M %d/%m/%Y")


def published_time(published: Published) -> str:
    if published.at is None:
        return "không rõ giờ đăng"
    form = "%d/%m/%Y" if published.precision is Precision.DAY else "%H:%M %d/%m/%Y"
    return local(published.at).strftime(form)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(
    local_time=local_time,
    published_time=published_time,
    tone=TONE_VI.__getitem__,
    topic=TOPIC_VI.__getitem__,
    health=HEALTH_VI.__getitem__,
    span=span_vi,
    in_query=quote_plus,
    origin=ORIGIN_VI.__getitem__,
    role=ROLE_VI.__getitem__,
    coarse=coarse_vi,
)
_environment.tests["web_link"] = is_web_link
_CSRF_INPUT = Markup('<input type="hidden" name="csrf" value="{}">')


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def render(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    """The template with what every page shows: the office, the person, their pages, what there is to say."""
    services = services_of(request)
    person: Person | None = getattr(request.state, "person", None)
    token = getattr(request.state, "csrf", "")
    page = _environment.get_template(template).render(
        province_name=services.province_name,
        is_sample=services.is_sample,
        path=request.url.path,
        person=person,
        tabs=[] if person is None else [one for one in request.app.state.tabs if one.is_for(person.roles)],
        notices=take_notices(request),
        csrf=lambda: _CSRF_INPUT.format(token),
        **values,
    )
    return HTMLResponse(page, status)
