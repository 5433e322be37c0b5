"""Every page explains itself, also those reached from others only."""

from __future__ import annotations

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "dashboards" / "templates"
PAGES = [file for file in sorted(TEMPLATES.rglob("*.html")) if '{% extends "base.html" %}' in file.read_text("utf-8")]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_has_a_help_text(file: Path) -> None:
    _, _, text = file.read_text("utf-8").partition("{% block help %}")
    assert len(text.partition("{% endblock %}")[0].strip()) > 40
