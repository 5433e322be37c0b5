"""``diembao models``: which models run here, and how good they are."""

from __future__ import annotations

import click


@click.group()
def command() -> None:
    """Các mô hình đang chạy và chất lượng của chúng."""
