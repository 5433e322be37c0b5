"""Both search engines as they grow: loading, size, the time of each kind of question, building anew.

    python -m bench.scale [--documents 10000,100000,1000000] [--queries 40] [--engines embedded,elastic] [--heap 256m]

Documents are recombined from real headlines (``bench.search.recombined``), three minutes apart, so a million of them is
six years in 23 partitions. Each size is reached from the one before; the last column compares with it.
Elasticsearch is the official server, started as the tests do, or the one that ``DIEMBAO_TEST_ELASTICSEARCH_URL`` names.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.search import questions, recombined
from config.settings import ElasticSettings
from nlp.document import Document
from nlp.query import Query, parse
from search.elastic import ElasticEngine
from search.elastic_client import connect
from search.elastic_server import Server
from search.embedded import EmbeddedEngine
from search.engine import Batch, Engine, IndexedDocument
from search.follower import BATCH
from tests.search.real_elastic import serving

#: Kinds of ``bench.search.questions`` and how they are asked here.
KINDS = {
    "newest first, common term": ("one term, common", "newest"),
    "newest first, folded phrase": ("phrase folded", "newest"),
    "filtered: term + source": ("term + source, mid", "newest"),
    "filtered: term + 60 days + tone": ("term + 60 days + tone, mid", "newest"),
    "ranked, one term": ("one term, mid", "rank"),
    "ranked, common term": ("one term, common", "rank"),
    "ranked, two terms": ("two terms", "rank"),
    "facets of a term": ("one term, mid", "facets"),
    "facets of a common term": ("one term, common", "facets"),
}


#: Seconds for one answer of Elasticsearch.
_PATIENCE = 1_800.0


@dataclass
class Place:
    """An engine, how many bytes it takes on the disk, and how many seconds of processor it took so far."""

    engine: Engine
    size: Callable[[], int]
    busy: Callable[[], float] = time.process_time

    def megabytes(self) -> float:
        return self.size() / 1e6


@contextmanager
def embedded() -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder) / "index.db")
        yield Place(engine, lambda: sum(one.stat().st_size for one in Path(folder).iterdir() if not one.is_symlink()))
        engine.close()


@contextmanager
def elastic(heap: str) -> Iterator[Place]:
    with serving(heap=heap) as server:
        settings = ElasticSettings(server.url, server.username, server.password, index="do-quy-mo")
        # A machine that is busy otherwise is slow, not broken.
        patient = Server(settings, question_seconds=_PATIENCE, writing_seconds=_PATIENCE)
        engine = ElasticEngine(patient, settings.index)
        client = connect(settings).options(request_timeout=_PATIENCE)

        def size() -> int:
            stored = client.indices.stats(index="do-quy-mo-*", metric="store")["_all"]["total"]["store"]
            return int(stored["size_in_bytes"])

        def busy() -> float:
            nodes = client.nodes.stats(metric="process")["nodes"].values()
            return time.process_time() + sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000

        try:
            yield Place(engine, size, busy)
        finally:
            engine.server.delete(engine.server.indices([f"{settings.index}-*"]))
            client.close()
            engine.close()


def batches(documents: Iterator[Document], until: int, position: int) -> Iterator[Batch]:
    while position < until and (part := list(islice(documents, min(BATCH, until - position)))):
        yield Batch(position, position + len(part), [IndexedDocument(one, one.id) for one in part])
        position += len(part)


def load(place: Place, documents: Iterator[Document], until: int, position: int) -> str:
    """Only what the engine does is counted, not the making of documents."""
    seconds, began_busy, making = 0.0, place.busy(), 0.0
    count = until - position
    made = time.process_time()
    for batch in batches(documents, until, position):
        making += time.process_time() - made
        begun = time.perf_counter()
        assert place.engine.apply(batch)
        seconds += time.perf_counter() - begun
        made = time.process_time()
    begun = time.perf_counter()
    place.engine.settle()
    settled = time.perf_counter() - begun
    busy = place.busy() - began_busy - making
    return (
        f"load {count / seconds:8,.0f} documents/s ({count / busy:,.0f} per second of processor), settled in "
        f"{settled:.1f} s; {place.megabytes():,.0f} MB on disk; load average {os.getloadavg()[0]:.1f}"
    )


def ask(place: Place, texts: Sequence[str], how: str) -> tuple[float, float, float]:
    """p50 and p95 by the clock, and the mean of processor time on both sides, in milliseconds."""
    engine, times, busy = place.engine, [], place.busy()
    for text in texts:
        query: Query = parse(text)
        begun = time.perf_counter()
        if how == "facets":
            engine.facets(query)
        else:
            engine.find(query, sort="rank" if how == "rank" else "newest", limit=20)
        times.append((time.perf_counter() - begun) * 1000)
    busy = (place.busy() - busy) * 1000 / len(texts)
    quantiles = statistics.quantiles(times, n=20)
    return quantiles[9], quantiles[18], busy


def rebuild(place: Place, size: int) -> str:
    """A successor filled with the same documents, and the switch; reading them from storage is not in it."""
    begun, successor = time.perf_counter(), place.engine.successor()
    making = 0.0
    made = time.perf_counter()
    for batch in batches(recombined(size, random.Random(6)), size, 0):
        making += time.perf_counter() - made
        assert successor.apply(batch)
        made = time.perf_counter()
    successor.settle()
    switching = time.perf_counter()
    place.engine.yield_to(successor)
    ended = time.perf_counter()
    assert place.engine.count() == size
    return f"rebuild {ended - begun - making:,.1f} s, the switch in it {(ended - switching) * 1000:,.0f} ms"


def questions_of(place: Place, asked: dict[str, list[str]], before: dict[str, float]) -> dict[str, float]:
    """Ask every kind and print its times; ``growth`` is of processor time, which a shared machine changes least."""
    means: dict[str, float] = {}
    print(f"{'milliseconds':34}{'p50':>9}{'p95':>9}{'processor':>11}{'growth':>9}")
    for kind, (texts, how) in KINDS.items():
        ask(place, asked[texts][:5], how)
        p50, p95, means[kind] = ask(place, asked[texts], how)
        growth = f"{means[kind] / before[kind]:8.1f}x" if before.get(kind) else ""
        print(f"{kind:34}{p50:9.2f}{p95:9.2f}{means[kind]:11.2f}{growth:>9}", flush=True)
    return means


def measure(name: str, place: Place, sizes: Sequence[int], count: int, most_rebuilt: int) -> None:
    documents = recombined(sizes[-1], random.Random(6))
    sample = list(islice(recombined(10_000, random.Random(6)), 10_000))
    asked = questions(sample * 5, random.Random(7), count)
    gc.freeze()
    before: dict[str, float] = {}
    position = 0
    for size in sizes:
        print(f"\n{name}, {size:,} documents: {load(place, documents, size, position)}", flush=True)
        position = size
        assert place.engine.count() == size
        before = questions_of(place, asked, before)
        if size <= most_rebuilt:
            print(rebuild(place, size), flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--documents", default="10000,100000,1000000")
    arguments.add_argument("--queries", type=int, default=40, help="per kind of question")
    arguments.add_argument("--engines", default="embedded,elastic")
    arguments.add_argument("--heap", default="256m", help="of Elasticsearch")
    arguments.add_argument("--rebuild-up-to", type=int, default=10**9, help="documents; more are not built anew")
    chosen = arguments.parse_args()
    sizes = [int(size) for size in chosen.documents.split(",")]
    for name in chosen.engines.split(","):
        with embedded() if name == "embedded" else elastic(chosen.heap) as place:
            measure(name, place, sizes, chosen.queries, chosen.rebuild_up_to)


if __name__ == "__main__":
    main()
