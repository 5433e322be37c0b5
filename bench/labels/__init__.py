"""Labels of our own beside those of the data folder: claims we wrote for press passages, sentences we judged.

The passages are named by article and place, their text stays in the data folder (``press/articles.jsonl``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def evidence(data: Path) -> list[dict[str, Any]]:
    """Pairs in the form of ``labelled/train_evidence.jsonl``: ``doc``, ``evidence``, ``claim``, ``label``."""
    bodies = _bodies(data)
    return [
        {
            "id": f"own-{place:04}",
            "doc": row["article"],
            "evidence": " ".join(bodies[row["article"]][row["start"] : row["end"]].split()),
            "claim": row["claim"],
            "label": row["label"],
        }
        for place, row in enumerate(rows_of(HERE / "evidence.jsonl"), 1)
    ]


def sentences(data: Path) -> list[dict[str, Any]]:
    """Sentences in the form of ``labelled/train_claims.jsonl``: ``id``, ``text``, ``label``."""
    bodies = _bodies(data)
    return [
        {
            "id": f"{row['article']}#own-{place:04}",
            "text": " ".join(bodies[row["article"]][row["start"] : row["end"]].split()),
            "label": row["label"],
        }
        for place, row in enumerate(rows_of(HERE / "claims.jsonl"), 1)
    ]


def _bodies(data: Path) -> dict[str, str]:
    return {row["id"]: row["body"] for row in rows_of(data / "press" / "articles.jsonl")}


def rows_of(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
