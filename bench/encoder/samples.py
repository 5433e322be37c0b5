"""The labelled texts of all tasks as one list of samples with their targets, the held-out part fixed by their names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import labels
from bench.encoder.network import HEADS
from news.analysis import Topic
from nlp.transformer import LABELS, MAX_PAIR_TOKENS, MAX_TOKENS, PASSAGE, QUERY

TONES = ("neg", "neu", "pos")
TOPICS = tuple(sorted(topic.value for topic in Topic))
#: The share of each task's items that no training sees; of the small tasks more, their figures need it.
HELD_OUT = {"headlines": 0.1, "claims": 0.15, "safety": 0.15, "pairs": 0.15}
#: How much of a target goes to the second topic, and to all labels alike.
SECOND_SHARE, SMOOTHING = 0.35, 0.06


@dataclass(frozen=True)
class Sample:
    """``targets``: shares of the labels by head, where known; ``key`` names what must not be split (a document)."""

    task: str
    key: str
    first: str
    second: str | None
    targets: dict[str, np.ndarray[Any, Any]]
    gold: tuple[str, ...]
    max_tokens: int = MAX_TOKENS

    @property
    def is_held_out(self) -> bool:
        return is_held_out(self.task, self.key)


def is_held_out(task: str, key: str) -> bool:
    """Whether the encoder never saw it: ``key`` is the item's id, for ``pairs`` the evidence's document."""
    number = int.from_bytes(hashlib.sha256(f"{task} {key}".encode()).digest()[:4], "big")
    return number < HELD_OUT[task] * 2**32


def share(labels: Sequence[str], gold: Sequence[str]) -> np.ndarray[Any, Any]:
    """The target of a head: most to the first label, some to the second, a little to all."""
    found = np.full(len(labels), SMOOTHING / len(labels), np.float32)
    for place, label in enumerate(gold):
        part = 1.0 if len(gold) == 1 else SECOND_SHARE if place else 1 - SECOND_SHARE
        found[labels.index(label)] += (1 - SMOOTHING) * part
    return found


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def headline(row: dict[str, Any]) -> Sample:
    topics = tuple(topic for topic in (row.get("topic"), row.get("topic2")) if topic)
    targets = {"tone": share(TONES, [row["tone"]])} if row.get("tone") else {}
    if topics:
        targets["topics"] = share(TOPICS, topics)
    return Sample("headlines", row["id"], PASSAGE + row["title"], row.get("summary") or "", targets, topics)


def load(folder: Path) -> list[Sample]:
    """All ``train_*`` files of a folder, in a fixed order."""
    found = [headline(row) for row in rows_of(folder / "train_headlines.jsonl")]
    for task, file, most in (("claims", "train_claims", MAX_TOKENS), ("safety", "train_tips", 2 * MAX_TOKENS)):
        for row in rows_of(folder / f"{file}.jsonl"):
            targets = {task: share(LABELS[task], [row["label"]])}
            found.append(Sample(task, row["id"], QUERY + row["text"], None, targets, (row["label"],), most))
    # Pairs of our own (bench/labels) only teach: those of held-out documents are left out.
    own = [row for row in labels.evidence(folder.parent) if not is_held_out("pairs", row["doc"])]
    for row in [*rows_of(folder / "train_evidence.jsonl"), *own]:
        targets = {"pairs": share(LABELS["pairs"], [row["label"]])}
        first, second = QUERY + row["claim"], row["evidence"]
        found.append(Sample("pairs", row["doc"], first, second, targets, (row["label"],), MAX_PAIR_TOKENS))
    assert all(len(target) == HEADS[head] for one in found for head, target in one.targets.items())
    return sorted(found, key=lambda one: (one.task, one.key, one.first))
