"""A transformer's graph with its tokenizer: a local folder as from a hub, run by ``onnxruntime`` on one thread.

The packages are imported when a folder is opened: reading by the light models alone never waits for them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

#: Tokens of one run, padding included: what is in work stays in the cache, which is worth a fifth of the time.
_BATCH_TOKENS = 256
#: What is cut off before it is split: no language of ours has tokens of eight letters on average.
_CHARS_PER_TOKEN = 8

Floats = npt.NDArray[np.float32]


class Graph:
    """A model's folder as from a hub: ``model.onnx`` with its tokenizer. Errors pass through to the caller."""

    def __init__(self, folder: Path) -> None:
        self._session = open_session(folder / "model.onnx")
        self._inputs = {given.name for given in self._session.get_inputs()}
        self.outputs = tuple(made.name for made in self._session.get_outputs())
        self._tokenizer, self._pad = open_tokenizer(folder)

    def run(self, first: Sequence[str], second: Sequence[str] | None = None, *, max_tokens: int) -> dict[str, Floats]:
        """Every output (n × its width; of one vector a token the mean) for texts or pairs of texts.

        The longer part is cut so that both fit into ``max_tokens``.
        """
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
                if values.ndim == 3:
                    values = _mean(values, feed["attention_mask"])
                found.setdefault(name, np.zeros((len(coded), values.shape[1]), np.float32))[places] = values
        return found


def open_session(file: Path) -> Any:
    """A graph to run on one thread, with no memory kept between two runs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


def open_tokenizer(folder: Path) -> tuple[Any, int]:
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


def _mean(values: Floats, mask: npt.NDArray[np.int64]) -> Floats:
    weights = mask[..., None].astype(np.float32)
    found: Floats = (values * weights).sum(axis=1) / weights.sum(axis=1)
    return found
