"""Rebuild the table of rarity (``nlp/models/rarity.npz``) from unlabelled headlines, bit for bit.

    python -m bench.train_rarity [--data ../shared/data] [--out nlp/models]

Counts, for the hash of each syllable and neighbouring pair, the headlines (with lead) that hold it. Hashes found in
fewer than ``MIN_HEADLINES`` are left out: what is missing from the table is rare.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from nlp.signatures import MAX_BODY_TOKENS, MAX_TITLE_TOKENS, mark_of, term_hashes

MIN_HEADLINES = 5


def headlines(file: Path) -> Iterable[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["title"], row["summary"] or ""


def build(texts: Iterable[tuple[str, str]], min_headlines: int = MIN_HEADLINES) -> dict[str, np.ndarray]:
    """Arrays of the table: ``terms`` as differences of sorted hashes, ``marks`` as signatures hold them."""
    counts: Counter[int] = Counter()
    total = 1
    for title, lead in texts:
        counts.update({*term_hashes(title, MAX_TITLE_TOKENS), *term_hashes(lead, MAX_BODY_TOKENS)})
        total += 1
    kept = sorted((term, count) for term, count in counts.items() if count >= min_headlines)
    return {
        "terms": np.diff(np.array([term for term, _ in kept], np.uint32), prepend=np.uint32(0)),
        "marks": np.array([mark_of(total / (count + 1), is_known_or_word=True) for _, count in kept], np.uint8),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    arguments = parser.parse_args()
    file = arguments.out / "rarity.npz"
    arrays = build(headlines(arguments.data / "press" / "headlines_60k.jsonl.gz"))
    np.savez_compressed(file, **arrays)
    print(f"{file}: {len(arrays['terms'])} terms, {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
