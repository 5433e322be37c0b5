"""The network in jax: BERT's layers (post-norm, exact GELU), frozen below, trained above, and the heads on means."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bench.encoder.weights import Base

Params = dict[str, Any]
#: Matrices and vectors of a layer: query, key, value, attention's output, its norm, the wide pair, the last norm.
LINEAR = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")
DROPOUT = 0.1
#: Labels of each head, and what it looks at: the mean of all tokens with that of the first part, or a pair's features.
HEADS = {"tone": 3, "topics": 19, "claims": 2, "safety": 4, "pairs": 3}


def layers_of(base: Base, first: int, last: int) -> Params:
    """Layers ``first`` to ``last`` (not included), each array stacked over the layers; matrices inputs × outputs."""
    found: Params = {}
    for name in (*LINEAR, *NORMS):
        for part in "wb":
            rows = [base.tensors[f"l{at}.{name}.{part}"] for at in range(first, last)]
            found[f"{name}.{part}"] = np.stack([row.T if name in LINEAR and part == "w" else row for row in rows])
    return found


def first_heads(hidden: int, seed: int) -> Params:
    """Small random heads; the vector begins as the mean itself."""
    random = np.random.default_rng(seed)
    found: Params = {"vector.w": np.eye(hidden, dtype=np.float32), "vector.b": np.zeros(hidden, np.float32)}
    for name, labels in HEADS.items():
        width = hidden * (4 if name == "pairs" else 2)
        found[f"{name}.w"] = random.normal(0, 0.02, (width, labels)).astype(np.float32)
        found[f"{name}.b"] = np.zeros(labels, np.float32)
    return found


def embed(base: Base, words: Any, ids: Any, epsilon: float) -> Any:
    """The sum of a token's word, place and (always the first) type, normalised."""
    places = base.tensors["emb.pos"][: ids.shape[1]]
    return normalise(
        words[ids] + places + base.tensors["emb.type"][0],
        base.tensors["emb.ln.w"],
        base.tensors["emb.ln.b"],
        epsilon,
    )


def normalise(x: Any, weight: Any, bias: Any, epsilon: float) -> Any:
    middle = x - x.mean(-1, keepdims=True)
    return middle * jax.lax.rsqrt((middle * middle).mean(-1, keepdims=True) + epsilon) * weight + bias


def drop(x: Any, key: Any) -> Any:
    """Dropout, of one text the same columns at every token (random numbers cost); without a key nothing."""
    if key is None:
        return x
    shape = (x.shape[0], *(1 for _ in x.shape[2:]), x.shape[-1]) if x.ndim > 2 else x.shape
    return jnp.where(jax.random.bernoulli(key, 1 - DROPOUT, shape), x / (1 - DROPOUT), 0.0)


def run(layers: Params, x: Any, mask: Any, count: int, epsilon: float, key: Any = None) -> Any:
    """``x`` (texts × tokens × hidden) through the stacked layers; ``count`` attention heads."""
    hidden = x.shape[-1]
    away = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)

    def split(y: Any) -> Any:
        return y.reshape(*y.shape[:2], count, hidden // count).transpose(0, 2, 1, 3)

    def layer(carry: Any, one: tuple[Params, Any]) -> tuple[Any, None]:
        p, seed = one
        keys = (None, None) if key is None else jax.random.split(seed)
        q, k, v = (split(carry @ p[f"{name}.w"] + p[f"{name}.b"]) for name in "qkv")
        shares = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(hidden // count) + away, axis=-1)
        seen = (shares @ v).transpose(0, 2, 1, 3).reshape(carry.shape)
        seen = drop(seen @ p["ao.w"] + p["ao.b"], keys[0])
        carry = normalise(carry + seen, p["aln.w"], p["aln.b"], epsilon)
        wide = jax.nn.gelu(carry @ p["fi.w"] + p["fi.b"], approximate=False)
        wide = drop(wide @ p["fo.w"] + p["fo.b"], keys[1])
        return normalise(carry + wide, p["oln.w"], p["oln.b"], epsilon), None

    depth = layers["q.w"].shape[0]
    seeds = jnp.zeros(depth) if key is None else jax.random.split(key, depth)
    return jax.lax.scan(layer, x, (layers, seeds))[0]


def means(x: Any, mask: Any, second: Any) -> tuple[Any, Any, Any]:
    """Means of all tokens, of the first part's and of the second's (0 where there is none)."""

    def mean(weights: Any) -> Any:
        return (x * weights[..., None]).sum(1) / jnp.maximum(weights.sum(1, keepdims=True), 1)

    return mean(mask), mean(mask * (1 - second)), mean(mask * second)


def answer(heads: Params, pooled: tuple[Any, Any, Any], key: Any = None) -> Params:
    """Scores of every head, and the vector before its length is made 1."""
    keys = [None] * 2 if key is None else jax.random.split(key)
    every, first, second = pooled
    single = drop(jnp.concatenate((every, first), -1), keys[0])
    pair = drop(jnp.concatenate((first, second, abs(first - second), first * second), -1), keys[1])
    found = {name: (pair if name == "pairs" else single) @ heads[f"{name}.w"] + heads[f"{name}.b"] for name in HEADS}
    return found | {"vector": every @ heads["vector.w"] + heads["vector.b"]}
