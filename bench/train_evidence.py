"""Rebuild the light layer of ``nlp.evidence`` (``nlp/models/evidence.npz``) from labelled pairs, bit for bit.

    python -m bench.train_evidence [--data ../shared/data] [--out nlp/models] [--cv] [--mix]

Reads ``labelled/train_evidence.jsonl`` and our own pairs (``bench/labels``); ``--cv`` prints cross-validated figures
(five folds, an article's pairs together, own pairs only teach), ``--mix`` the same beside the transformer on the pairs
that it has not seen, for its weight. ``labelled/evidence.jsonl`` is not read here.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench import labels
from bench.figures import bootstrap, confusion, macro_f1, table
from bench.mixed import Item, Settings, fit, out_of_fold, write
from nlp.evidence import features
from nlp.evidence.alignment import align
from nlp.evidence.compare import LABELS, together
from nlp.evidence.reading import read

SETTINGS = Settings(cost=8.0, measures=0.1, min_count=3, labels=tuple(label.value for label in LABELS))
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)


def item_of(row: dict[str, str], *, is_measured: bool) -> Item:
    claim, evidence = read(row["claim"]), read(row["evidence"])
    aligned = align(claim, evidence)
    measures = features.measure(claim, evidence, aligned)
    return Item(tuple(features.words(claim, aligned)), measures, row["label"], row["doc"], is_measured=is_measured)


def rows_of(data: Path) -> tuple[list[dict[str, str]], int]:
    """All pairs that teach, and how many of them, from the first, are measured on."""
    given = labels.rows_of(data / "labelled" / "train_evidence.jsonl")
    return given + labels.evidence(data), len(given)


def report(rows: Sequence[dict[str, str]], found: dict[int, Sequence[float]]) -> None:
    pairs = [
        (rows[at]["label"], SETTINGS.labels[max(range(3), key=shares.__getitem__)]) for at, shares in found.items()
    ]
    print("macro F1", bootstrap(lambda drawn: macro_f1(drawn, SETTINGS.labels), pairs), f"of {len(pairs)} pairs")
    print(confusion(pairs, SETTINGS.labels))
    kinds: Counter[tuple[str, str, bool]] = Counter()
    for at, (gold, guess) in zip(found, pairs, strict=True):
        kinds[gold, rows[at]["mechanism"], gold == guess] += 1
    lines = [
        (gold, kind, right, kinds[gold, kind, False])
        for (gold, kind, is_right), right in sorted(kinds.items())
        if is_right
    ]
    print(table(("label", "how", "right", "wrong"), lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    parser.add_argument("--cv", action="store_true", help="cross-validated figures instead of a model")
    parser.add_argument("--mix", action="store_true", help="beside the transformer, on pairs it has not seen")
    arguments = parser.parse_args()
    rows, measured = rows_of(arguments.data)
    items = [item_of(row, is_measured=place < measured) for place, row in enumerate(rows)]
    if not arguments.cv and not arguments.mix:
        file = arguments.out / "evidence.npz"
        write(fit(items, SETTINGS), file)
        print(f"{file}: {len(items)} pairs, {file.stat().st_size / 1e6:.2f} MB")
        return
    found = {at: [float(share) for share in shares] for at, shares in out_of_fold(items, SETTINGS).items()}
    if arguments.cv:
        report(rows, found)
    if arguments.mix:
        mix(rows, found)


def mix(rows: Sequence[dict[str, str]], found: dict[int, Sequence[float]]) -> None:
    """Macro F1 of both together for each weight, on the documents that the transformer was not trained on."""
    from bench.encoder.samples import is_held_out
    from nlp import transformer

    places = [at for at in found if is_held_out("pairs", rows[at]["doc"])]
    deep = transformer.pairs([rows[at]["claim"] for at in places], [rows[at]["evidence"] for at in places])
    if deep is None:
        raise SystemExit("no transformer here")
    order = [transformer.LABELS["pairs"].index(label) for label in SETTINGS.labels]
    opinions = dict(zip(places, (row[order].tolist() for row in deep), strict=True))
    for name, shares in (("light", {at: found[at] for at in places}), ("transformer", opinions)):
        print(name)
        report(rows, shares)
    lines = []
    for weight in WEIGHTS:
        both = {at: together(found[at], opinions[at], weight) for at in places}
        pairs = [(rows[at]["label"], SETTINGS.labels[max(range(3), key=both[at].__getitem__)]) for at in places]
        lines.append((weight, bootstrap(lambda drawn: macro_f1(drawn, SETTINGS.labels), pairs)))
    print(table(("weight", "macro F1"), lines))


if __name__ == "__main__":
    main()
