"""Writing to Elasticsearch: what is newer than everything the index knows of its article, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from search.batches import newest_deletions, newest_documents
from search.elastic_client import Json
from search.elastic_names import State, name_of, partition_of
from search.elastic_rows import row_of
from search.elastic_server import Server
from search.engine import Deletion, IndexedDocument

#: The state with partitions added to it.
AddPartitions = Callable[[State, Iterable[str]], State]

#: Which version stands in which partitions, of each article.
_Standing = dict[int, list[tuple[str, int]]]


def write(
    server: Server,
    state: State,
    add_partitions: AddPartitions,
    documents: Iterable[IndexedDocument],
    deletions: Iterable[Deletion],
) -> State:
    """Make the changes visible; returns the state with the partitions they needed.

    Between looking and writing another writer may come: then the external versions decide, within one partition.
    """
    incoming, buried = newest_documents(documents), newest_deletions(deletions)
    ids = sorted({*incoming, *buried})
    standing = _standing(server, state, ids)
    graves = _graves(server, state, ids)
    known = {id_: max((version for _, version in places), default=0) for id_, places in standing.items()}
    gone = {id_: version for id_, version in buried.items() if version >= max(known.get(id_, 0), graves.get(id_, 0))}
    wanted = [
        one
        for id_, one in incoming.items()
        if one.version > known.get(id_, 0) and one.version >= max(graves.get(id_, 0), gone.get(id_, 0))
    ]
    state = add_partitions(state, {partition_of(one.document.first_seen_at) for one in wanted})
    # Tombstones first: what comes late from elsewhere meets them, also if we end here.
    server.write(_tombstones(state, gone))
    server.write(_actions(state, wanted, gone, standing))
    server.refresh(state.generation.press)
    return state


def _standing(server: Server, state: State, ids: Sequence[int]) -> _Standing:
    """Where the articles stand now; each batch was made visible before the next."""
    if not ids or not state.partitions:
        return {}
    body = {
        "query": {"terms": {"id": ids}},
        "size": 10_000,
        "stored_fields": "_none_",
        "docvalue_fields": ["id", "version"],
        "track_total_hits": False,
    }
    found: _Standing = {}
    for hit in server.search(state.generation.press, body)["hits"]["hits"]:
        fields = hit["fields"]
        found.setdefault(fields["id"][0], []).append((name_of(hit["_index"]), fields["version"][0]))
    return found


def _graves(server: Server, state: State, ids: Sequence[int]) -> dict[int, int]:
    found = server.get(state.generation.journal, [str(id_) for id_ in ids])
    return {int(id_): grave["_source"]["version"] for id_, grave in found.items()}


def _tombstones(state: State, gone: dict[int, int]) -> Iterator[Json]:
    for id_, version in gone.items():
        yield _action("index", state.generation.into("journal"), id_, version, {"version": version})


def _actions(
    state: State, wanted: Sequence[IndexedDocument], gone: dict[int, int], standing: _Standing
) -> Iterator[Json]:
    for id_, version in gone.items():
        for name, _ in standing.get(id_, ()):
            yield _action("delete", state.generation.into(name), id_, version)
    for one in wanted:
        id_, name = one.document.id, partition_of(one.document.first_seen_at)
        for other, _ in standing.get(id_, ()):
            # First seen earlier than was thought: two addresses turned out to be one article.
            if other != name:
                yield _action("delete", state.generation.into(other), id_, one.version)
        yield _action("index", state.generation.into(name), id_, one.version, row_of(one))


def _action(operation: str, index: str, id_: int, version: int, row: Json | None = None) -> Json:
    action: dict[str, Any] = {
        "_op_type": operation,
        "_index": index,
        "_id": str(id_),
        "version": version,
        "version_type": "external_gte",
    }
    return action if row is None else {**action, "_source": row}
