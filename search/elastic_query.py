"""From the tree of a query to what Elasticsearch is asked. Everything is a filter: relevance is ours (``ranking``)."""

from __future__ import annotations

from datetime import date
from typing import Any

from nlp.query_tree import And, Concerns, Days, Everything, Has, Node, Not, Or, Words
from search.elastic_rows import LABEL_FIELDS

Json = dict[str, Any]

#: Every word that begins so, however many there are: nothing is left out silently.
_ALL_EXPANSIONS = 2**31 - 1


def compile_query(root: Node) -> Json:
    """The condition of the hits. Nesting stays below Elasticsearch's limit for what the parser lets through."""
    return {"bool": {"filter": [_expression(root)]}}


def _expression(node: Node) -> Json:
    match node:
        case Everything():
            return {"match_all": {}}
        case Words():
            return _of_words(node)
        case Has(label, value):
            return {"term": {LABEL_FIELDS[label]: value}}
        case Concerns(province, relevance):
            return {"term": {"province": province if relevance is None else f"{province}/{relevance}"}}
        case Days(since, until):
            bounds = {name: _number(day) for name, day in (("gte", since), ("lte", until)) if day is not None}
            return {"range": {"day": bounds}}
        case Not(part):
            return {"bool": {"must_not": [_expression(part)]}}
        case And(parts):
            asked = [_expression(part) for part in parts if not isinstance(part, Not)]
            denied = [_expression(part.part) for part in parts if isinstance(part, Not)]
            return {"bool": {"filter": asked, "must_not": denied}}
        case Or(parts):
            return {"bool": {"should": list(map(_expression, parts)), "minimum_should_match": 1}}


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _of_words(words: Words) -> Json:
    field = ("title" if words.in_title else "words") + ("" if words.is_accented else "_folded")
    *before, last = words.tokens
    if not before:
        return {"prefix" if words.is_prefix else "term": {field: {"value": last}}}
    phrase = " ".join(words.tokens)
    if words.is_prefix:
        return {"match_phrase_prefix": {field: {"query": phrase, "max_expansions": _ALL_EXPANSIONS}}}
    return {"match_phrase": {field: {"query": phrase}}}
