"""Watches: read from the province's file with every fault named, and true to the query language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts import hits, read_watches
from alerts.watches import Watch
from config.tables import Faults, read_table
from nlp.document import read_document

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def read(folder: Path, text: str) -> tuple[tuple[Watch, ...], Faults]:
    (folder / "watches.toml").write_text(text, encoding="utf-8")
    faults = Faults()
    return read_watches(read_table(folder / "watches.toml", faults)), faults


def test_finds_the_articles_that_satisfy_the_query(tmp_path: Path) -> None:
    watches, faults = read(tmp_path, "[[watch]]\nname = 'Lũ'\nquery = 'lũ -bóng'\n")
    documents = [
        read_document(1, source="a", sort_at=NOW, title="Lũ trên sông"),
        read_document(2, source="a", sort_at=NOW, title="Bóng đá mùa lũ"),
        read_document(3, source="a", sort_at=NOW, title="Nắng đẹp"),
    ]
    assert faults.errors == []
    assert [one.id for one in hits(watches, documents)["Lũ"]] == [1]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("[[watch]]\nname = 'A'\nquery = '\"mưa'\n", 3, "a search query"),
        ("[[watch]]\nname = ''\nquery = 'mưa'\n", 2, "a name"),
        ("[[watch]]\nname = 'A'\nquerry = 'mưa'\n", 3, "did you mean query?"),
        ("[[watch]]\nname = 'A'\nquery = 'x'\n[[watch]]\nname = 'A'\nquery = 'y'\n", 5, "no other watch"),
        ("[watch]\nname = 'A'\n", 1, "one or more tables"),
    ],
)
def test_names_the_line_of_a_fault(tmp_path: Path, text: str, line: int, expected: str) -> None:
    _, faults = read(tmp_path, text)
    assert any(error.line == line and expected in error.expected for error in faults.errors), faults.errors
