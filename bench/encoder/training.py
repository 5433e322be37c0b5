"""Fine-tuning: the lower layers are run once and kept, the upper ones and the heads learn all tasks together."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tokenizers import Tokenizer

from bench.encoder.network import HEADS, Params, answer, embed, first_heads, layers_of, means, run
from bench.encoder.samples import Sample
from bench.encoder.weights import Base

#: Layers that stay as they are; above them all learn.
FROZEN = 6
EPOCHS = 4
DECAY, WARM_UP = 0.01, 0.06
#: Padded lengths, tokens of a batch, and texts that make one unit of the loss.
LENGTHS = (32, 48, 56, 64, 72, 80, 96, 128, 160, 192)
BATCH_TOKENS, UNIT = 2560, 32
#: Weight of keeping the vector near what the model said before, beside the labels.
VECTOR_WEIGHT = 0.5
SEED = 20261122
#: How much of the averaged parameters stays at a step: what is written is about the mean of the last hundred.
KEPT_OF_AVERAGE = 0.99


@dataclass(frozen=True)
class Round:
    """One fall of the learning rate: its peaks, the share of them it ends at, and how much each head counts."""

    rate: float
    heads_rate: float
    ends_at: float
    weights: Mapping[str, float]
    is_averaged: bool


#: From the model as it came; all heads count alike.
FIRST = Round(6e-5, 1e-3, 1 / 50, dict.fromkeys(HEADS, 1.0), is_averaged=False)
#: On from an epoch of the first, for the tasks that were short; the tips' head is read by nothing.
LATER = Round(
    4e-5, 5e-4, 0.0, {"tone": 1.5, "topics": 1.0, "claims": 1.5, "safety": 0.5, "pairs": 2.0}, is_averaged=True
)


@dataclass
class Read:
    """A sample's tokens, its hidden states after the frozen layers (float16), and the vector it had before."""

    sample: Sample
    ids: list[int]
    types: list[int]
    states: np.ndarray[Any, Any] | None = None
    vector: np.ndarray[Any, Any] | None = None


def read_all(base: Base, words: np.ndarray[Any, Any], cut: Tokenizer, samples: Sequence[Sample]) -> list[Read]:
    """Run every sample through the whole model as it is; vectors are told from the mean of all of them."""
    found = []
    for one in samples:
        cut.enable_truncation(one.max_tokens, strategy="longest_first")
        coded = cut.encode(one.first, one.second) if one.second is not None else cut.encode(one.first)
        found.append(Read(one, coded.ids, coded.type_ids))
    lower, upper = layers_of(base, 0, FROZEN), layers_of(base, FROZEN, base.layers)

    @jax.jit
    def through(low: Params, high: Params, x: Any, mask: Any) -> tuple[Any, Any]:
        states = run(low, x, mask, base.attention_heads, base.epsilon)
        last = run(high, states, mask, base.attention_heads, base.epsilon)
        return states.astype(jnp.float16), means(last, mask, mask * 0)[0]

    for batch in batches(found, np.random.default_rng(SEED)):
        ids, mask, _ = padded(batch)
        states, vectors = through(lower, upper, embed(base, words, ids, base.epsilon), mask)
        for row, one in enumerate(batch):
            one.states, one.vector = np.asarray(states[row, : len(one.ids)]), np.asarray(vectors[row])
    middle = np.mean([one.vector / np.linalg.norm(one.vector) for one in found], axis=0)
    for one in found:
        one.vector = one.vector / np.linalg.norm(one.vector) - middle
        one.vector /= np.linalg.norm(one.vector)
    return found


def length_of(one: Read) -> int:
    return next(length for length in LENGTHS if length >= len(one.ids))


def batches(reads: Sequence[Read], random: np.random.Generator) -> Iterator[list[Read]]:
    """Every read once, in batches of one padded length, in random order."""
    groups: dict[int, list[Read]] = {}
    for place in random.permutation(len(reads)):
        groups.setdefault(length_of(reads[place]), []).append(reads[place])
    found = [
        group[at : at + BATCH_TOKENS // length]
        for length, group in groups.items()
        for at in range(0, len(group), BATCH_TOKENS // length)
    ]
    for place in random.permutation(len(found)):
        yield found[place]


def padded(batch: Sequence[Read]) -> tuple[Any, Any, Any]:
    """Ids, mask and types of a batch: rows are filled up too, so that every length has one shape."""
    length = length_of(batch[0])
    shape = BATCH_TOKENS // length, length
    ids, mask, second = np.ones(shape, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for row, one in enumerate(batch):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        second[row, : len(one.ids)] = one.types
    return ids, mask, second


def arrays(batch: Sequence[Read]) -> Params:
    """What one step needs: states, masks, and for each head the targets (rows of zeros where unknown)."""
    ids, mask, second = padded(batch)
    states = np.zeros((*ids.shape, len(batch[0].vector)), np.float32)
    found: Params = {"mask": mask, "second": second, "states": states}
    found |= {head: np.zeros((len(ids), labels), np.float32) for head, labels in HEADS.items()}
    found["vector"] = np.zeros((len(ids), states.shape[-1]), np.float32)
    for row, one in enumerate(batch):
        states[row, : len(one.ids)] = one.states
        for head, target in one.sample.targets.items():
            found[head][row] = target
        if one.sample.task != "pairs":
            found["vector"][row] = one.vector
    return found


def loss_of(scores: Params, given: Params, weights: Mapping[str, float]) -> Any:
    """Cross-entropy of each head by its weight, of topics also one by one; the vector's angle from what it was."""
    total = 0.0
    for head in HEADS:
        known = given[head].sum(-1)
        entropy = -(given[head] * jax.nn.log_softmax(scores[head])).sum(-1)
        if head == "topics":
            each = optax.sigmoid_binary_cross_entropy(scores[head], given[head]).sum(-1) * known
            entropy = (entropy + each) / 2
        total += weights[head] * entropy.sum()
    length = jnp.sqrt((scores["vector"] ** 2).sum(-1) + 1e-9)
    likeness = (scores["vector"] * given["vector"]).sum(-1) / length
    apart = ((given["vector"] ** 2).sum(-1) - likeness).sum()
    return (total + VECTOR_WEIGHT * apart) / UNIT


def train(base: Base, reads: Sequence[Read], folder: Path, epochs: int = EPOCHS, after: int = 0) -> Params:
    """Train on all but the held-out; after every epoch the parameters are written to ``folder``.

    With ``after`` the parameters of that epoch in ``folder`` are taken up, and ``epochs`` more follow (``LATER``).
    """
    seen = [one for one in reads if not one.sample.is_held_out]
    plan = LATER if after else FIRST
    params: Params = (
        restore(folder / f"epoch{after}.npz")
        if after
        else {"layers": layers_of(base, FROZEN, base.layers), "heads": first_heads(base.hidden, SEED)}
    )
    steps = epochs * sum(1 for _ in batches(seen, np.random.default_rng(SEED)))
    learner = learner_of(plan, params, steps)
    state = learner.init(params)

    def loss(params: Params, given: Params, key: Any) -> Any:
        below, above = jax.random.split(key)
        last = run(params["layers"], given["states"], given["mask"], base.attention_heads, base.epsilon, below)
        pooled = means(last, given["mask"], given["second"])
        return loss_of(answer(params["heads"], pooled, above), given, plan.weights)

    @jax.jit
    def step(params: Params, average: Params, state: Any, given: Params, key: Any) -> tuple[Params, Params, Any, Any]:
        value, slope = jax.value_and_grad(loss)(params, given, key)
        change, state = learner.update(slope, state, params)
        params = optax.apply_updates(params, change)
        average = optax.incremental_update(params, average, 1 - KEPT_OF_AVERAGE if plan.is_averaged else 1.0)
        return params, average, state, value

    random, key = np.random.default_rng(SEED + 1 + after), jax.random.key(SEED + after)
    average, began, done, recent = params, time.monotonic(), 0, []
    for epoch in range(after + 1, after + epochs + 1):
        for batch in batches(seen, random):
            key, mine = jax.random.split(key)
            params, average, state, value = step(params, average, state, arrays(batch), mine)
            recent.append(float(value) / len(batch) * UNIT)
            done += 1
            if done % 20 == 0:
                print(f"{done}/{steps}  {np.mean(recent):.4f}  {(time.monotonic() - began) / 60:.1f} min", flush=True)
                recent = []
        save(average, folder / f"epoch{epoch}.npz")
        write_scores(base, average, reads, folder / f"scores{epoch}.npz")
    return average


def learner_of(plan: Round, params: Params, steps: int) -> Any:
    """AdamW with a warm-up and a fall by cosine; the heads learn faster than the layers and the vector."""

    def schedule(rate: float) -> Any:
        return optax.warmup_cosine_decay_schedule(0, rate, int(WARM_UP * steps), steps, rate * plan.ends_at)

    tell = {"layers": jax.tree.map(lambda _: "layers", params["layers"])}
    tell["heads"] = {name: "layers" if name.startswith("vector") else "heads" for name in params["heads"]}
    rates = {
        name: optax.adamw(schedule(rate), weight_decay=DECAY)
        for name, rate in (("layers", plan.rate), ("heads", plan.heads_rate))
    }
    return optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform(rates, tell))


def write_scores(base: Base, params: Params, reads: Sequence[Read], file: Path) -> None:
    """Write the scores of the held-out reads, in their order, for choosing and for comparing the exported graph."""
    held = [one for one in reads if one.sample.is_held_out]
    place = {id(one): row for row, one in enumerate(held)}
    found: dict[str, np.ndarray[Any, Any]] = {}

    @jax.jit
    def score(params: Params, given: Params) -> Params:
        last = run(params["layers"], given["states"], given["mask"], base.attention_heads, base.epsilon)
        return answer(params["heads"], means(last, given["mask"], given["second"]))

    for batch in batches(held, np.random.default_rng(SEED)):
        for name, values in score(params, arrays(batch)).items():
            rows = found.setdefault(name, np.zeros((len(held), values.shape[1]), np.float32))
            rows[[place[id(one)] for one in batch]] = np.asarray(values)[: len(batch)]
    np.savez(file, **found)
    report(held, found)


def report(held: Sequence[Read], scores: dict[str, np.ndarray[Any, Any]]) -> None:
    """One line a head: how often the likeliest label is the given one."""
    for head in HEADS:
        rows = [row for row, one in enumerate(held) if head in one.sample.targets]
        if rows:
            gold = np.array([held[row].sample.targets[head].argmax() for row in rows])
            print(f"  {head}: {(scores[head][rows].argmax(-1) == gold).mean():.3f} of {len(rows)}", flush=True)
    likeness = [
        float(scores["vector"][row] @ one.vector / np.linalg.norm(scores["vector"][row]))
        for row, one in enumerate(held)
        if one.sample.task != "pairs"
    ]
    if likeness:
        print(f"  vector: {np.mean(likeness):.3f}", flush=True)


def save(params: Params, file: Path) -> None:
    np.savez(file, **{f"{part}/{name}": np.asarray(v) for part, tree in params.items() for name, v in tree.items()})


def restore(file: Path) -> Params:
    found: Params = {}
    with np.load(file) as archive:
        for name in archive.files:
            part, leaf = name.split("/")
            found.setdefault(part, {})[leaf] = archive[name]
    return found
