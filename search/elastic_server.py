"""Requests to Elasticsearch and its errors in our words: the one module that knows its client.

Certificates are verified always; nothing is compressed, for the server stands in the same network. A request is never
repeated blindly: what failed is asked for again by the follower's next step, and every write may be repeated.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
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

#: How long an answer may take, in seconds: for a reader, and for a part of a batch or a change of indices.
QUESTION_SECONDS, WRITING_SECONDS = 5.0, 60.0
#: Documents in one request: some 2 MB of headlines with their cards.
_CHUNK = 500
#: A server that is too busy is asked again after half a second, one and two; then the follower's next step does.
_RETRIES, _FIRST_WAIT, _LONGEST_WAIT = 3, 0.5, 4.0
_CONFLICT, _NOT_FOUND, _TOO_MANY = 409, 404, 429
_STATE_FIELDS = ["*.settings.index.uuid", "*.mappings._meta"]


class Server:
    """One Elasticsearch. Threads may share it. Raises ``IndexUnavailable``."""

    def __init__(
        self,
        settings: ElasticSettings,
        *,
        question_seconds: float = QUESTION_SECONDS,
        writing_seconds: float = WRITING_SECONDS,
    ) -> None:
        self.place = f"{settings.url} ({settings.index})"
        asking = _connect(settings)
        self._asking = asking.options(request_timeout=question_seconds, max_retries=0)
        self._writing = asking.options(request_timeout=writing_seconds, max_retries=0)

    def close(self) -> None:
        self._asking.close()

    def search(self, index: str, body: Json) -> Json:
        """Ask an index, alias or pattern (one that does not exist holds nothing), or the point in time in ``body``."""
        with self._told():
            if "pit" in body:
                return dict(self._asking.search(**body, allow_partial_search_results=False))
            return dict(
                self._asking.search(
                    index=index,
                    **body,
                    allow_partial_search_results=False,
                    ignore_unavailable=True,
                    allow_no_indices=True,
                )
            )

    @contextmanager
    def point_in_time(self, index: str) -> Iterator[Json | None]:
        """The index as it is now, for several requests; ``None`` where there is none."""
        try:
            with self._told():
                opened = self._asking.open_point_in_time(index=index, keep_alive="1m")
        except _Missing:
            yield None
            return
        try:
            yield {"id": opened["id"], "keep_alive": "1m"}
        finally:
            # It ends by itself in a minute.
            with suppress(ApiError, TransportError):
                self._asking.close_point_in_time(id=opened["id"])

    def count(self, index: str) -> int:
        with self._told():
            return int(self._asking.count(index=index, ignore_unavailable=True, allow_no_indices=True)["count"])

    def indices(self, pattern: Sequence[str]) -> dict[str, Json]:
        """The indices of these names, aliases, patterns, each with ``settings.index.uuid`` and ``mappings._meta``."""
        with self._told():
            found = self._asking.indices.get(
                index=",".join(pattern), ignore_unavailable=True, allow_no_indices=True, filter_path=_STATE_FIELDS
            )
        return dict(found)

    def holders(self, alias: str) -> list[str]:
        """The indices behind an alias."""
        with self._told():
            found = self._asking.options(ignore_status=_NOT_FOUND).indices.get_alias(name=alias)
        return sorted(found) if found.meta.status != _NOT_FOUND else []

    def create(self, index: str, body: Json) -> bool:
        """``False``: it exists already."""
        try:
            with self._told():
                self._writing.indices.create(index=index, **body)
        except IndexUnavailable as error:
            if error.reason.startswith("resource_already_exists"):
                return False
            raise
        return True

    def delete(self, indices: Iterable[str]) -> None:
        for index in indices:
            with self._told():
                self._writing.indices.delete(index=index, ignore_unavailable=True)

    def change_aliases(self, actions: Sequence[Json]) -> bool:
        """All of it in one step, or nothing; ``False`` when a ``must_exist`` was not so."""
        try:
            with self._told():
                self._writing.indices.update_aliases(actions=actions)
        except _Missing:
            return False
        return True

    def get(self, index: str, ids: Sequence[str]) -> dict[str, Json]:
        """Documents by id, written just now or not: ``{id: {"_source": …, "_seq_no": …, "_primary_term": …}}``."""
        if not ids:
            return {}
        try:
            with self._told():
                docs = self._asking.mget(index=index, ids=ids)["docs"]
        except _Missing:
            return {}
        return {doc["_id"]: doc for doc in docs if doc.get("found")}

    def put_if(self, index: str, id_: str, body: Json, seen: Json | None) -> bool:
        """Write a document unless another did since it was ``seen`` (as ``get`` gave it; ``None``: not there)."""
        terms: Json = {"op_type": "create"}
        if seen is not None:
            terms = {"if_seq_no": seen["_seq_no"], "if_primary_term": seen["_primary_term"]}
        with self._told():
            options = self._writing.options(ignore_status=_CONFLICT)
            answer = options.index(index=index, id=id_, document=body, require_alias=True, **terms)
        return bool(answer.meta.status != _CONFLICT)

    def write(self, actions: Iterable[Json]) -> None:
        """Bulk actions on aliases, with versions; those that come late, or delete what is not there, do nothing."""
        with self._told():
            outcomes = helpers.streaming_bulk(
                self._writing,
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
                    self._judge(*next(iter(outcome.items())))

    def _judge(self, operation: str, answer: Json) -> None:
        if answer["status"] == _CONFLICT or (answer["status"] == _NOT_FOUND and operation == "delete"):
            return
        error = answer.get("error")
        found = (error.get("type", ""), error.get("reason", "")) if isinstance(error, dict) else (str(error), "")
        raise self._refusal(answer["status"], *found)

    def refresh(self, index: str) -> None:
        """Let everything written be found."""
        with self._told():
            self._writing.indices.refresh(index=index, ignore_unavailable=True, allow_no_indices=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise _Missing(self.place, f"{error.error}: {_reason(error)}") from error
        except ApiError as error:
            raise self._refusal(error.meta.status, str(error.error), _reason(error)) from error
        except ConnectionTimeout as error:
            raise IndexUnavailable(self.place, "no answer in time", "máy chủ tìm kiếm trả lời quá chậm") from error
        except TlsError as error:
            raise IndexUnavailable(self.place, str(error), "không xác minh được chứng thư của máy chủ") from error
        except (TransportError, UnsupportedProductError) as error:
            raise IndexUnavailable(self.place, str(error), "không nối được tới máy chủ tìm kiếm") from error

    def _refusal(self, status: int, kind: str, reason: str) -> IndexUnavailable:
        if status == _TOO_MANY and "block" not in kind:
            words = "máy chủ tìm kiếm đang quá tải"
        elif "block" in kind:
            words = "máy chủ tìm kiếm chỉ cho đọc, có thể vì ổ đĩa sắp đầy"
        elif status in (401, 403):
            words = "máy chủ tìm kiếm không nhận tên và mật khẩu hoặc khóa"
        else:
            words = f"máy chủ tìm kiếm báo lỗi {status}"
        return IndexUnavailable(self.place, f"{kind}: {reason}", words)


class _Missing(IndexUnavailable):
    """An index or alias that is not there."""


def _connect(settings: ElasticSettings) -> Elasticsearch:
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


def _reason(error: ApiError) -> str:
    match error.body:
        case {"error": {"reason": str(reason)}}:
            return reason
        case _:
            return str(error.message)
