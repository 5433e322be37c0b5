"""Figures for the benches: the scores of ``nlp.scoring``, confusion matrices, and tables to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nlp.scoring import (
    Counts,
    Figure,
    accuracy,
    bootstrap,
    count_label,
    f1,
    macro_f1,
    micro_f1,
    most_common,
)

__all__ = [
    "Counts",
    "Figure",
    "accuracy",
    "bootstrap",
    "confusion",
    "count_label",
    "f1",
    "macro_f1",
    "micro_f1",
    "most_common",
    "table",
]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in columns, first column left, the others right."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def confusion(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> str:
    """Rows are the gold labels, columns the guesses."""
    counts = Counter(pairs)
    return table(["gold \\ guess", *labels], [[gold, *(counts[gold, guess] for guess in labels)] for gold in labels])
