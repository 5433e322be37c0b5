"""A local server that speaks the documented interfaces of the platforms: shapes, paging, quota and error answers.

Every field that the documentation names is filled, and every one that could point at a person or a post holds
``MARK``: wherever that word turns up later, something leaked.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

MARK = "dauvetrieng"
PAGE = 5


@dataclass(frozen=True)
class Said:
    """A post of the test's world."""

    at: datetime
    text: str
    number: int = 0


@dataclass(repr=False)
class World:
    """What there is to find; ``fault``: how the platforms behave, ``quota``, ``key``, ``down``, ``odd`` or well."""

    posts: list[Said] = field(default_factory=list)
    fault: str = ""
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def between(self, since: str, until: str) -> list[Said]:
        begin, end = (datetime.fromisoformat(one.replace("Z", "+00:00")) for one in (since, until))
        return sorted((one for one in self.posts if begin <= one.at < end), key=lambda one: one.at, reverse=True)


@contextmanager
def serve(world: World) -> Iterator[World]:
    """Serve the world on a free port of 127.0.0.1."""
    routes = [
        Route("/youtube/v3/search", _guarded(world, _youtube)),
        Route("/xrpc/com.atproto.server.createSession", _guarded(world, _session), methods=["POST"]),
        Route("/xrpc/app.bsky.feed.searchPosts", _guarded(world, _bluesky)),
        Route("/api/v1/timelines/tag/{tag}", _guarded(world, _mastodon)),
        Route("/{page}/feed", _guarded(world, _facebook)),
    ]
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    world.address = f"http://127.0.0.1:{port}"
    try:
        yield world
    finally:
        server.should_exit = True
        thread.join(10)


def _guarded(world: World, answer: Any) -> Any:
    async def handle(request: Request) -> Response:
        world.asked.append((request.url.path, dict(request.query_params), dict(request.headers)))
        if world.fault == "down":
            return PlainTextResponse(f"upstream failed for {MARK}", 503)
        if world.fault == "odd":
            return PlainTextResponse(f"<html>{MARK}</html>")
        response: Response = answer(world, request)
        return response

    return handle


def _error(world: World, quota: tuple[int, Any], key: tuple[int, Any]) -> Response | None:
    if not world.fault:
        return None
    status, body = quota if world.fault == "quota" else key
    return JSONResponse(body, status)


def _youtube(world: World, request: Request) -> Response:
    def body(reason: str, code: int) -> dict[str, Any]:
        message = f"Failed for query {request.query_params.get('q')} {MARK}"
        return {"error": {"code": code, "message": message, "errors": [{"reason": reason, "message": message}]}}

    if error := _error(world, (403, body("quotaExceeded", 403)), (400, body("keyInvalid", 400))):
        return error
    if request.headers.get("x-goog-api-key") != "khoa":
        return JSONResponse(body("keyInvalid", 400), 400)
    found = world.between(request.query_params["publishedAfter"], request.query_params["publishedBefore"])
    start = int(request.query_params.get("pageToken", "0"))
    items = [
        {
            "kind": "youtube#searchResult",
            "etag": MARK,
            "id": {"kind": "youtube#video", "videoId": f"{MARK}{one.number}"},
            "snippet": {
                "publishedAt": one.at.isoformat().replace("+00:00", "Z"),
                "channelId": MARK,
                "title": f"{one.text}",
                "description": f"Mô tả {MARK}",
                "thumbnails": {"default": {"url": f"https://i.ytimg.com/{MARK}.jpg"}},
                "channelTitle": f"Kênh {MARK}",
                "liveBroadcastContent": "none",
            },
        }
        for one in found[start : start + PAGE]
    ]
    page: dict[str, Any] = {
        "kind": "youtube#searchListResponse",
        "etag": MARK,
        "regionCode": "VN",
        "pageInfo": {"totalResults": 1_000_000, "resultsPerPage": PAGE},
        "items": items,
    }
    if start + PAGE < len(found):
        page["nextPageToken"] = str(start + PAGE)
    return JSONResponse(page)


def _session(world: World, request: Request) -> Response:
    wrong = {"error": "AuthenticationRequired", "message": f"Invalid identifier or password {MARK}"}
    if error := _error(world, (429, {"error": "RateLimitExceeded", "message": MARK}), (401, wrong)):
        return error
    return JSONResponse(
        {"accessJwt": "phien", "refreshJwt": MARK, "handle": f"{MARK}.bsky.social", "did": f"did:plc:{MARK}"}
    )


def _bluesky(world: World, request: Request) -> Response:
    if request.headers.get("authorization") != "Bearer phien":
        return JSONResponse({"error": "AuthMissing", "message": MARK}, 403)
    found = world.between(request.query_params["since"], request.query_params["until"])
    start = int(request.query_params.get("cursor", "0"))
    posts = [
        {
            "uri": f"at://did:plc:{MARK}/app.bsky.feed.post/{one.number}",
            "cid": MARK,
            "author": {"did": f"did:plc:{MARK}", "handle": f"{MARK}.bsky.social", "displayName": f"Tên {MARK}"},
            "record": {
                "$type": "app.bsky.feed.post",
                "text": f"{one.text} {MARK}",
                "createdAt": "2019-01-01T00:00:00Z",
            },
            "embed": {"images": [{"fullsize": f"https://cdn/{MARK}"}]},
            "indexedAt": one.at.isoformat().replace("+00:00", "Z"),
            "likeCount": 3,
        }
        for one in found[start : start + PAGE]
    ]
    page: dict[str, Any] = {"posts": posts, "hitsTotal": len(found)}
    if start + PAGE < len(found):
        page["cursor"] = str(start + PAGE)
    return JSONResponse(page)


def _mastodon(world: World, request: Request) -> Response:
    if error := _error(world, (429, {"error": "Too many requests"}), (422, {"error": f"This method requires {MARK}"})):
        return error
    newest = sorted(world.posts, key=lambda one: one.at, reverse=True)
    start = int(request.query_params.get("max_id", "0"))
    rows = [
        {
            "id": f"{one.number}",
            "created_at": one.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "uri": f"https://may.example/users/{MARK}/statuses/{one.number}",
            "url": f"https://may.example/@{MARK}/{one.number}",
            "content": f"<p>{one.text} <a href='https://may.example/@{MARK}'>@{MARK}</a></p>",
            "account": {"id": MARK, "username": MARK, "acct": MARK, "display_name": MARK, "note": MARK},
            "media_attachments": [{"url": f"https://may.example/{MARK}.jpg", "description": MARK}],
            "mentions": [{"username": MARK}],
            "tags": [{"name": "ninhbinh"}],
        }
        for one in newest[start : start + PAGE]
    ]
    headers = {"X-RateLimit-Remaining": "299"}
    if start + PAGE < len(newest):
        own = f"https://elsewhere.example/{MARK}?max_id={start + PAGE}"
        headers["Link"] = f'<{own}>; rel="next", <{own}>; rel="prev"'
    return JSONResponse(rows, headers=headers)


def _facebook(world: World, request: Request) -> Response:
    def body(code: int) -> dict[str, Any]:
        return {"error": {"message": f"error for {MARK}", "type": "OAuthException", "code": code, "fbtrace_id": MARK}}

    if error := _error(world, (400, body(613)), (400, body(190))):
        return error
    since, until = (float(request.query_params[name]) for name in ("since", "until"))
    found = sorted((one for one in world.posts if since <= one.at.timestamp() < until), key=lambda one: one.at)
    start = int(request.query_params.get("after", "0"))
    rows = [
        {
            "id": f"{MARK}_{one.number}",
            "message": f"Bài của trang {MARK}",
            "created_time": (one.at - timedelta(days=90)).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "from": {"name": MARK, "id": MARK},
            "permalink_url": f"https://facebook.example/{MARK}",
            "comments": {
                "data": [
                    {
                        "id": f"{MARK}_{one.number}_1",
                        "message": f"{one.text} {MARK}",
                        "created_time": one.at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
                        "from": {"name": MARK, "id": MARK},
                    }
                ]
            },
        }
        for one in found[start : start + PAGE]
    ]
    page: dict[str, Any] = {"data": rows, "paging": {"cursors": {"before": MARK, "after": str(start + PAGE)}}}
    if start + PAGE < len(found):
        page["paging"]["next"] = f"https://graph.example/{MARK}?access_token={MARK}"
    return JSONResponse(page)


def dumped(value: object) -> str:
    return json.dumps(value, default=repr, ensure_ascii=False)
