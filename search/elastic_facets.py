"""Facets as Elasticsearch is asked for them and answers: exact counts, for each partition is one shard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlp.query_tree import Node
from search.elastic_query import compile_query
from search.engine import Facet, Facets

_FIELDS = {
    Facet.SOURCE: "source",
    Facet.TONE: "tone",
    Facet.TOPIC: "topic",
    Facet.PROVINCE: "about",
    Facet.DAY: "day",
}
#: Values of one facet at most: far more than there are outlets, or days since the first newspaper on the web.
_MOST_VALUES = 30_000


def facets_body(root: Node, fields: Sequence[Facet]) -> dict[str, Any]:
    return {
        "query": compile_query(root),
        "size": 0,
        "track_total_hits": True,
        "aggs": {str(facet): {"terms": {"field": _FIELDS[facet], "size": _MOST_VALUES}} for facet in fields},
    }


def read_facets(answer: dict[str, Any], fields: Sequence[Facet]) -> Facets:
    """An index that does not exist yet answers without aggregations."""
    found = answer.get("aggregations", {})
    counts = {facet: _counts(facet, found.get(str(facet), {"buckets": []})["buckets"]) for facet in fields}
    return Facets(answer["hits"]["total"]["value"], counts)


def _counts(facet: Facet, buckets: Sequence[dict[str, Any]]) -> dict[str, int]:
    if facet is not Facet.DAY:
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    return {_day(str(bucket["key"])): bucket["doc_count"] for bucket in buckets}


def _day(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
