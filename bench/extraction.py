"""Pages: quality by the scrapinghub metric and speed beside trafilatura ``fast=True``, in one run.

    python -m bench.extraction [FOLDER]        FOLDER: ``ground-truth.json`` (``articleBody`` and ``url`` by id),
                                               ``html/<id>.html.gz``, the layout of scrapinghub's benchmark, or
                                               ``<id>/source.html`` and ``expected.html``, the test pages of Mozilla's
                                               Readability, of which those with 500 characters or more are read
    python -m bench.extraction --signatures    closing signatures on ../shared/data/press: how many are cut and left

Without FOLDER the saved Vietnamese pages of ../shared/data/pages are read; one of them has an expected text.
Metric: 4-word shingles with multiplicity, each page's true and false positives and misses normalised by their sum,
P and R from the means of these (evaluate.py of the public benchmark).
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trafilatura
from lxml import html

from crawlers import pages
from crawlers.pages import signature

SHARED = Path(__file__).parents[2] / "shared" / "data"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    url: str
    body: bytes
    wanted: str | None


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[n : n + size]) for n in range(max(len(words) - size + 1, 1))) if words else Counter()


def counts(found: str, wanted: str) -> tuple[float, float, float]:
    """True positives, false positives and misses of one page, their sum 1."""
    mine, theirs = shingles(found), shingles(wanted)
    true = sum((mine & theirs).values())
    false, missed = sum(mine.values()) - true, sum(theirs.values()) - true
    whole = true + false + missed
    return (true / whole, false / whole, missed / whole) if whole else (0.0, 0.0, 0.0)


def quality(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    rows = [counts(found, wanted) for found, wanted in pairs]
    true, false, missed = (sum(column) for column in zip(*rows, strict=True))
    precision = true / (true + false) if true + false else 0.0
    recall = true / (true + missed) if true + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def ours(sample: Sample) -> str:
    page = pages.extract(sample.body, url=sample.url, fetched_at=NOW)
    return "\n".join(part for part in (page.lead, page.text) if part)


def body_alone(sample: Sample) -> str:
    return pages.extract(sample.body, url=sample.url, fetched_at=NOW).text


def theirs(sample: Sample) -> str:
    return trafilatura.extract(sample.body, fast=True, include_comments=False) or ""


def folder_samples(folder: Path) -> list[Sample]:
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    samples = []
    for name, row in truth.items():
        file = next(
            path for path in (folder / "html" / f"{name}.html.gz", folder / "html" / f"{name}.html") if path.exists()
        )
        body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        samples.append(Sample(name, row.get("url") or f"https://example.org/{name}", body, row["articleBody"]))
    return samples


def readability_samples(folder: Path) -> list[Sample]:
    """What Readability takes is the gold: an extractor's opinion, not a person's."""
    samples = []
    for file in sorted(folder.rglob("expected.html")):
        body, gold = (file.parent / "source.html").read_bytes(), file.read_bytes()
        wanted = "\n".join(map(str, html.fromstring(gold.decode()).itertext())) if gold.strip() else ""
        heads = html.document_fromstring(body).iter("meta", "link")
        named = [one for one in heads if one.get("property") == "og:url" or one.get("rel") == "canonical"]
        stated = [one.get("content") or one.get("href") or "" for one in named]
        url = next((one for one in stated if one.startswith("http")), f"https://example.org/{file.parent.name}")
        if len(wanted) >= 500:
            samples.append(Sample(file.parent.name, url, body, wanted))
    return samples


def saved_samples() -> list[Sample]:
    folder = SHARED / "pages"
    samples = []
    for line in (folder / "pages.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] != "article":
            continue
        wanted = None
        if "gold" in row:
            gold = json.loads(next(folder.glob("*.expected.json")).read_text("utf-8"))["V1"]["body"]
            wanted = "\n".join([*gold["summary"], *(line for part in gold["sections"] for line in part["paragraphs"])])
        samples.append(Sample(row["file"], row["url"], gzip.decompress((folder / row["file"]).read_bytes()), wanted))
    return samples


def samples_of(folder: Path | None) -> list[Sample]:
    if folder is None:
        return saved_samples()
    is_scrapinghub = (folder / "ground-truth.json").is_file()
    return folder_samples(folder) if is_scrapinghub else readability_samples(folder)


def measure(samples: list[Sample], rounds: int) -> None:
    extractors: dict[str, Callable[[Sample], str]] = {"trafilatura fast": theirs, "crawlers.pages": ours}
    taken: dict[str, list[float]] = {name: [] for name in extractors}
    for _ in range(rounds):
        for name, extract in extractors.items():
            gc.collect()
            begin = time.perf_counter()
            for sample in samples:
                extract(sample)
            taken[name].append(time.perf_counter() - begin)
    size = sum(len(sample.body) for sample in samples) // max(len(samples), 1) // 1000
    print(f"{len(samples)} pages, {size} KB each, median of {rounds}")
    slow = sorted(taken["trafilatura fast"])[rounds // 2]
    for name, times in taken.items():
        median = sorted(times)[rounds // 2]
        print(f"  {name:18} {len(samples) / median:7.0f} pages/s   {slow / median:4.1f} x")
    judged = [sample for sample in samples if sample.wanted is not None]
    for name, extract in {**extractors, "the same, no lead": body_alone}.items():
        pairs = [(extract(sample), sample.wanted or "") for sample in judged]
        if pairs:
            precision, recall, f1 = quality(pairs)
            empty = sum(not found for found, _ in pairs)
            print(f"  {name:18} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  empty {empty} of {len(pairs)}")


def signatures() -> None:
    """A text that does not end as a sentence and is not cut is counted as perhaps left."""
    for name in ("stories", "articles"):
        bodies = [
            json.loads(line)["body"].rstrip() for line in (SHARED / "press" / f"{name}.jsonl").open(encoding="utf-8")
        ]
        cut = [(body, signature.cut(body)) for body in bodies]
        kept = [body for body, left in cut if left == body]
        doubtful = [body for body in kept if not body.endswith((".", "!", "?", "”", '"', "…", "’", ")", ":"))]
        print(f"{name}: {len(bodies)} texts, {len(bodies) - len(kept)} signatures cut, {len(doubtful)} perhaps left")
        for body, left in [pair for pair in cut if pair[0] != pair[1]][:: max(1, len(bodies) // 8)]:
            print(f"  cut   …{left[-25:]!r} | {body[len(left) :]!r}")
        for body in doubtful[:8]:
            print(f"  left  …{body[-60:]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--signatures", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.signatures:
        signatures()
    else:
        measure(samples_of(options.folder), options.rounds)


if __name__ == "__main__":
    main()
