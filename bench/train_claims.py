"""Rebuild the light model of check-worthy sentences (``nlp/models/claims.npz``) from labelled sentences, bit for bit.

    python -m bench.train_claims [--data ../shared/data] [--out nlp/models] [--cv] [--mix]

Reads ``labelled/train_claims.jsonl`` and our own labels (``bench/labels``); ``--cv`` prints cross-validated figures
(five folds, an article's sentences together, own labels only teach) and the F1 for each threshold, ``--mix`` the
same beside the transformer on sentences it has not seen. ``labelled/claims.jsonl`` is not read here.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import labels
from bench.figures import bootstrap, confusion, f1, table
from bench.mixed import Item, Settings, fit, out_of_fold, write
from nlp import claims_features
from nlp.claims import LABELS

SETTINGS = Settings(cost=2.0, measures=0.05, min_count=2, labels=LABELS)
THRESHOLDS = tuple(place / 100 for place in range(34, 60, 2))
SHARES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)


def item_of(row: dict[str, str], *, is_measured: bool) -> Item:
    text = row["text"]
    return Item(
        tuple(claims_features.words(text)),
        claims_features.measure(text),
        row["label"],
        row["id"].split("#")[0],
        is_measured=is_measured,
    )


def at_threshold(
    rows: Sequence[dict[str, str]], scores: Mapping[int, float], threshold: float
) -> list[tuple[str, str]]:
    return [(rows[at]["label"], LABELS[score >= threshold]) for at, score in scores.items()]


def report(rows: Sequence[dict[str, str]], scores: Mapping[int, float]) -> None:
    lines = [(t, f"{f1(at_threshold(rows, scores, t), 'claim'):.3f}") for t in THRESHOLDS]
    print(table(("from", "F1"), lines))
    best = max(THRESHOLDS, key=lambda t: f1(at_threshold(rows, scores, t), "claim"))
    pairs = at_threshold(rows, scores, best)
    print(f"from {best}: F1", bootstrap(lambda drawn: f1(drawn, "claim"), pairs), f"of {len(pairs)} sentences")
    print(confusion(pairs, LABELS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    parser.add_argument("--cv", action="store_true", help="cross-validated figures instead of a model")
    parser.add_argument("--mix", action="store_true", help="beside the transformer, on sentences it has not seen")
    arguments = parser.parse_args()
    given = labels.rows_of(arguments.data / "labelled" / "train_claims.jsonl")
    rows = given + labels.sentences(arguments.data)
    items = [item_of(row, is_measured=place < len(given)) for place, row in enumerate(rows)]
    if not arguments.cv and not arguments.mix:
        file = arguments.out / "claims.npz"
        write(fit(items, SETTINGS), file)
        print(f"{file}: {len(items)} sentences, {file.stat().st_size / 1e6:.2f} MB")
        return
    scores = {at: float(shares[LABELS.index("claim")]) for at, shares in out_of_fold(items, SETTINGS).items()}
    if arguments.cv:
        report(rows, scores)
    if arguments.mix:
        mix(rows, scores)


def mix(rows: Sequence[dict[str, str]], scores: Mapping[int, float]) -> None:
    """F1 of both together for each share of the transformer, on what it was not trained on."""
    from bench.encoder.samples import is_held_out
    from nlp import transformer

    places = [at for at in scores if is_held_out("claims", rows[at]["id"])]
    deep = transformer.heads([rows[at]["text"] for at in places], "claims")
    if deep is None:
        raise SystemExit("no transformer here")
    column = dict(zip(places, deep[:, transformer.LABELS["claims"].index("claim")].tolist(), strict=True))
    for share in SHARES:
        print(f"\nshare of the transformer {share}")
        report(rows, {at: (1 - share) * scores[at] + share * column[at] for at in places})


if __name__ == "__main__":
    main()
