"""The shared encoder: one pass of a small multilingual transformer gives a text's vector and the scores of every head.

Built by ``bench/train_encoder.py`` into ``nlp/models/encoder`` (int8 ONNX), a folder as from a hub. ``onnxruntime``
runs the graph with one thread per process; all packages are imported when first needed and never for a light reading.
Whatever fails, now or later, is said once in the log, and from then on there is no encoder: every function here answers
``None`` and its caller goes on with the light models.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parent / "models" / "encoder"
#: Columns of the probabilities of each head, as the graph was trained.
LABELS: Mapping[str, tuple[str, ...]] = {
    "claims": ("other", "claim"),
    "safety": ("none", "fraud_impersonation", "false_emergency", "health_hazard"),
    "pairs": ("SUPPORTED", "REFUTED", "NEI"),
}
#: What the vectors and scores of a text were learned with: an article is a passage, all else a query.
PASSAGE, QUERY = "passage: ", "query: "
#: Tokens read of a text, and of a claim with its evidence.
MAX_TOKENS, MAX_PAIR_TOKENS = 96, 192
#: Tokens of one run, padding included: bounds the memory.
_BATCH_TOKENS = 2048
#: What is cut off before it is split: no language of ours has tokens of eight letters on average.
_CHARS_PER_TOKEN = 8

Floats = npt.NDArray[np.float32]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outputs:
    """One row per text: ``vectors`` of length 1 (n × 384), and the scores of each head before softmax (n × labels)."""

    vectors: Floats
    scores: Mapping[str, Floats]


class Graph:
    """A model's folder as from a hub: ``model.onnx`` with its tokenizer. Errors pass through to the caller."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._inputs = {given.name for given in self._session.get_inputs()}
        self.outputs = tuple(made.name for made in self._session.get_outputs())
        self._tokenizer, self._pad = _tokenizer(folder)

    def run(self, first: Sequence[str], second: Sequence[str] | None = None, *, max_tokens: int) -> dict[str, Floats]:
        """Every output for texts or pairs of texts; the longer part is cut so that both fit into ``max_tokens``."""
        most = max_tokens * _CHARS_PER_TOKEN
        texts: list[Any] = [text[:most] for text in first]
        if second is not None:
            texts = list(zip(texts, [text[:most] for text in second], strict=True))
        self._tokenizer.enable_truncation(max_tokens, strategy="longest_first")
        coded = self._tokenizer.encode_batch(texts)
        found: dict[str, Floats] = {}
        for places in _batches([len(one) for one in coded]):
            shape = len(places), max(len(coded[place]) for place in places)
            feed = {name: np.zeros(shape, np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
            feed["input_ids"] += self._pad
            for row, place in enumerate(places):
                size = len(coded[place])
                feed["input_ids"][row, :size] = coded[place].ids
                feed["token_type_ids"][row, :size] = coded[place].type_ids
                feed["attention_mask"][row, :size] = 1
            made = self._session.run(self.outputs, {name: feed[name] for name in feed if name in self._inputs})
            for name, values in zip(self.outputs, made, strict=True):
                found.setdefault(name, np.zeros((len(coded), *values.shape[1:]), np.float32))[places] = values
        return found


def _tokenizer(folder: Path) -> tuple[Any, int]:
    """The tokenizer and its number for padding.

    ``tokenizer.json`` is read by ``tokenizers``, the engine under ``transformers``, whose own import takes longer than
    all else together; it is imported only for a folder that brings its pieces in another form.
    """
    if (folder / "tokenizer.json").is_file():
        from tokenizers import Tokenizer

        settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
        found = Tokenizer.from_file(str(folder / "tokenizer.json"))
        found.no_padding()
        pad = settings.get("pad_token") or "<pad>"
        return found, found.token_to_id(pad["content"] if isinstance(pad, dict) else pad) or 0
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")  # that torch is absent is meant
    from transformers import AutoTokenizer

    brought = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return brought.backend_tokenizer, brought.pad_token_id or 0


def _batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts of like length, shortest first, each batch padded within ``_BATCH_TOKENS``."""
    batch: list[int] = []
    for place in sorted(range(len(sizes)), key=sizes.__getitem__):
        if batch and (len(batch) + 1) * sizes[place] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


@cache
def encoder() -> Graph | None:
    """The shipped encoder, loaded at the first call; ``None`` where it cannot be."""
    if not (FOLDER / "model.onnx").is_file():
        return None
    try:
        return Graph(FOLDER)
    except Exception as error:  # whatever it is, the light models go on
        log.warning("no transformer, the light models read alone: %s", error)
        return None


def read(first: Sequence[str], second: Sequence[str] | None = None, max_tokens: int = MAX_TOKENS) -> Outputs | None:
    """Read texts or pairs, already with their prefixes, by the shipped encoder; after a failure not again."""
    found = None if _failures else encoder()
    if found is None or not first:
        return None
    try:
        made = found.run(first, second, max_tokens=max_tokens)
        return Outputs(made.pop("vector"), made)
    except Exception as error:  # whatever it is, the light models go on
        _failures.append(str(error))
        log.warning("the transformer failed, the light models read alone: %s", error)
        return None


_failures: list[str] = []


def headlines(titles: Sequence[str], bodies: Sequence[str]) -> Outputs | None:
    """Articles: title, and lead or beginning of the text. Scores ``tone`` and ``topics``, vectors as of passages."""
    return read([PASSAGE + title for title in titles], bodies)


def heads(texts: Sequence[str], task: str) -> Floats | None:
    """Probabilities (n × labels) of ``claims`` for sentences or ``safety`` for messages; columns as in ``LABELS``.

    ``None``: there is no encoder here, go on without. Whoever combines these with features of their own chooses the
    weights on what the encoder has not seen: ``bench.encoder.samples.is_held_out(task, key)`` is true of its items.
    """
    found = read([QUERY + text for text in texts], max_tokens=2 * MAX_TOKENS)
    return None if found is None else softmax(found.scores[task])


def pairs(claims: Sequence[str], evidences: Sequence[str]) -> Floats | None:
    """Probabilities (n × 3, as in ``LABELS``) that each evidence supports, refutes or says nothing of its claim.

    ``None`` and held-out items as for ``heads``.
    """
    found = read([QUERY + claim for claim in claims], evidences, MAX_PAIR_TOKENS)
    return None if found is None else softmax(found.scores["pairs"])


def embed(texts: Sequence[str], *, query: bool) -> Floats | None:
    """Vectors of length 1 (n × 384); what searches is a query, what is searched a passage."""
    found = read([(QUERY if query else PASSAGE) + text for text in texts])
    return None if found is None else found.vectors


def softmax(scores: Floats) -> Floats:
    """Rows of scores as probabilities."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
