"""A model folder as from a hub, the smallest that works: each known word speaks for a label."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

SPECIAL = ("<pad>", "<unk>")


def write_tiny_model(folder: Path, words: Mapping[str, str], labels: Sequence[str], licence: str = "mit") -> Path:
    """``words`` maps a word to the label it speaks for; ``labels`` are the graph's outputs in order."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *words))}
    cut = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    cut.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    cut.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>"}), encoding="utf-8")
    config = {"license": licence, "_name_or_path": "tiny", "id2label": dict(enumerate(labels))}
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    votes = np.zeros((len(vocabulary), len(labels)), np.float32)
    for word, label in words.items():
        votes[vocabulary[word], labels.index(label)] = 3
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["votes", "input_ids"], ["each"]),
            helper.make_node("ReduceSum", ["each", "tokens"], ["logits"], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["texts", len(labels)])],
        [numpy_helper.from_array(votes, "votes"), numpy_helper.from_array(np.array([1], np.int64), "tokens")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    return folder
