"""The client of Elasticsearch and its errors in our words: the one module that knows it.

Certificates are verified always; nothing is compressed, for the server stands in the same network. A request is never
repeated blindly: what failed is asked for again by the follower's next step, and every write may be repeated.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from elastic_transport import TlsError
from elasticsearch import (
    ApiError,
    ConnectionTimeout,
    Elasticsearch,
    NotFoundError,
    OrjsonSerializer,
    TransportError,
    UnsupportedProductError,
    helpers,
)

from config.settings import ElasticSettings
from search.engine import IndexUnavailable

Json = dict[str, Any]

#: Each failure is told once, by us.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

#: Documents in one request: some 2 MB of headlines with their cards.
_CHUNK = 500
#: A server that is too busy is asked again after half a second, one and two; then the follower's next step does.
_RETRIES, _FIRST_WAIT, _LONGEST_WAIT = 3, 0.5, 4.0
_TOO_MANY = 429


class Missing(IndexUnavailable):
    """An index or alias that is not there."""


def connect(settings: ElasticSettings) -> Elasticsearch:
    options: Json = {}
    if settings.api_key:
        options["api_key"] = settings.api_key
    elif settings.username:
        # The client encodes names and passwords as ASCII; Elasticsearch reads UTF-8.
        token = b64encode(f"{settings.username}:{settings.password}".encode()).decode()
        options["headers"] = {"authorization": f"Basic {token}"}
    if settings.url.startswith("https:"):
        options |= {"verify_certs": True, "ca_certs": settings.ca_file and str(settings.ca_file)}
    return Elasticsearch(
        settings.url, serializer=OrjsonSerializer(), http_compress=False, retry_on_timeout=False, **options
    )


def bulk(client: Elasticsearch, actions: Iterable[Json]) -> Iterator[tuple[str, Json]]:
    """Write through aliases; what became of each action that did not succeed: its operation and the answer."""
    outcomes = helpers.streaming_bulk(
        client,
        actions,
        chunk_size=_CHUNK,
        raise_on_error=False,
        max_retries=_RETRIES,
        initial_backoff=_FIRST_WAIT,
        max_backoff=_LONGEST_WAIT,
        require_alias=True,
    )
    for done, outcome in outcomes:
        if not done:
            yield next(iter(outcome.items()))


@contextmanager
def told(place: str) -> Iterator[None]:
    """The client's errors become ours."""
    try:
        yield
    except NotFoundError as error:
        raise Missing(place, f"{error.error}: {_reason(error)}") from error
    except ApiError as error:
        raise refusal(place, error.meta.status, str(error.error), _reason(error)) from error
    except ConnectionTimeout as error:
        raise IndexUnavailable(place, "no answer in time", "máy chủ tìm kiếm trả lời quá chậm") from error
    except TlsError as error:
        raise IndexUnavailable(place, str(error), "không xác minh được chứng thư của máy chủ") from error
    except (TransportError, UnsupportedProductError) as error:
        raise IndexUnavailable(place, str(error), "không nối được tới máy chủ tìm kiếm") from error


def refusal(place: str, status: int, kind: str, reason: str) -> IndexUnavailable:
    """What the server does not do, in words."""
    if status == _TOO_MANY and "block" not in kind:
        words = "máy chủ tìm kiếm đang quá tải"
    elif "block" in kind:
        words = "máy chủ tìm kiếm chỉ cho đọc, có thể vì ổ đĩa sắp đầy"
    elif status in (401, 403):
        words = "máy chủ tìm kiếm không nhận tên và mật khẩu hoặc khóa"
    else:
        words = f"máy chủ tìm kiếm báo lỗi {status}"
    return IndexUnavailable(place, f"{kind}: {reason}", words)


def _reason(error: ApiError) -> str:
    match error.body:
        case {"error": {"reason": str(reason)}}:
            return reason
        case _:
            return str(error.message)
