"""Whole ``diembao import`` of real texts beside ``underthesea.word_tokenize`` alone, in one run, as a ratio.

    .venv/bin/python -m bench.whole_import [FOLDER]        FOLDER holds press/, default ../shared/data

Ours: a cold process with analysis, stories, storage and index, on all cores. Theirs: one process, warm, on every
n-th of the same texts, half before and half after ours, because the machine's speed drifts.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from config import write_folder, write_sources
from news.source import Source, SourceClass

TOKENIZED_TEXTS = 1_500


def headlines(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / "press" / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def articles(folder: Path) -> list[dict[str, Any]]:
    """The real articles, as ``import`` reads them (their file names the parts otherwise and has no address)."""
    with (folder / "press" / "articles.jsonl").open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        {
            "url": f"https://vnexpress.net/{one['id']}.html",
            "title": one["title"],
            "lead": one["sapo"],
            "text": one["body"],
        }
        for one in found
    ]


def text_of(record: dict[str, Any]) -> str:
    return "\n".join(str(record.get(key) or "") for key in ("title", "lead", "summary", "text"))


def ours(records: list[dict[str, Any]], folder: Path) -> float:
    """Seconds of the whole command."""
    write_folder(folder / "office", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    hosts = sorted({str(one["url"]).split("/")[2] for one in records})
    write_sources(
        folder / "office" / "sources.csv",
        [Source(f"s{n}", host, SourceClass.CENTRAL, "VN", ("vi",), f"https://{host}") for n, host in enumerate(hosts)],
    )
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    began = time.perf_counter()
    command = [sys.executable, "-m", "jobs.cli", "import", str(file), "--json", "--config", str(folder / "office")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    counts = json.loads(ran.stdout)
    if counts["refused"] or counts["analysed"] < counts["new"]:
        raise SystemExit(f"not everything was taken: {counts}")
    return seconds


def theirs(texts: Iterable[str]) -> float:
    """Seconds of ``word_tokenize`` for the texts, warm."""
    from underthesea import word_tokenize

    word_tokenize("Làm nóng máy trước khi đo.")
    began = time.perf_counter()
    for text in texts:
        word_tokenize(text)
    return time.perf_counter() - began


def compare(name: str, records: list[dict[str, Any]]) -> None:
    sample = [text_of(one) for one in records[:: max(1, len(records) // TOKENIZED_TEXTS)]]
    half = len(sample) // 2
    first = theirs(sample[:half])
    with tempfile.TemporaryDirectory() as folder:
        seconds = ours(records, Path(folder))
    spent = first + theirs(sample[half:])
    scale = sum(len(text_of(one)) for one in records) / sum(map(len, sample))
    print(f"{name}: {len(records)} texts, {len(records) / seconds:,.0f} a second, whole command {seconds:.1f} s")
    print(f"  underthesea.word_tokenize alone, one process: {spent * scale:.1f} s (measured on {len(sample)})")
    print(f"  ratio of throughput: {spent * scale / seconds:.2f} (wanted: 4)")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    compare("headlines with leads", headlines(folder))
    compare("whole articles", articles(folder))


if __name__ == "__main__":
    main()
