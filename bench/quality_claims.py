"""The rows of ``bench.quality`` for check-worthy sentences and for claims with evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bench.figures import bootstrap, confusion, f1, macro_f1, most_common
from nlp import claims
from nlp.evidence import Label, compare_readings, propose, read
from nlp.inspect import text

Row = dict[str, Any]
Line = tuple[object, ...]
ERROR = "  ! "
LABELS = tuple(label.value for label in Label)


def measure_claims(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    """Rows with ``text`` and ``label`` claim or other; each is read as one sentence, as ``inspect text`` does."""
    found, light = [], []
    for row in rows:
        asked = {"id": row.get("id", "?"), "text": row["text"], "kind": "sentence", "language": "vi"}
        (one,) = text(asked, ["claims"])["claims"]
        found.append((row["label"], claims.LABELS[one["checkworthy"]], one["score"], row["text"]))
        light.append((row["label"], claims.LABELS[claims.light(row["text"]) >= claims.LIGHT_FROM]))
    pairs = [(gold, guess) for gold, guess, _, _ in found]
    naive = [(gold, "claim") for gold, _ in pairs]
    figure = bootstrap(lambda drawn: f1(drawn, "claim"), pairs)
    yield "claims", name, len(pairs), "F1 of claim", f"{f1(naive, 'claim'):.3f}", figure
    yield "", "", "", "light alone", "", bootstrap(lambda drawn: f1(drawn, "claim"), light)
    yield confusion(pairs, claims.LABELS)
    wrong = sorted((one for one in found if one[0] != one[1]), key=lambda one: -abs(one[2] - 0.5))
    yield from (f"{ERROR}{gold} → {guess} {score:.2f}  {words}" for gold, guess, score, words in wrong)


def measure_evidence(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    """Rows with ``claim``, ``evidence`` and ``label``."""
    read_pairs = [(read(row["claim"]), read(row["evidence"])) for row in rows]
    proposals = propose(read_pairs)
    pairs = [(row["label"], one.label.value) for row, one in zip(rows, proposals, strict=True)]
    light = [(row["label"], compare_readings(*pair).label.value) for row, pair in zip(rows, read_pairs, strict=True)]
    naive = [(gold, most_common([gold for gold, _ in pairs])) for gold, _ in pairs]
    figure = bootstrap(lambda drawn: macro_f1(drawn, LABELS), pairs)
    yield "evidence", name, len(pairs), "macro F1", f"{macro_f1(naive, LABELS):.3f}", figure
    yield "", "", "", "light alone", "", bootstrap(lambda drawn: macro_f1(drawn, LABELS), light)
    yield confusion(pairs, LABELS)
    order = sorted(zip(rows, proposals, strict=True), key=lambda one: -one[1].score)
    for row, one in order:
        if row["label"] != one.label:
            kind = row.get("mechanism", "")
            yield f"{ERROR}{row['label']} → {one.label.value} {one.score:.2f} ({kind})  {row['claim']}"
