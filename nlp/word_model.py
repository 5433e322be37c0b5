"""underthesea's model of Vietnamese words, read from the installed package without importing it.

Importing the package costs a second and 115 MB; its parts are read as files instead: the weights (dumped by CRFsuite),
the dictionary, the table of spellings, and the regular expression that cuts text. Nothing of it is copied into this
project, whose licence differs from what the package's core says of itself.
"""

from __future__ import annotations

import ast
import pickle
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pycrfsuite

_WORDS = Path("pipeline", "word_tokenize")
_MODEL = _WORDS / "models" / "ws_crf_vlsp2013_20230727"
_SPELLINGS = Path("pipeline", "text_normalize", "tn_rules_2023_07_14.bin")
_BEGINS, _GOES_ON = "B-W", "I-W"
_STATE = re.compile(r"^  \(0\) (.*?)=(.*) --> (B-W|I-W): (-?[\d.]+)$", re.MULTILINE)
_TRANSITION = re.compile(r"^  \(1\) (B-W|I-W) --> (B-W|I-W): (-?[\d.]+)$", re.MULTILINE)

#: Of one feature, by its value: how much more it speaks for "goes on" than for "begins a word".
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class WordModel:
    pattern: re.Pattern[str]
    #: Letters, and short tokens, that are read as others.
    letters: dict[str, str]
    spellings: dict[str, str]
    dictionary: frozenset[str]
    #: By feature: ``T[-1,0].lower``, ``T[0].istitle`` ...
    weights: dict[str, Weights]
    #: By the label before and the label after; ``True`` is "goes on".
    transitions: dict[tuple[bool, bool], float]


def read_model() -> WordModel:
    """Read the model's files: half a second. Raises ``ModuleNotFoundError`` where underthesea is not installed."""
    folder = _package_folder("underthesea")
    spellings = _read_plain(folder / _SPELLINGS)
    weights, transitions = _read_weights(folder / _MODEL / "models.bin")
    return WordModel(
        pattern=_read_pattern(folder / _WORDS / "regex_tokenize.py"),
        letters=spellings["character"],
        spellings=spellings["token"],
        dictionary=frozenset(_read_plain(folder / _MODEL / "dictionary.bin")),
        weights=weights,
        transitions=transitions,
    )


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name=name)
    return Path(spec.submodule_search_locations[0])


class _PlainUnpickler(pickle.Unpickler):
    """Reads sets, dictionaries and strings, and refuses everything that could run."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in a file of plain values")


def _read_plain(path: Path) -> Any:
    with path.open("rb") as file:
        return _PlainUnpickler(file).load()


def _read_pattern(path: Path) -> re.Pattern[str]:
    """The expression that the module puts together; only its assignments are run, none of its imports."""
    tree = ast.parse(path.read_text("utf-8"))
    tree.body = [statement for statement in tree.body if isinstance(statement, ast.Assign)]
    names: dict[str, Any] = {"re": re}
    exec(compile(tree, str(path), "exec"), names)  # noqa: S102
    pattern = names["patterns"]
    if not isinstance(pattern, re.Pattern):
        raise TypeError(f"{path}: no pattern")
    return pattern


def _read_weights(path: Path) -> tuple[dict[str, Weights], dict[tuple[bool, bool], float]]:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    with tempfile.NamedTemporaryFile() as dumped:
        tagger.dump(dumped.name)
        text = dumped.read().decode()
    tagger.close()
    weights: defaultdict[str, Weights] = defaultdict(dict)
    for feature, value, label, weight in _STATE.findall(text):
        signed = float(weight) if label == _GOES_ON else -float(weight)
        of_feature = weights[feature]
        of_feature[value] = of_feature.get(value, 0.0) + signed
    transitions = {
        (before == _GOES_ON, after == _GOES_ON): float(weight) for before, after, weight in _TRANSITION.findall(text)
    }
    return dict(weights), transitions
