"""The passages of the evidence library in Elasticsearch, found as the index in memory finds them.

An index of one shard for each province, so its statistics of terms are that library's alone. Elasticsearch rounds the
length of a text down and so never scores it too low: its order gives candidates, our own sum (``nlp.nearest.weigh``)
the ranks, and candidates are read until none that is left could still come among the best.

    diembao-passages-1-ninh-binh        alias diembao-passages-ninh-binh; document ``progress``: how far it has read
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from config.settings import ElasticSettings
from news.evidence import Passage
from nlp.nearest import LENGTH_WEIGHT, SATURATION, most_holding, terms, weigh
from search.elastic_client import Json
from search.elastic_server import Server
from search.passages import FoundPassage
from storage import Storage, Work

#: Raised whenever fields or terms change their meaning; an index of another format is deleted and filled anew.
FORMAT = 1
_PROGRESS = "progress"
#: Candidates read at first, and at most.
_FIRST_CANDIDATES, _MOST_CANDIDATES = 64, 4_096
#: What single precision may take away from a score, relatively.
_ROUNDING = 1e-5
_SPACE = "+"  # no token holds one
#: After so many characters the analyzer would cut a term in two.
_MOST_CHARS = 255

PASSAGES_BODY: Json = {
    "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "similarity": {"default": {"type": "BM25", "k1": SATURATION, "b": LENGTH_WEIGHT}},
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"excludes": ["terms"]},
        "properties": {
            "evidence_id": {"type": "long"},
            "number": {"type": "integer"},
            "terms": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            "upto": {"type": "long", "index": False},
            "sign": {"type": "keyword", "index": False},
        },
    },
}


class ElasticPassages:
    """One province's. Threads and processes may share the index. Raises ``SearchError``."""

    def __init__(self, server: Server, prefix: str, storage: Storage, province: str) -> None:
        self._server, self._storage, self._province = server, storage, province
        self._prefix = f"{prefix}-passages"
        self._alias = f"{self._prefix}-{province}"
        self._index = f"{self._prefix}-{FORMAT}-{province}"

    def find(self, text: str, limit: int = 10) -> Sequence[FoundPassage]:
        asked = list(dict.fromkeys(terms(text)))
        counted = self._server.term_counts(self._alias, "terms", _joined(asked)) if asked else None
        if counted is None:
            return ()
        held, count, length = counted
        most = most_holding(count)
        telling = {term: held[key] for term in asked if 0 < held.get(key := _key(term), 0) <= most}
        if not telling:
            return ()
        size = max(_FIRST_CANDIDATES, 4 * limit)
        while True:
            hits = self._candidates(telling, size)
            found = self._ranked(hits, telling, count, length / count)[:limit]
            least = found[-1].score if len(found) == limit else 0.0
            # Elasticsearch leaves the constant factor of the sum out.
            beyond = hits[-1]["_score"] * (SATURATION + 1) * (1 + _ROUNDING) if len(hits) == size else 0.0
            if least > beyond or len(hits) < size or size >= _MOST_CANDIDATES:
                return found
            size *= 8

    def catch_up(self) -> int:
        """Write what was added to the library since the last time; how many passages. What was lost is written anew."""
        with self._storage.read() as work:
            newest = work.evidence.newest(self._province)
            upto, sign = self._position()
            if upto > newest or (upto and _sign(work, upto) != sign):
                upto = 0  # the store was restored: what the index knows is of another past
                self._server.delete([self._index])
            if upto == newest:
                return 0
            fresh = work.evidence.passages_after(self._province, upto)
            newest_sign = _sign(work, newest)
        self._prepare()
        self._server.write(self._actions(fresh))
        self._server.refresh(self._alias)
        # Only now: killed before, the same passages are written again, which changes nothing.
        progress = {"upto": newest, "sign": newest_sign}
        self._server.write([_action("index", self._alias, _PROGRESS, progress, version=newest)])
        return len(fresh)

    def _position(self) -> tuple[int, str]:
        found = self._server.get(self._alias, [_PROGRESS]).get(_PROGRESS)
        return (0, "") if found is None else (int(found["_source"]["upto"]), found["_source"]["sign"])

    def _prepare(self) -> None:
        """Make the index if it is not there; indices of other formats are of no use any more."""
        others = [f"{self._prefix}-{number}-{self._province}" for number in range(1, FORMAT)]
        if others:
            self._server.delete(others)
        self._server.create(self._index, {**PASSAGES_BODY, "aliases": {self._alias: {}}})

    def _actions(self, passages: Iterable[Passage]) -> Iterator[Json]:
        for one in passages:
            row = {"evidence_id": one.evidence_id, "number": one.number, "terms": _joined(terms(one.text))}
            yield _action("create", self._alias, f"{one.evidence_id}.{one.number}", row)

    def _candidates(self, telling: Iterable[str], size: int) -> list[Json]:
        body: Json = {
            # As the key of a term has no spaces, each is asked for as a whole.
            "query": {"bool": {"should": [{"term": {"terms": _key(term)}} for term in telling]}},
            "sort": [{"_score": "desc"}, {"evidence_id": "asc"}, {"number": "asc"}],
            "size": size,
            "stored_fields": "_none_",
            "docvalue_fields": ["evidence_id", "number"],
            "track_total_hits": False,
            "track_scores": True,
        }
        hits: list[Json] = self._server.search(self._alias, body)["hits"]["hits"]
        return hits

    def _ranked(self, hits: Sequence[Json], telling: dict[str, int], count: int, usual: float) -> list[FoundPassage]:
        """Best first, of equal ones those that arrived first; what storage does not have is left out."""
        keys = [(hit["fields"]["evidence_id"][0], hit["fields"]["number"][0]) for hit in hits]
        with self._storage.read() as work:
            texts = work.evidence.texts(keys)
        scored = [
            FoundPassage(Passage(*key, text), weigh(Counter(terms(text)), telling, count, usual))
            for key, text in sorted(texts.items())
        ]
        return sorted(scored, key=lambda one: -one.score)


def open_passages(settings: ElasticSettings, storage: Storage, province: str) -> ElasticPassages:
    """The passages of a province on this server, which need not answer yet."""
    return ElasticPassages(Server(settings), settings.index, storage, province)


def _sign(work: Work, evidence_id: int) -> str:
    """Tells a document from another that got the same id after the store was restored."""
    found = work.evidence.find([evidence_id])
    return found[evidence_id].evidence.sha256 if found else ""


def _key(term: str) -> str:
    return term.replace(" ", _SPACE)[:_MOST_CHARS]


def _joined(found: Sequence[str]) -> str:
    return " ".join(map(_key, found))


def _action(operation: str, index: str, id_: str, row: Json, *, version: int | None = None) -> Json:
    action: dict[str, Any] = {"_op_type": operation, "_index": index, "_id": id_, "_source": row}
    return action if version is None else {**action, "version": version, "version_type": "external_gte"}
