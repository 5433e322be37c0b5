"""underthesea's model of Vietnamese words, read from the installed package without importing it.

Importing the package costs a second and 115 MB; its parts are read as files instead: the weights (dumped by CRFsuite),
the dictionary, the table of spellings, and the regular expression that cuts text. Nothing of it is copied into this
project, whose licence differs from what the package's core says of itself.
"""

from __future__ import annotations

import ast
import pickle
import re
import struct
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pycrfsuite

_WORDS = Path("pipeline", "word_tokenize")
_MODEL = _WORDS / "models" / "ws_crf_vlsp2013_20230727"
_SPELLINGS = Path("pipeline", "text_normalize", "tn_rules_2023_07_14.bin")
_GOES_ON = "I-W"
_NUMBERED = re.compile(r"^ +(\d+): (.*)$", re.MULTILINE)
#: In the header of a CRFsuite model: where the place of its features stands. A chunk begins with name, size, count.
_FEATURES_AT, _CHUNK_HEADER = 28, 12
_TRANSITION = 1

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
    """Names as CRFsuite dumps them; the numbers from the file itself, for the dump rounds them and ties turn."""
    names = _dumped(path)
    labels = dict(_NUMBERED.findall(_section(names, "LABELS")))
    attributes = {int(number): name for number, name in _NUMBERED.findall(_section(names, "ATTRIBUTES"))}
    goes_on = {int(number): label == _GOES_ON for number, label in labels.items()}
    weights: defaultdict[str, Weights] = defaultdict(dict)
    transitions: dict[tuple[bool, bool], float] = {}
    for kind, source, label, weight in _stored_features(path.read_bytes()):
        if kind == _TRANSITION:
            transitions[goes_on[source], goes_on[label]] = weight
            continue
        feature, _, value = attributes[source].partition("=")
        of_feature = weights[feature]
        of_feature[value] = of_feature.get(value, 0.0) + (weight if goes_on[label] else -weight)
    return dict(weights), transitions


def _dumped(path: Path) -> str:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    with tempfile.NamedTemporaryFile() as dumped:
        tagger.dump(dumped.name)
        text = dumped.read().decode()
    tagger.close()
    return text


def _section(dump: str, name: str) -> str:
    begin = dump.index(f"\n{name} = {{")
    return dump[begin : dump.index("\n}", begin)]


def _stored_features(content: bytes) -> Iterator[tuple[int, int, int, float]]:
    """Kind (0 state, 1 transition), attribute or label before, label, weight."""
    (offset,) = struct.unpack_from("<I", content, _FEATURES_AT)
    name, _, count = struct.unpack_from("<4sII", content, offset)
    if content[:4] != b"lCRF" or name != b"FEAT":
        raise ValueError("not a model of CRFsuite")
    begin = offset + _CHUNK_HEADER
    return struct.iter_unpack("<IIId", content[begin : begin + count * struct.calcsize("<IIId")])
