"""What the engine asks of Elasticsearch, as plain values. Raises ``IndexUnavailable`` and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from config.settings import ElasticSettings
from search.elastic_client import Json, Missing, bulk, connect, refusal, told
from search.engine import IndexUnavailable

#: How long an answer may take, in seconds: for a reader, and for a part of a batch or a change of indices.
QUESTION_SECONDS, WRITING_SECONDS = 10.0, 60.0
_CONFLICT, _NOT_FOUND = 409, 404
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
        self._settings = settings, question_seconds, writing_seconds
        self.place = f"{settings.url} ({settings.index})"
        asking = connect(settings)
        self._asking = asking.options(request_timeout=question_seconds, max_retries=0)
        self._writing = asking.options(request_timeout=writing_seconds, max_retries=0)

    def __reduce__(self) -> tuple[partial[Server], tuple[ElasticSettings]]:
        """In another process: the same server, with connections of its own."""
        settings, question_seconds, writing_seconds = self._settings
        again = partial(Server, question_seconds=question_seconds, writing_seconds=writing_seconds)
        return again, (settings,)

    def close(self) -> None:
        self._asking.close()

    def search(self, index: str, body: Json) -> Json:
        """Ask an index, alias or pattern (one that does not exist holds nothing), or the point in time in ``body``."""
        with told(self.place):
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
            with told(self.place):
                opened = self._asking.open_point_in_time(index=index, keep_alive="1m")
        except Missing:
            yield None
            return
        try:
            yield {"id": opened["id"], "keep_alive": "1m"}
        finally:
            # It ends by itself in a minute.
            with suppress(IndexUnavailable), told(self.place):
                self._asking.close_point_in_time(id=opened["id"])

    def count(self, index: str) -> int:
        with told(self.place):
            return int(self._asking.count(index=index, ignore_unavailable=True, allow_no_indices=True)["count"])

    def indices(self, pattern: Sequence[str]) -> dict[str, Json]:
        """The indices of these names, aliases, patterns, each with ``settings.index.uuid`` and ``mappings._meta``."""
        with told(self.place):
            found = self._asking.indices.get(
                index=",".join(pattern), ignore_unavailable=True, allow_no_indices=True, filter_path=_STATE_FIELDS
            )
        return dict(found)

    def holders(self, alias: str) -> list[str]:
        """The indices behind an alias."""
        with told(self.place):
            found = self._asking.options(ignore_status=_NOT_FOUND).indices.get_alias(name=alias)
        return sorted(found) if found.meta.status != _NOT_FOUND else []

    def create(self, index: str, body: Json) -> bool:
        """``False``: it exists already."""
        try:
            with told(self.place):
                self._writing.indices.create(index=index, **body)
        except IndexUnavailable as error:
            if error.reason.startswith("resource_already_exists"):
                return False
            raise
        return True

    def delete(self, indices: Iterable[str]) -> None:
        for index in indices:
            with told(self.place):
                self._writing.indices.delete(index=index, ignore_unavailable=True)

    def change_aliases(self, actions: Sequence[Json]) -> bool:
        """All of it in one step, or nothing; ``False`` when a ``must_exist`` was not so."""
        try:
            with told(self.place):
                self._writing.indices.update_aliases(actions=actions)
        except Missing:
            return False
        return True

    def term_counts(self, index: str, field: str, text: str) -> tuple[dict[str, int], int, int] | None:
        """Of the terms of a text, how many documents hold each; how many have the field, and all their terms counted.

        ``None`` where there is no such index.
        """
        asked: Json = {"term_statistics": True, "positions": False, "offsets": False, "payloads": False}
        try:
            with told(self.place):
                found = self._asking.termvectors(index=index, doc={field: text}, fields=[field], **asked)
        except Missing:
            return None
        about = found["term_vectors"].get(field)
        if about is None:
            return {}, 0, 0
        statistics = about["field_statistics"]
        held = {term: int(one["doc_freq"]) for term, one in about["terms"].items() if "doc_freq" in one}
        return held, int(statistics["doc_count"]), int(statistics["sum_ttf"])

    def get(self, index: str, ids: Sequence[str]) -> dict[str, Json]:
        """Documents by id, written just now or not: ``{id: {"_source": …, "_seq_no": …, "_primary_term": …}}``."""
        if not ids:
            return {}
        try:
            with told(self.place):
                docs = self._asking.mget(index=index, ids=ids)["docs"]
        except Missing:
            return {}
        return {doc["_id"]: doc for doc in docs if doc.get("found")}

    def put_if(self, index: str, id_: str, body: Json, seen: Json | None) -> bool:
        """Write a document unless another did since it was ``seen`` (as ``get`` gave it; ``None``: not there)."""
        terms: Json = {"op_type": "create"}
        if seen is not None:
            terms = {"if_seq_no": seen["_seq_no"], "if_primary_term": seen["_primary_term"]}
        with told(self.place):
            options = self._writing.options(ignore_status=_CONFLICT)
            answer = options.index(index=index, id=id_, document=body, require_alias=True, **terms)
        return bool(answer.meta.status != _CONFLICT)

    def write(self, actions: Iterable[Json]) -> None:
        """Bulk actions on aliases, with versions; those that come late, or delete what is not there, do nothing."""
        with told(self.place):
            for operation, answer in bulk(self._writing, actions):
                self._judge(operation, answer)

    def _judge(self, operation: str, answer: Json) -> None:
        if answer["status"] == _CONFLICT or (answer["status"] == _NOT_FOUND and operation == "delete"):
            return
        error = answer.get("error")
        found = (error.get("type", ""), error.get("reason", "")) if isinstance(error, dict) else (str(error), "")
        raise refusal(self.place, answer["status"], *found)

    def refresh(self, index: str) -> None:
        """Let everything written be found."""
        with told(self.place):
            self._writing.indices.refresh(index=index, ignore_unavailable=True, allow_no_indices=True)
