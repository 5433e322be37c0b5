"""What programs may ask: each endpoint with its words, its parameters and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboards.api.schema import COUNT, DAY, FLAG, MOMENT, TEXT, Schema, maybe, one_of, record, several
from dashboards.routing import READERS, Page
from dashboards.services import SearchHit
from dashboards.views import services_of
from news.analysis import Tone, Topic
from news.digest import DigestEntry
from news.people import Role
from news.source import Health
from news.times import local

_MOST_CHARS = 1_000
_MOST_HITS = 100
_TONE, _TOPICS = one_of(*Tone), several(one_of(*Topic))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A page for programs. ``parameters``: of the query, name → (schema, whether it must be given, words)."""

    page: Page
    words: str
    answer: Schema
    parameters: dict[str, tuple[Schema, bool, str]]
    #: Schemas of what stands in the path.
    path: dict[str, Schema]
    media_type: str = "application/json"


async def me(request: Request) -> Response:
    person = request.state.person
    return JSONResponse({"id": person.id, "name": person.name, "roles": sorted(person.roles)})


async def digest(request: Request) -> Response:
    digests, day = services_of(request).digest, _day(request.path_params["day"])
    if day > await run_in_threadpool(digests.today):
        raise HTTPException(404)
    found = await run_in_threadpool(digests.get, day)
    line = await run_in_threadpool(digests.line, day)
    parts = {"stories": found.stories, "foreign": found.foreign, "sport": found.sport}
    return JSONResponse(
        {
            "day": day.isoformat(),
            "edition": line and line.number,
            "signed_at": line and _moment(line.signed_at),
            "sha256": line and line.sha256,
            "window": [_moment(found.window.begin), _moment(found.window.end)],
            "sources_read": found.coverage.sources_read,
            "sources_failed": len(found.coverage.failures),
            "articles_read": found.coverage.articles_read,
            **{name: [_entry(one) for one in entries] for name, entries in parts.items()},
        }
    )


async def editions(request: Request) -> Response:
    lines = await run_in_threadpool(services_of(request).desk.signed, _limit(request))
    return JSONResponse(
        {
            "editions": [
                {
                    "day": one.day.isoformat(),
                    "edition": one.number,
                    "signed_at": _moment(one.signed_at),
                    "sha256": one.sha256,
                    "stories": one.stories,
                }
                for one in lines
            ]
        }
    )


async def search(request: Request) -> Response:
    asked = request.query_params
    query, sort = asked.get("q", "").strip(), asked.get("sort", "newest")
    if not query or len(query) > _MOST_CHARS or sort not in ("newest", "rank"):
        raise HTTPException(400)
    find = services_of(request).search.find
    found = await run_in_threadpool(
        partial(find, query, ranked=sort == "rank", after=asked.get("after") or None, limit=_limit(request))
    )
    return JSONResponse({"hits": [_hit(one) for one in found.hits], "after": found.after, "behind": found.behind})


async def article(request: Request) -> Response:
    id = request.path_params["id"]
    if not (id.isascii() and id.isdigit() and len(id) <= 18):
        raise HTTPException(404)
    found = await run_in_threadpool(services_of(request).articles.get, int(id))
    one = found.stored.article
    return JSONResponse(
        {
            "id": found.stored.id,
            "url": one.url,
            "source": one.source,
            "source_name": found.source_name,
            "title": one.title,
            "text": one.body,
            "language": one.language,
            "published_at": one.published.isoformat(),
            "first_seen_at": _moment(found.stored.first_seen_at),
            "version": found.stored.version,
            "relevance": found.relevance,
            "tone": found.tone,
            "topics": list(found.topics),
            "story": [step.article_id for step in found.story],
            "reprint_of": found.reprint_of,
        }
    )


async def sources(request: Request) -> Response:
    lines = await run_in_threadpool(services_of(request).sources.list)
    return JSONResponse(
        {
            "sources": [
                {
                    "id": one.id,
                    "name": one.name,
                    "feed": one.feed,
                    "enabled": one.enabled,
                    "health": one.health,
                    "last_success_at": one.last_success_at and _moment(one.last_success_at),
                    "newest_entry_at": one.newest_entry_at and _moment(one.newest_entry_at),
                }
                for one in lines
            ]
        }
    )


def _moment(at: datetime) -> str:
    return local(at).isoformat()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HTTPException(404) from None


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", "30")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= _MOST_HITS):
        raise HTTPException(400)
    return int(text)


def _entry(one: DigestEntry) -> dict[str, Any]:
    return {
        "story": one.story,
        "title": one.title,
        "sentences": list(one.sentences),
        "tone": one.tone,
        "topics": list(one.topics),
        "articles": [
            {"id": outlet.article_id, "source_name": outlet.name, "title": outlet.title, "url": outlet.url}
            for outlet in one.outlets
        ],
    }


def _hit(one: SearchHit) -> dict[str, Any]:
    return {
        "id": one.article_id,
        "url": one.url,
        "source_name": one.source_name,
        "title": "".join(piece for piece, _ in one.title),
        "snippet": "".join(piece for piece, _ in one.snippet),
        "published_at": one.published.isoformat(),
        "first_seen_at": _moment(one.first_seen_at),
        "tone": one.tone,
        "topics": list(one.topics),
    }


_ENTRY = record(
    story=TEXT,
    title=TEXT,
    sentences=several(TEXT),
    tone=_TONE,
    topics=_TOPICS,
    articles=several(record(id=COUNT, source_name=TEXT, title=TEXT, url=TEXT)),
)
_LIMIT = ({"type": "integer", "minimum": 1, "maximum": _MOST_HITS, "default": 30}, False, "Số mục nhiều nhất")

ENDPOINTS = (
    Endpoint(
        Page("/api/v1/me", me, "api_me", None),
        "Khóa này là của ai, với vai trò nào",
        record(id=TEXT, name=TEXT, roles=several(one_of(*Role))),
        {},
        {},
    ),
    Endpoint(
        Page("/api/v1/digests", editions, "api_editions", READERS),
        "Các bản điểm báo đã ký, mới nhất trước",
        record(editions=several(record(day=DAY, edition=COUNT, signed_at=MOMENT, sha256=TEXT, stories=COUNT))),
        {"limit": _LIMIT},
        {},
    ),
    Endpoint(
        Page("/api/v1/digests/{day}", digest, "api_digest", READERS),
        "Điểm báo của một ngày: bản đã ký mới nhất, hoặc bản nháp (edition là null)",
        record(
            day=DAY,
            edition=maybe(COUNT),
            signed_at=maybe(MOMENT),
            sha256=maybe(TEXT),
            window=several(MOMENT),
            sources_read=COUNT,
            sources_failed=COUNT,
            articles_read=COUNT,
            stories=several(_ENTRY),
            foreign=several(_ENTRY),
            sport=several(_ENTRY),
        ),
        {},
        {"day": DAY},
    ),
    Endpoint(
        Page("/api/v1/search", search, "api_search", READERS),
        "Tìm bài bằng cùng ngôn ngữ với trang Tìm kiếm",
        record(
            hits=several(
                record(
                    id=COUNT,
                    url=TEXT,
                    source_name=TEXT,
                    title=TEXT,
                    snippet=TEXT,
                    published_at=maybe(MOMENT),
                    first_seen_at=MOMENT,
                    tone=maybe(_TONE),
                    topics=_TOPICS,
                )
            ),
            after=maybe(TEXT),
            behind=COUNT,
        ),
        {
            "q": ({"type": "string", "minLength": 1, "maxLength": _MOST_CHARS}, True, "Câu tìm"),
            "sort": (one_of("newest", "rank"), False, "Thứ tự: mới nhất hoặc sát nhất"),
            "after": (TEXT, False, "Dấu trang tiếp theo, lấy từ câu trả lời trước"),
            "limit": _LIMIT,
        },
        {},
    ),
    Endpoint(
        Page("/api/v1/articles/{id}", article, "api_article", READERS),
        "Một bài với những gì máy và cán bộ nói về nó",
        record(
            id=COUNT,
            url=TEXT,
            source=TEXT,
            source_name=TEXT,
            title=TEXT,
            text=TEXT,
            language=maybe(TEXT),
            published_at=maybe(MOMENT),
            first_seen_at=MOMENT,
            version=COUNT,
            relevance=TEXT,
            tone=maybe(_TONE),
            topics=_TOPICS,
            story=several(COUNT),
            reprint_of=maybe(COUNT),
        ),
        {},
        {"id": COUNT},
    ),
    Endpoint(
        Page("/api/v1/sources", sources, "api_sources", None),
        "Tình trạng từng nguồn cấp tin",
        record(
            sources=several(
                record(
                    id=TEXT,
                    name=TEXT,
                    feed=TEXT,
                    enabled=FLAG,
                    health=one_of(*Health),
                    last_success_at=maybe(MOMENT),
                    newest_entry_at=maybe(MOMENT),
                )
            )
        ),
        {},
        {},
    ),
)
