"""What models the program brings: name, version, size, licence, and how good they were found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Quality:
    """A measured figure with its 95 % interval; ``by`` names the command that printed it."""

    task: str
    measure: str
    items: int
    value: float
    low: float
    high: float
    by: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """A model of ours; ``version`` is a hash of its files, ``bytes`` their size, ``base`` what it was made from."""

    name: str
    does: str
    version: str
    bytes: int
    licence: str
    base: str
    figures: tuple[Quality, ...]


def models() -> tuple[Shipped, ...]:
    """Those whose files are here, in the order of ``models/list.json``."""
    rows: Sequence[Mapping[str, Any]] = json.loads((FOLDER / "list.json").read_text(encoding="utf-8"))
    return tuple(_read(row) for row in rows if all((FOLDER / file).is_file() for file in row["files"]))


def _read(row: Mapping[str, Any]) -> Shipped:
    blobs = [(FOLDER / file).read_bytes() for file in row["files"]]
    return Shipped(
        row["name"],
        row["does"],
        hashlib.sha256(b"".join(blobs)).hexdigest()[:10],
        sum(map(len, blobs)),
        row["licence"],
        row["base"],
        tuple(_figures(row["figures"])),
    )


def _figures(given: str | Sequence[Mapping[str, Any]]) -> list[Quality]:
    """Written in the list, or in a file that a training writes: there the rows of the model that runs count."""
    if not isinstance(given, str):
        return [Quality(**one) for one in given]
    rows = json.loads((FOLDER / given).read_text(encoding="utf-8"))
    runs = {row["task"]: row for row in rows if row["model"] in ("encoder", "both")}
    keys = ("task", "measure", "items", "value", "low", "high")
    return [Quality(**{key: row[key] for key in keys}, by="bench.train_encoder") for row in runs.values()]
