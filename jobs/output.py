"""What commands print: words for people on the terminal, one JSON object a line for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
import orjson
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

_out = Console(highlight=False, soft_wrap=True)
_err = Console(highlight=False, soft_wrap=True, stderr=True)


def say(text: str) -> None:
    """A line for the reader. Everything printed is text, never markup."""
    _out.print(escape(text))


def complain(text: str) -> None:
    _err.print(f"[red]{escape(text)}[/red]")


def emit(record: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own."""
    click.echo(orjson.dumps(record, option=orjson.OPT_NON_STR_KEYS), color=False)


def show_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    _out.print(table)


@contextmanager
def progress(total: int | None = None, *, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar on the terminal's error stream; nothing where that is no terminal."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_err,
        disable=quiet or not _err.is_terminal,
        transient=True,
    ) as bar:
        if total is not None:
            bar.add_task("", total=total)
        yield bar
