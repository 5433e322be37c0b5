"""Notices: a sentence said once, on the page after the act. Kept in a cookie, so no row and no log holds it."""

from __future__ import annotations

import base64
import binascii
import json

from starlette.requests import Request
from starlette.responses import Response

from dashboards import cookies
from dashboards.cookies import NOTICES

_AGE = 60
_MOST_CHARS = 500


def notice(request: Request, words: str) -> None:
    """Have ``words`` shown at the top of the next page this browser asks for."""
    request.state.notices = (*_new(request), words[:_MOST_CHARS])[-3:]


def take_notices(request: Request) -> tuple[str, ...]:
    """What is to be said on this page; said once."""
    request.state.notices_taken = True
    said, request.state.notices = (*_carried(request), *_new(request)), ()
    return said


def carry_notices(request: Request, answer: Response) -> None:
    """Put what was not shown yet into the answer's cookie, and take out what was."""
    if new := _new(request):
        value = base64.urlsafe_b64encode(json.dumps(new, ensure_ascii=False).encode()).decode()
        cookies.put(request, answer, NOTICES, value, age=_AGE)
    elif getattr(request.state, "notices_taken", False) and cookies.get(request, NOTICES):
        cookies.drop(request, answer, NOTICES)


def _new(request: Request) -> tuple[str, ...]:
    return getattr(request.state, "notices", ())


def _carried(request: Request) -> tuple[str, ...]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cookies.get(request, NOTICES).encode()))
    except (ValueError, binascii.Error):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
