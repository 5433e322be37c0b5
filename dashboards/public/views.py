"""Render the public templates. Everything is escaped; a page knows the services and nothing of who reads it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboards.public.claim_review import as_script, claim_review
from dashboards.public.services import PublicServices
from news.claims import CORRECTION_STATE_VI, VERDICT_VI, Correction
from news.evidence import EVIDENCE_KIND_VI
from news.safety import SAFETY_VI
from news.times import local
from news.urls import is_web_link

#: Stricter than the office's: no script at all. JSON-LD is a block of data, not a script.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(
    verdict=VERDICT_VI.__getitem__,
    state=CORRECTION_STATE_VI.__getitem__,
    kind=EVIDENCE_KIND_VI.__getitem__,
    safety=SAFETY_VI.__getitem__,
    moment=lambda moment: local(moment).strftime("%H:%M %d/%m/%Y"),
    day=lambda day: day.strftime("%d/%m/%Y"),
)
_environment.tests["web_link"] = is_web_link


def services_of(request: Request) -> PublicServices:
    services: PublicServices = request.app.state.services
    return services


def render(request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> Response:
    text = page(services_of(request), template, request.url.path, values)
    return HTMLResponse(text, status, {"content-security-policy": CONTENT_POLICY})


def page(services: PublicServices, template: str, path: str, values: Mapping[str, Any]) -> str:
    """A page as text; ``values`` may hold ``is_static`` for a copy on disk, which has no forms."""
    shown = {
        "office": services.office,
        "province_name": services.province_name,
        "address": services.address,
        "is_sample": services.is_sample,
        "path": path,
        "is_static": False,
        **values,
    }
    return _environment.get_template(template).render(shown)


def correction_values(services: PublicServices, versions: list[Correction]) -> dict[str, Any]:
    """What the page of a correction shows; ``versions`` newest first."""
    record = claim_review(versions[0], services.office, services.address)
    script = None if record is None else Markup(as_script(record))  # noqa: S704  (escaped there)
    return {"one": versions[0], "versions": versions, "claim_review": script}
