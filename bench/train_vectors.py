"""Rebuild the vectors of Vietnamese words (``nlp/models/vectors.npz``) from unlabelled press, bit for bit.

    OMP_NUM_THREADS=1 python -m bench.train_vectors [--data ../shared/data] [--out nlp/models]

Words that stand within five words of each other in a year of headlines and some hundred articles, as positive pointwise
mutual information (context counts smoothed by the power .75, nearer ones count more), brought to 64 dimensions by a
truncated SVD (ARPACK from a fixed start), rounded to int8. Words that occur together or alike are near: for matching a
claim to evidence in other words.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from nlp.tokens import tokens
from nlp.words import segment

DIMENSIONS, WINDOW, MIN_COUNT = 64, 5, 5
SMOOTHING = 0.75
MOST_CHARS = 3_000


def texts(press: Path) -> Iterator[str]:
    with gzip.open(press / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["title"]
            yield row.get("summary") or ""
    for line in (press / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield from (row["title"], row["sapo"], *row["body"].split("\n"))


def words_of(text: str) -> list[str]:
    """Words of several syllables joined by a space, without numbers and signs."""
    found = (" ".join(tokens(word)) for word in segment(text[:MOST_CHARS]))
    return [word for word in found if word and not any(letter.isdigit() for letter in word)]


def build(read: list[list[str]]) -> dict[str, np.ndarray]:
    counts = Counter(word for words in read for word in words)
    vocabulary = sorted((word for word, count in counts.items() if count >= MIN_COUNT), key=lambda w: (-counts[w], w))
    number = {word: place for place, word in enumerate(vocabulary)}
    together: Counter[tuple[int, int]] = Counter()
    for words in read:
        ids = [number[word] for word in words if word in number]
        for place, one in enumerate(ids):
            for other in range(max(0, place - WINDOW), place):
                together[one, ids[other]] += 1 / (place - other)
    keys = sorted(together)
    pairs = np.array(keys)
    weights = np.array([together[key] for key in keys])
    size = len(vocabulary)
    half = sp.coo_matrix((weights, (pairs[:, 0], pairs[:, 1])), shape=(size, size)).tocsr()
    table = (half + half.T).tocoo()
    rows = np.asarray(table.sum(axis=1)).ravel()
    smoothed = rows**SMOOTHING
    information = np.log(table.data * smoothed.sum() / (rows[table.row] * smoothed[table.col]))
    kept = information > 0
    positive = sp.coo_matrix((information[kept], (table.row[kept], table.col[kept])), shape=(size, size)).tocsr()
    left, strengths, _ = svds(positive, k=DIMENSIONS, v0=np.ones(size))
    vectors = left * np.sqrt(strengths)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    total = sum(len(words) for words in read)
    return {
        "words": np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        "vectors": np.round(vectors * 127).astype(np.int8),
        "rarity": np.array([np.log(total / 20 / (counts[word] + 1)) for word in vocabulary])
        .clip(0.1)
        .astype(np.float16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    arguments = parser.parse_args()
    arrays = build([words_of(text) for text in texts(arguments.data / "press")])
    file = arguments.out / "vectors.npz"
    np.savez_compressed(file, **arrays)
    print(f"{file}: {len(arrays['vectors'])} words, {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
