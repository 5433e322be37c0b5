"""The description of the interface (OpenAPI 3.1), made from the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboards.api.endpoints import ENDPOINTS, Endpoint
from dashboards.api.rss import ENDPOINT as RSS
from dashboards.api.schema import ERROR
from dashboards.routing import Page

_FAILURES = {
    "400": "Tham số không hợp lệ",
    "401": "Thiếu khóa, khóa sai hoặc hết hạn",
    "403": "Vai trò không được đọc mục này",
    "404": "Không có",
    "503": "Tạm thời chưa trả lời được",
}


def describe(endpoints: Sequence[Endpoint], version: str = "1") -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "diembao",
            "version": version,
            "description": "Chỉ đọc. Khóa tạo ở trang Tài khoản của tôi, mang một vai trò, chỉ hiện một lần. "
            "Quyền giống trang web; mỗi lần đọc được ghi nhật ký. Khi điểm báo được ký, người nhận có kênh webhook "
            "trong recipients.toml nhận một bản tin JSON có chữ ký.",
        },
        "paths": {one.page.path: {"get": _operation(one)} for one in endpoints},
        "components": {
            "schemas": {"Error": ERROR},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "feed_reader": {"type": "http", "scheme": "basic", "description": "Khóa ghi ở ô mật khẩu"},
            },
        },
        "security": [{"token": []}, {"feed_reader": []}],
    }


def _operation(one: Endpoint) -> dict[str, Any]:
    roles = ", ".join(sorted(one.page.roles)) if one.page.roles else "mọi vai trò"
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": one.path[name]}
        for name in re.findall(r"\{(\w+)\}", one.page.path)
    ]
    parameters += [
        {"name": name, "in": "query", "required": is_needed, "schema": schema, "description": words}
        for name, (schema, is_needed, words) in one.parameters.items()
    ]
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "operationId": one.page.name,
        "summary": one.words,
        "description": f"Vai trò: {roles}.",
        "parameters": parameters,
        "responses": {
            "200": {"description": "Được", "content": {one.media_type: {"schema": one.answer}}},
            **{status: {"description": words, "content": problem} for status, words in _FAILURES.items()},
        },
    }


async def show(_request: Request) -> Response:
    return JSONResponse(describe(ALL))


_DESCRIPTION = Endpoint(
    Page("/api/v1/openapi.json", show, "api_description", None),
    "Mô tả này",
    {"type": "object"},
    {},
    {},
)
ALL: tuple[Endpoint, ...] = (*ENDPOINTS, RSS, _DESCRIPTION)
