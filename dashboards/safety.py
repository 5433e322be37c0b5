"""Headers that every answer carries: only our own scripts, no frame, nothing from elsewhere, nothing for proxies."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    # Within the application only: what was searched for is told to no other site. (Browsers hide the origin of a form
    # too under "no-referrer", and the guard asks for it.)
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
#: Once come by TLS, browsers never come without it.
_TLS_HEADERS = {"strict-transport-security": "max-age=31536000"}


class SafetyHeaders:
    """ASGI middleware; also on errors and static files."""

    def __init__(self, app: ASGIApp, *, is_tls: bool = False) -> None:
        self.app = app
        self._headers = HEADERS | (_TLS_HEADERS if is_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    # A document of ours brings its own policy, which allows its own style and nothing else.
                    if name != "content-security-policy" or not headers.get(name, "").startswith("default-src 'none'"):
                        headers[name] = value
                if "cache-control" not in headers and not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_safely)
