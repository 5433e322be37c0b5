"""The graph for onnxruntime: matrices in 8 bits (activations quantised as they come), embedding in 4, attention fused.

The pieces' vectors come in blocks of 4 bits and are kept as they are. Weights use 7 of the 8 bits: without VNNI the
products of two 8-bit numbers are summed in pairs within 16 bits and would be cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from bench.encoder.network import HEADS, NORMS, Params, layers_of
from bench.encoder.samples import TONES, TOPICS
from bench.encoder.weights import BLOCK, Base
from nlp.transformer import LABELS

MICROSOFT = "com.microsoft"
#: Largest whole number of a weight: 7 bits and the sign's half.
LARGEST = 63
POSITIONS = 256
#: Layers whose last matrix stays in fractions: a few of its inputs are so large that whole numbers lose the others
#: (together a third of all that rounding changes).
EXACT = (4, 5)
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Graph:
    """Nodes and constants as they are added; every method returns the name of what it makes."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, op: str, inputs: Sequence[str], name: str, *, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, domain=domain, **attributes))
        return name

    def linear(self, x: str, name: str, weights: np.ndarray[Any, Any], bias: np.ndarray[Any, Any] | None) -> str:
        """``x @ weights + bias`` in whole numbers, one scale a column."""
        scales = np.abs(weights).max(axis=0) / LARGEST
        found = [
            x,
            self.constant(f"{name}.weight", np.rint(weights / scales).astype(np.int8)),
            self.constant(f"{name}.scale", scales.astype(np.float32)),
            "",
        ]
        if bias is not None:
            found.append(self.constant(f"{name}.bias", bias))
        return self.node("DynamicQuantizeMatMul", found, name, domain=MICROSOFT)

    def exact(self, x: str, name: str, weights: np.ndarray[Any, Any], bias: np.ndarray[Any, Any]) -> str:
        product = self.node("MatMul", [x, self.constant(f"{name}.weight", weights)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)


def embedding(graph: Graph, base: Base, words: np.ndarray[Any, Any]) -> str:
    """Pieces in blocks of 4 bits (exactly as the base has them), places, the first type; normalised."""
    blocks = words.reshape(len(words), -1, BLOCK)
    signed = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
    scales = np.where(signed == 0, 1, signed / -8).astype(np.float32)
    whole = (np.rint(blocks / scales[..., None]).clip(-8, 7) + 8).astype(np.uint8).reshape(words.shape)
    packed = whole[:, ::2] | (whole[:, 1::2] << 4)
    table = helper.make_tensor("words", TensorProto.UINT4, words.shape, packed.tobytes(), raw=True)
    graph.constants.append(table)
    middle = (np.full(scales.shape, 8, np.uint8))[:, ::2] | (np.full(scales.shape, 8, np.uint8)[:, 1::2] << 4)
    graph.constants.append(
        helper.make_tensor("words.zero", TensorProto.UINT4, scales.shape, middle.tobytes(), raw=True)
    )
    found = graph.node(
        "GatherBlockQuantized",
        ["words", "input_ids", graph.constant("words.scale", scales), "words.zero"],
        "word",
        domain=MICROSOFT,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    places = base.tensors["emb.pos"][:POSITIONS] + base.tensors["emb.type"][0]
    size = graph.node("Shape", ["input_ids"], "size", start=1, end=2)
    begin = graph.constant("zero", np.array([0], np.int64))
    here = graph.node("Slice", [graph.constant("places", places), begin, size], "place")
    weight, bias = (graph.constant(f"first.{part}", base.tensors[f"emb.ln.{part}"]) for part in "wb")
    return graph.node(
        "LayerNormalization", [graph.node("Add", [found, here], "token"), weight, bias], "x0", epsilon=base.epsilon
    )


def layer(graph: Graph, base: Base, x: str, at: int, p: Params) -> str:
    """One layer: joint query, key and value; fused attention; sums with their norms."""

    def norm(x: str, skip: str, name: str, which: str, bias: np.ndarray[Any, Any]) -> str:
        weights = [graph.constant(f"{name}.{part}", p[f"{which}.{part}"]) for part in "wb"]
        added = graph.constant(f"{name}.added", bias)
        return graph.node(
            "SkipLayerNormalization", [skip, x, *weights, added], name, domain=MICROSOFT, epsilon=base.epsilon
        )

    joint = np.concatenate([p[f"{part}.w"] for part in "qkv"], axis=1)
    bias = np.concatenate([p[f"{part}.b"] for part in "qkv"])
    parts = [f"{part}{at}" for part in "qkv"]
    graph.nodes.append(
        helper.make_node("Split", [graph.linear(x, f"joint{at}", joint, bias)], parts, axis=-1, num_outputs=3)
    )
    seen = graph.node(
        "MultiHeadAttention",
        [*parts, "", "padding"],
        f"seen{at}",
        domain=MICROSOFT,
        num_heads=base.attention_heads,
    )
    aln, oln = NORMS
    x = norm(graph.linear(seen, f"out{at}", p["ao.w"], None), x, f"y{at}", aln, p["ao.b"])
    wide = graph.node("Gelu", [graph.linear(x, f"wide{at}", p["fi.w"], p["fi.b"])], f"gelu{at}", domain=MICROSOFT)
    weights = p["fo.w"]
    last = (
        graph.node("MatMul", [wide, graph.constant(f"narrow{at}.weight", weights)], f"narrow{at}")
        if at in EXACT
        else graph.linear(wide, f"narrow{at}", weights, None)
    )
    return norm(last, x, f"x{at + 1}", oln, p["fo.b"])


def pooled(graph: Graph, x: str) -> tuple[str, str, str]:
    """Means over all tokens, the first part's, the second's (0 where there is none)."""
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    types = graph.node("Cast", ["token_type_ids"], "types", to=TensorProto.FLOAT)
    second = graph.node("Mul", [mask, types], "in_second")
    first = graph.node("Sub", [mask, second], "in_first")
    last, middle = graph.constant("last", np.array([-1], np.int64)), graph.constant("middle", np.array([1], np.int64))
    one = graph.constant("one", np.float32(1))
    found = []
    for name, weights in (("every", mask), ("first_part", first), ("second_part", second)):
        row = graph.node("Unsqueeze", [weights, middle], f"{name}.row")
        total = graph.node("Squeeze", [graph.node("MatMul", [row, x], f"{name}.sums"), middle], f"{name}.total")
        count = graph.node("ReduceSum", [weights, last], f"{name}.count", keepdims=1)
        found.append(graph.node("Div", [total, graph.node("Max", [count, one], f"{name}.least")], name))
    return found[0], found[1], found[2]


def build(base: Base, words: np.ndarray[Any, Any], layers: Sequence[Params], heads: Params) -> Any:
    """The whole graph: three inputs (texts × tokens), the vector and the scores of every head."""
    graph = Graph()
    graph.node("Cast", ["attention_mask"], "padding", to=TensorProto.INT32)
    x = embedding(graph, base, words)
    for at, p in enumerate(layers):
        x = layer(graph, base, x, at, p)
    every, first, second = pooled(graph, x)
    apart = graph.node("Abs", [graph.node("Sub", [first, second], "difference")], "apart")
    single = graph.node("Concat", [every, first], "single", axis=-1)
    pair = graph.node("Concat", [first, second, apart, graph.node("Mul", [first, second], "product")], "pair", axis=-1)
    for name in HEADS:
        graph.exact(pair if name == "pairs" else single, name, heads[f"{name}.w"], heads[f"{name}.b"])
    raw = graph.exact(every, "raw_vector", heads["vector.w"], heads["vector.b"])
    graph.node("LpNormalization", [raw], "vector", axis=-1, p=2)
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in INPUTS],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", width])
            for name, width in (*HEADS.items(), ("vector", base.hidden))
        ],
        graph.constants,
    )
    domains = [helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(made, opset_imports=domains, ir_version=10, producer_name="diembao")


def write(folder: Path, base: Base, words: np.ndarray[Any, Any], params: Params, frozen: int) -> None:
    """Write ``model.onnx`` and ``config.json``."""
    lower, upper = layers_of(base, 0, frozen), params["layers"]
    layers = [
        {name: stack[at] for name, stack in part.items()} for part in (lower, upper) for at in range(len(part["q.w"]))
    ]
    blob = build(base, words, layers, params["heads"]).SerializeToString()
    (folder / "model.onnx").write_bytes(blob)
    settings = {
        "model_type": "bert",
        "license": "mit",
        "_name_or_path": "intfloat/multilingual-e5-small, fine-tuned",
        "hidden_size": base.hidden,
        "num_hidden_layers": base.layers,
        "num_attention_heads": base.attention_heads,
        "intermediate_size": base.ffn,
        "vocab_size": len(words),
        "max_position_embeddings": POSITIONS,
        "sha256": hashlib.sha256(blob).hexdigest(),
        "heads": {"tone": TONES, "topics": TOPICS, **LABELS},
    }
    (folder / "config.json").write_text(json.dumps(settings, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
