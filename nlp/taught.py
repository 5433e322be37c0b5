"""What an office's corrections taught: one small file, read over the shipped weights of all that can learn.

Each model's part names the shipped weights it was made for. A part made for others is left, and the log says so.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp import learning, likeness, linear, relevance, relevance_learning
from nlp.learning import Learnt
from nlp.relevance import Model

Arrays = dict[str, npt.NDArray[Any]]
log = logging.getLogger(__name__)
#: The mark of the file in use in this process.
_mark: list[str] = []
#: The tasks whose part of it was left.
_left: set[str] = set()


def use(file: Path | None) -> None:
    """From now on, in this process, read what was learnt; ``None``, or no such file: as shipped."""
    _mark.clear()
    _left.clear()
    linear.light().learn(file)
    relevance.learn(None)
    likeness.learn(None)
    if file is None or not file.is_file():
        return
    with np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    if not linear.light().learnt_mark:
        _left.add("words")
    _mark.append(hashlib.sha256(file.read_bytes()).hexdigest()[:8])
    if part := _part(arrays, "relevance", relevance.mark(), file):
        relevance.learn(relevance_learning.unpack(relevance.shipped(), part))
    if part := _part(arrays, "stories", likeness.mark(), file):
        likeness.learn(float(part["shift"]))


def mark() -> str:
    """Names what was learnt; empty where nothing was. Another mark, another analysis."""
    return _mark[0] if _mark else ""


def is_whole() -> bool:
    """Whether every part of the file in use was made for the shipped weights."""
    return bool(_mark) and not _left


def pack(words: Mapping[str, Learnt], moved: Model | None, shift: float | None) -> Arrays:
    """The file's arrays: tone and topics, relevance, stories; what is not given was not learnt."""
    arrays = learning.pack(dict(words), linear.light().mark)
    if moved is not None:
        parts = relevance_learning.pack(moved) | {"made_for": _written(relevance.mark())}
        arrays |= {f"relevance.{name}": values for name, values in parts.items()}
    if shift is not None:
        arrays |= {"stories.shift": np.array(shift), "stories.made_for": _written(likeness.mark())}
    return arrays


def _part(arrays: Arrays, task: str, made_for: str, file: Path) -> Arrays:
    part = {name.removeprefix(f"{task}."): values for name, values in arrays.items() if name.startswith(f"{task}.")}
    if part and bytes(part.pop("made_for")).decode() != made_for:
        _left.add(task)
        log.warning(
            "%s: %s was learnt over other shipped weights; it waits for `diembao models train`", file.name, task
        )
        return {}
    return part


def _written(text: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)
