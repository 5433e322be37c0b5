"""After the training: export, the mixture with the light model, and the figures on what no training saw."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.encoder import mixing
from bench.encoder.network import HEADS
from bench.encoder.samples import Sample
from bench.figures import bootstrap, macro_f1, table
from nlp.graph import Floats, Graph
from nlp.transformer import LABELS

#: The figures that ``diembao models list`` shows.
FIGURES = "figures.json"
COLUMNS = ("task", "model", "measure", "items", "value", "low", "high")


def scores_of(graph: Graph, held: Sequence[Sample]) -> dict[str, Floats]:
    """What the exported graph says of the held-out samples, in their order."""
    found: dict[str, Floats] = {}
    for task in sorted({one.task for one in held}):
        rows = [row for row, one in enumerate(held) if one.task == task]
        first = [held[row].first for row in rows]
        second = [held[row].second or "" for row in rows] if held[rows[0]].second is not None else None
        for name, values in graph.run(first, second, max_tokens=held[rows[0]].max_tokens).items():
            found.setdefault(name, np.zeros((len(held), values.shape[1]), np.float32))[rows] = values
    return found


def loss_of_rounding(held: Sequence[Sample], whole: dict[str, Any], graph: dict[str, Floats]) -> str:
    """The graph in whole numbers beside the network in jax: how often each head's likeliest label is the given one."""
    lines = []
    for head in HEADS:
        rows = [row for row, one in enumerate(held) if head in one.targets]
        gold = np.array([held[row].targets[head].argmax() for row in rows])
        one, other = (scores[head][rows].argmax(1) for scores in (whole, graph))
        lines.append(
            [
                head,
                len(rows),
                *(f"{(said == gold).mean():.3f}" for said in (one, other)),
                f"{(one == other).mean():.3f}",
            ]
        )
    return table(["head", "items", "float32", "int8", "the same"], lines)


def write(out: Path, work: Path, data: Path, held: Sequence[Sample], graph: dict[str, Floats]) -> None:
    """Choose the mixture, write it and the figures, print them."""
    rows: list[dict[str, object]] = []

    def add(task: str, model: str, measure: str, pairs: Sequence[Any], score: Callable[[Sequence[Any]], float]) -> None:
        figure = bootstrap(score, pairs)
        values = (round(one, 3) for one in (figure.value, figure.low, figure.high))
        rows.append(dict(zip(COLUMNS, (task, model, measure, len(pairs), *values), strict=True)))

    items, light = mixing.held_out(data), mixing.light_without(data, work / "light_held.npz")
    place = {one.key: row for row, one in enumerate(held) if one.task == "headlines"}
    order = [place[item.id] for item in items]
    mixtures: dict[str, dict[str, object]] = {}
    for question in mixing.questions(items, light, {name: graph[name][order] for name in ("tone", "topics")}):
        classifier, most = light.classifier(question.name), 2 if question.name == "topics" else 1
        said = {
            "light": [classifier.choose(light.vocabulary.read([(one.title, one.summary)])[0], most) for one in items],
            "encoder": question.without_light().cross_validated(),
            "both": question.cross_validated(),
        }
        for model, labels in said.items():
            add(question.name, model, question.measure, list(zip(question.golds, labels, strict=True)), question.score)
        mixtures[question.name] = asdict(question.choose(range(len(items))))
    for head, labels in LABELS.items():
        mine = [(row, one.gold[0]) for row, one in enumerate(held) if head in one.targets]
        pairs = [(gold, labels[int(graph[head][row].argmax())]) for row, gold in mine]
        add(head, "encoder", "macro F1", pairs, lambda drawn, labels=labels: macro_f1(drawn, labels))
    (out / "mixture.json").write_text(json.dumps(mixtures, indent=1) + "\n", encoding="utf-8")
    lines = ",\n".join(" " + json.dumps(row) for row in rows)
    (out / FIGURES).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(table(COLUMNS, [list(row.values()) for row in rows]))
