"""Search over 200,000 documents recombined from real headlines: writing speed, and p50 / p95 of each kind of question.

    python -m bench.search [--documents N] [--queries N] [--rounds N]

A document takes the title of one real headline and the lead of another, so the statistics of words stay real.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from news.analysis import Relevance, Tone, Topic
from nlp.document import Document, read_document
from nlp.query import parse
from nlp.tokens import folded
from search.embedded import EmbeddedEngine
from search.engine import Batch, IndexedDocument, Sort
from search.follower import BATCH

PRESS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "press" / "headlines_60k.jsonl.gz"
START = datetime(2025, 8, 1, tzinfo=UTC)


def recombined(count: int, rng: random.Random) -> Iterator[Document]:
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        press = [json.loads(line) for line in lines]
    sources = sorted({entry["source"] for entry in press})
    for number in range(1, count + 1):
        title, lead = rng.choice(press), rng.choice(press)
        # A twentieth arrives late, with an older date.
        minutes = number * 3 - (rng.randrange(20_000) if rng.random() < 0.05 else 0)
        yield read_document(
            number,
            source=rng.choice(sources),
            sort_at=START + timedelta(minutes=max(0, minutes)),
            title=title["title"],
            lead=lead["summary"],
            language="vi",
            tone=rng.choice(list(Tone)),
            topics=rng.sample(list(Topic), rng.choice((1, 1, 2))),
            provinces={"ninh-binh": Relevance.ABOUT} if rng.random() < 0.01 else {},
        )


def questions(documents: Sequence[Document], rng: random.Random, count: int) -> dict[str, list[str]]:
    """Terms by how many documents hold them: rare (up to 50), mid (up to 2,000), common (more)."""
    held = Counter(token for document in documents for token in {*document.title, *document.lead})
    by_class = {
        "rare": [token for token, times in held.items() if 5 <= times <= 50],
        "mid": [token for token, times in held.items() if 50 < times <= 2_000],
        "common": [token for token, times in held.items() if times > 2_000],
    }
    kinds: dict[str, list[str]] = {}
    for name, terms in by_class.items():
        one = rng.choices(terms, k=count)
        kinds[f"one term, {name}"] = one
        kinds[f"one term folded, {name}"] = [folded(term) for term in one]
        kinds[f"term + source, {name}"] = [f"{term} source:{rng.choice(documents).source}" for term in one]
        kinds[f"term + 60 days + tone, {name}"] = [f"{term} date:2026-01-10..2026-03-10 tone:neg" for term in one]
    kinds["two terms"] = [" ".join(rng.sample(sorted(set(doc.lead)), 2)) for doc in pick(documents, rng, count)]
    kinds["two terms folded"] = [" ".join(map(folded, query.split())) for query in kinds["two terms"]]
    kinds["phrase of two"] = [f'"{" ".join(doc.lead[2:4])}"' for doc in pick(documents, rng, count)]
    kinds["phrase of three"] = [f'"{" ".join(doc.lead[2:5])}"' for doc in pick(documents, rng, count)]
    kinds["phrase folded"] = [f'"{" ".join(map(folded, doc.lead[2:4]))}"' for doc in pick(documents, rng, count)]
    kinds["either of two"] = [" OR ".join(rng.sample(by_class["mid"], 2)) for _ in range(count)]
    kinds["topic + province"] = [f"topic:{rng.choice(list(Topic))} province:ninh-binh" for _ in range(count)]
    kinds["prefix of three letters"] = [f"{term[:3]}*" for term in rng.choices(by_class["mid"], k=count)]
    return kinds


def pick(documents: Sequence[Document], rng: random.Random, count: int) -> list[Document]:
    return rng.sample([document for document in islice(documents, 50_000) if len(set(document.lead)) > 5], count)


def milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """By the clock, and of processor time: on a machine that is shared only the second can be compared."""
    begin, busy = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - begin) * 1000, (time.process_time() - busy) * 1000


def percentiles(times: list[tuple[float, float]]) -> str:
    clock, busy = (statistics.quantiles(column, n=20) for column in zip(*times, strict=True))
    return f"{clock[9]:8.2f} {clock[18]:8.2f} {busy[18]:8.2f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=200_000)
    arguments.add_argument("--queries", type=int, default=100, help="per kind of question")
    arguments.add_argument(
        "--rounds", type=int, default=1, help="the least counts: what others do meanwhile is left out"
    )
    chosen = arguments.parse_args()
    rng = random.Random(6)
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder) / "index.db")
        documents = list(recombined(chosen.documents, rng))
        gc.freeze()  # the benchmark's own documents are no burden of the engine's
        begin, busy = time.perf_counter(), time.process_time()
        for at in range(0, len(documents), BATCH):
            batch = [IndexedDocument(document, document.id) for document in documents[at : at + BATCH]]
            engine.apply(Batch(at, at + len(batch), batch))
        seconds, busy = time.perf_counter() - begin, time.process_time() - busy
        size = sum(file.stat().st_size for file in Path(folder).iterdir() if not file.is_symlink()) / 1e6
        rates = f"{len(documents) / seconds:,.0f} documents/s ({len(documents) / busy:,.0f} per second of processor)"
        print(f"put: {rates} in batches of {BATCH}; {size:,.0f} MB; load {os.getloadavg()[0]:.1f}")
        print(f"settle: {milliseconds(engine.settle)[0] / 1000:.1f} s")
        again = [IndexedDocument(document, 10**9) for document in rng.sample(documents, BATCH)]
        print(f"put again: {BATCH / milliseconds(lambda: engine.put(again))[0] * 1000:,.0f} documents/s")
        ask(engine, questions(documents, rng, chosen.queries), chosen.rounds)
        engine.close()


def ask(engine: EmbeddedEngine, kinds: dict[str, list[str]], rounds: int) -> None:
    print(
        f"{'milliseconds':30} {'newest: p50':>8} {'p95':>7} {'p95 busy'}   {'ranked: p50':>8} {'p95':>7} {'p95 busy'}"
    )
    totals: dict[Sort, list[tuple[float, float]]] = {"newest": [], "rank": []}
    for kind, texts in kinds.items():
        parsed = [parse(text) for text in texts]
        columns = []
        for sort in totals:
            asked = [
                [milliseconds(partial(engine.find, query, sort=sort, limit=20)) for query in parsed]
                for _ in range(rounds)
            ]
            times = [
                (min(clock), min(busy)) for clock, busy in (zip(*one, strict=True) for one in zip(*asked, strict=True))
            ]
            totals[sort] += times
            columns.append(percentiles(times))
        print(f"{kind:30} {'   '.join(columns)}")
    print(f"{'all':30} {'   '.join(percentiles(times) for times in totals.values())}")


if __name__ == "__main__":
    main()
