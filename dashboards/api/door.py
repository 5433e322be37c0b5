"""Before an endpoint answers: whose token it is, and whether the role may; each look is logged like a page's."""

from __future__ import annotations

import base64
import binascii

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboards import cookies
from dashboards.api.endpoints import Endpoint
from dashboards.cookies import SESSION
from dashboards.guard import key_of_look
from dashboards.routing import Show
from dashboards.services import Services
from dashboards.services.people import Refused
from news.errors import NewsError, QueryError, UnknownId
from news.people import Person

_CHALLENGE = {"www-authenticate": 'Basic realm="diembao", charset="UTF-8", Bearer'}
_WORDS = {
    400: "Tham số không hợp lệ.",
    401: "Cần khóa còn hạn: Authorization: Bearer …",
    403: "Vai trò của khóa không được đọc mục này.",
    404: "Không có mục này.",
}


def opened(endpoint: Endpoint) -> Show:
    """The endpoint behind its door; its errors are JSON."""

    async def show(request: Request) -> Response:
        services: Services = request.app.state.services
        try:
            person = await _caller(request, services)
            if person is None:
                return refuse(401)
            if not endpoint.page.is_for(person.roles):
                return refuse(403)
            request.state.person = person
            answer = await endpoint.page.show(request)
        except HTTPException as error:
            return refuse(error.status_code)
        except UnknownId:
            return refuse(404)
        except QueryError as error:
            return refuse(400, error.vi)
        except Refused as error:
            return refuse(403, error.vi)
        except NewsError as error:
            return refuse(503, error.vi)
        await run_in_threadpool(services.audit.look, person, endpoint.page.name, key_of_look(request))
        return answer

    return show


def refuse(status: int, words: str | None = None) -> Response:
    content = {"error": {"status": status, "message": words or _WORDS.get(status, "Không thực hiện được.")}}
    return JSONResponse(content, status, _CHALLENGE if status == 401 else None)


async def _caller(request: Request, services: Services) -> Person | None:
    """By token, as Bearer or as the password of Basic (feed readers); else by the session of the browser."""
    kind, _, rest = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return await run_in_threadpool(services.own.holder, rest.strip())
    if kind.lower() == "basic":
        try:
            token = base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return None
        return await run_in_threadpool(services.own.holder, token)
    if kind:
        return None
    secret = cookies.get(request, SESSION)
    return await run_in_threadpool(services.people.signed_in, secret) if secret else services.people.guest()
