"""Local models that took over a task: what their folder must say, and the record of those that an office enabled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from news.analysis import TOPIC_VI, Topic
from news.errors import ConfigError

#: Our labels of each task, in the order of our columns; an embedding has none.
LABELS: Mapping[str, tuple[str, ...]] = {
    "tone": ("neg", "neu", "pos"),
    "topics": tuple(sorted(topic.value for topic in Topic)),
    "claims": ("other", "claim"),
    "evidence": ("SUPPORTED", "REFUTED", "NEI"),
    "embedding": (),
}
#: Other words of hubs for our labels.
SAME: Mapping[str, str] = {
    "negative": "neg",
    "tiêu cực": "neg",
    "neutral": "neu",
    "trung tính": "neu",
    "positive": "pos",
    "tích cực": "pos",
    "non-claim": "other",
    "not check-worthy": "other",
    "no": "other",
    "check-worthy": "claim",
    "yes": "claim",
    "entailment": "SUPPORTED",
    "supports": "SUPPORTED",
    "contradiction": "REFUTED",
    "refutes": "REFUTED",
    "not enough info": "NEI",
} | {words: topic.value for topic, words in TOPIC_VI.items()}
#: What an inference model calls neutral is, between a claim and its evidence, that nothing follows.
SAME_IN_EVIDENCE: Mapping[str, str] = {"neutral": "NEI"}
#: Licences under which an office may use a model.
LICENCES = re.compile(
    r"mit|apache-2\.0|bsd(-[23]-clause)?|cc0-1\.0|cc-by(-sa)?-[34]\.0|unlicense|isc|openrail(\+\+)?", re.I
)
#: What is copied of a folder.
FILES = ("config.json", "model.onnx", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")
RECORD = "models.json"


@dataclass(frozen=True, slots=True)
class Adopted:
    """``columns``: where each of our labels stands among the graph's outputs; ``sha256`` is of ``model.onnx``."""

    task: str
    folder: str
    name: str
    licence: str
    columns: tuple[int, ...]
    sha256: str


def examine(task: str, folder: Path, sha256: str = "") -> Adopted:
    """Check a folder's files, labels and licence. Raises ``ConfigError`` naming the file and what it lacks."""
    config = folder / "config.json"
    for needed in (config, folder / "model.onnx"):
        if not needed.is_file():
            raise ConfigError(needed, None, needed.name, "không có tệp", "thư mục mô hình như tải từ hub, dạng ONNX")
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
        names = {int(key): str(value) for key, value in settings.get("id2label", {}).items()}
    except (ValueError, AttributeError) as error:
        raise ConfigError(config, None, "id2label", str(error), "JSON hợp lệ") from error
    licence = str(settings.get("license") or _licence_of_card(folder / "README.md"))
    if not LICENCES.fullmatch(licence):
        raise ConfigError(config, None, "license", licence or "trống", "giấy phép cho phép dùng: mit, apache-2.0, …")
    name = str(settings.get("_name_or_path") or folder.name)
    return Adopted(task, str(folder), name, licence, _columns(task, config, names), sha256)


def _columns(task: str, config: Path, names: Mapping[int, str]) -> tuple[int, ...]:
    ours = LABELS[task]
    if not ours:
        return ()
    same = {**SAME, **(SAME_IN_EVIDENCE if task == "evidence" else {})}
    known = {label.lower(): label for label in ours}
    found = {known.get(word.lower()) or same.get(word.lower().replace("_", " ")): at for at, word in names.items()}
    missing = [label for label in ours if label not in found]
    if missing or len(names) != len(ours):
        raise ConfigError(config, None, "id2label", ", ".join(names.values()) or "trống", "các nhãn " + ", ".join(ours))
    return tuple(found[label] for label in ours)


def _licence_of_card(card: Path) -> str:
    """The line ``license:`` in a card's head."""
    if not card.is_file():
        return ""
    head = card.read_text(encoding="utf-8").split("---")[1:2]
    found = re.search(r"^license:\s*(\S+)", head[0], re.MULTILINE) if head else None
    return found.group(1) if found else ""


def read(folder: Path) -> tuple[Adopted, ...]:
    """What is enabled in a province's data folder."""
    file = folder / RECORD
    if not file.is_file():
        return ()
    rows: Sequence[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return tuple(Adopted(**{**row, "columns": tuple(row["columns"])}) for row in rows)


def write(folder: Path, models: Iterable[Adopted]) -> None:
    file, new = folder / RECORD, folder / f"{RECORD}.new"
    new.write_text(json.dumps([asdict(one) for one in models], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(file)
