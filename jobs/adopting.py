"""A local model is tried beside what runs: both read the same labelled file, the better one stays."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from news.errors import InputError, disk_error
from nlp import adopted, claims, evidence, transformer
from nlp.adopted import LABELS, Adopted
from nlp.analyser import Analyser, Asked
from nlp.scoring import Figure, accuracy, bootstrap, f1, macro_f1, micro_f1

Row = Mapping[str, Any]
Pairs = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What was measured of a model and of what ran before it, on so many items."""

    model: Adopted
    measure: str
    items: int
    present: Figure
    candidate: Figure

    @property
    def is_better(self) -> bool:
        return self.candidate.value > self.present.value


def attempt(task: str, folder: Path, rows: Sequence[Row]) -> Trial:
    """Measure the model in ``folder`` beside the present one; nothing is changed.

    Raises ``ConfigError`` of the folder, ``InputError`` of the rows or of a model that does not run.
    The rows are as those of the labelled files: ``tone`` or ``topic`` (``topic2``) with ``title`` and ``summary``;
    ``text`` and ``label`` for claims; ``claim``, ``evidence`` and ``label`` for evidence and embedding.
    """
    model = adopted.examine(task, folder, hashlib.sha256(_bytes_of(folder / "model.onnx")).hexdigest())
    kept = [row for row in rows if all(row.get(key) for key in _NEEDED[task])]
    if not kept:
        raise InputError(task, None, "tệp có nhãn không có dòng nào gồm " + ", ".join(_NEEDED[task]))
    before = transformer.taking_over()
    measure, pairs_of, score = _MEASURES[task]
    try:
        present = bootstrap(score, pairs_of(kept))
        transformer.adopt([*(one for one in before if one.task != task), model])
        candidate = bootstrap(score, pairs_of(kept))
        if transformer.has_failed(folder):
            raise InputError(str(folder), None, "mô hình không chạy được; lý do ở nhật ký")
    finally:
        transformer.adopt(before)
    return Trial(model, measure, len(kept), present, candidate)


def enable(trial: Trial, place: Path) -> Adopted:
    """Copy the model into the data folder ``place`` and record it; it replaces one of the same task."""
    folder = place / "models" / f"{trial.model.task}-{trial.model.sha256[:8]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in adopted.FILES:
            if (source := Path(trial.model.folder) / name).is_file():
                shutil.copyfile(source, folder / name)
        model = replace(trial.model, folder=str(folder.resolve()))
        adopted.write(place, [*(one for one in adopted.read(place) if one.task != model.task), model])
    except OSError as error:
        raise disk_error(place, error) from error
    return model


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _read(rows: Sequence[Row], step: str) -> list[Any]:
    asked = [Asked(row["title"], "", row.get("summary") or row.get("text") or "", language="vi") for row in rows]
    return Analyser(best=True).read_many(asked, [step])


def _tones(rows: Sequence[Row]) -> Pairs:
    return [(row["tone"], found.tone.value) for row, found in zip(rows, _read(rows, "tone"), strict=True)]


def _topics(rows: Sequence[Row]) -> Pairs:
    gold = [[topic for topic in (row["topic"], row.get("topic2")) if topic] for row in rows]
    return [
        (right, [topic.value for topic in found.topics])
        for right, found in zip(gold, _read(rows, "topics"), strict=True)
    ]


def _claims(rows: Sequence[Row]) -> Pairs:
    return [
        (row["label"], "claim" if any(one.is_checkworthy for one in claims.find(row["text"])) else "other")
        for row in rows
    ]


def _evidence(rows: Sequence[Row]) -> Pairs:
    return [(row["label"], str(evidence.compare(row["claim"], row["evidence"]).label)) for row in rows]


def _nearest(rows: Sequence[Row]) -> Pairs:
    """Of each claim about which its evidence says something: the evidence, and the nearest of all in the file."""
    texts = sorted({row["evidence"] for row in rows})
    asked = [row for row in rows if row["label"] != "NEI"]
    claimed = transformer.embed([row["claim"] for row in asked], query=True)
    passages = transformer.embed(texts, query=False)
    if claimed is None or passages is None:
        return [(row["evidence"], None) for row in asked]
    found = (claimed @ passages.T).argmax(axis=1)
    return [(row["evidence"], texts[int(np.intp(at))]) for row, at in zip(asked, found, strict=True)]


_NEEDED: Mapping[str, tuple[str, ...]] = {
    "tone": ("title", "tone"),
    "topics": ("title", "topic"),
    "claims": ("text", "label"),
    "evidence": ("claim", "evidence", "label"),
    "embedding": ("claim", "evidence", "label"),
}
_MEASURES: Mapping[str, tuple[str, Callable[[Sequence[Row]], Pairs], Callable[[Pairs], float]]] = {
    "tone": ("macro F1", _tones, lambda pairs: macro_f1(pairs, LABELS["tone"])),
    "topics": ("micro F1", _topics, micro_f1),
    "claims": ("F1", _claims, lambda pairs: f1(pairs, "claim")),
    "evidence": ("macro F1", _evidence, lambda pairs: macro_f1(pairs, LABELS["evidence"])),
    "embedding": ("tìm đúng căn cứ đầu tiên", _nearest, accuracy),
}
