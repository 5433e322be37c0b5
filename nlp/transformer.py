"""The shared encoder: one pass of a small multilingual transformer gives a text's vector and the scores of every head.

Built by ``bench/train_encoder.py`` into ``nlp/models/encoder`` (int8 ONNX), run by ``nlp.graph``, loaded when first
needed. Whatever fails, now or later, is said once in the log, and from then on there is no encoder: every function here
answers ``None`` and its caller goes on with the light models. A local model that an office adopted for a task answers
in its place.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp import adopted
from nlp.adopted import Adopted
from nlp.graph import Floats, Graph

FOLDER = Path(__file__).parent / "models" / "encoder"
#: Columns of the probabilities of each head, as the graph was trained.
LABELS: Mapping[str, tuple[str, ...]] = {
    "claims": adopted.LABELS["claims"],
    "safety": ("none", "fraud_impersonation", "false_emergency", "health_hazard"),
    "pairs": adopted.LABELS["evidence"],
}
#: What the vectors and scores of a text were learned with: an article is a passage, all else a query.
PASSAGE, QUERY = "passage: ", "query: "
#: Tokens read of a text, and of a claim with its evidence.
MAX_TOKENS, MAX_PAIR_TOKENS = 96, 192
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outputs:
    """One row per text: ``vectors`` of length 1 (n × 384), and the scores of each head before softmax (n × labels)."""

    vectors: Floats
    scores: Mapping[str, Floats]


#: The local models in use in this process, by task; what failed, by folder.
_adopted: dict[str, Adopted] = {}
_failed: set[Path] = set()


def adopt(models: Iterable[Adopted]) -> None:
    """From now on, in this process, these models answer for their tasks, and no others."""
    _adopted.clear()
    _adopted.update((one.task, one) for one in models)


def taking_over() -> tuple[Adopted, ...]:
    return tuple(_adopted[task] for task in sorted(_adopted))


@cache
def version() -> str:
    """Names the shipped encoder; empty where none is installed."""
    file = FOLDER / "config.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["sha256"])[:8] if file.is_file() else ""


def has_failed(folder: Path) -> bool:
    return folder in _failed


@cache
def _graph(folder: Path) -> Graph:
    return Graph(folder)


def _run(folder: Path, first: Sequence[str], second: Sequence[str] | None, max_tokens: int) -> dict[str, Floats] | None:
    if folder in _failed or not first or not (folder / "model.onnx").is_file():
        return None
    try:
        return _graph(folder).run(first, second, max_tokens=max_tokens)
    except Exception as error:  # whatever it is, the light models go on
        _failed.add(folder)
        log.warning("no transformer from %s, the light models read alone: %s", folder.name, error)
        return None


def answer_of(
    task: str, first: Sequence[str], second: Sequence[str] | None = None, max_tokens: int = MAX_TOKENS
) -> Floats | None:
    """Probabilities by the model adopted for a task (columns as in ``adopted.LABELS``), vectors of an embedding.

    ``None``: none is adopted, or it failed.
    """
    model = _adopted.get(task)
    made = None if model is None else _run(Path(model.folder), first, second, max_tokens)
    if model is None or made is None:
        return None
    found = made.get("logits", next(iter(made.values())))
    if task == "embedding":
        lengths: Floats = np.linalg.norm(found, axis=1, keepdims=True)
        return np.divide(found, np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)
    return softmax(found[:, list(model.columns)])


def read(first: Sequence[str], second: Sequence[str] | None = None, max_tokens: int = MAX_TOKENS) -> Outputs | None:
    """Read texts or pairs, already with their prefixes, by the shipped encoder; after a failure not again."""
    made = _run(FOLDER, first, second, max_tokens)
    return None if made is None else Outputs(made.pop("vector"), made)


def headlines(titles: Sequence[str], bodies: Sequence[str]) -> Outputs | None:
    """Articles: title, and lead or beginning of the text. Scores ``tone`` and ``topics``, vectors as of passages."""
    return read([PASSAGE + title for title in titles], bodies)


def heads(texts: Sequence[str], task: str) -> Floats | None:
    """Probabilities (n × labels) of ``claims`` for sentences or ``safety`` for messages; columns as in ``LABELS``.

    ``None``: there is no encoder here, go on without. Whoever combines these with features of their own chooses the
    weights on what the encoder has not seen: ``bench.encoder.samples.is_held_out(task, key)`` is true of its items.
    """
    taken = answer_of(task, texts)
    if taken is not None:
        return taken
    found = read([QUERY + text for text in texts], max_tokens=2 * MAX_TOKENS)
    return None if found is None else softmax(found.scores[task])


def pairs(claims: Sequence[str], evidences: Sequence[str]) -> Floats | None:
    """Probabilities (n × 3, as in ``LABELS``) that each evidence supports, refutes or says nothing of its claim.

    ``None`` and held-out items as for ``heads``.
    """
    taken = answer_of("evidence", claims, evidences, MAX_PAIR_TOKENS)
    if taken is not None:
        return taken
    found = read([QUERY + claim for claim in claims], evidences, MAX_PAIR_TOKENS)
    return None if found is None else softmax(found.scores["pairs"])


def embed(texts: Sequence[str], *, query: bool) -> Floats | None:
    """Vectors of length 1 (n × 384); what searches is a query, what is searched a passage."""
    prefixed = [(QUERY if query else PASSAGE) + text for text in texts]
    taken = answer_of("embedding", prefixed)
    if taken is not None:
        return taken
    found = read(prefixed)
    return None if found is None else found.vectors


def placed(titles: Sequence[str], bodies: Sequence[str]) -> tuple[str, Floats] | None:
    """Vectors of articles by the model adopted for them, with its name; ``None``: the shipped encoder's count."""
    model = _adopted.get("embedding")
    texts = [f"{PASSAGE}{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    made = None if model is None else answer_of("embedding", texts)
    return None if model is None or made is None else (model.sha256[:8], made)


def softmax(scores: Floats) -> Floats:
    """Rows of scores as probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
