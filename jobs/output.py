"""What commands print: words for people on the terminal, one JSON object a line for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import click
import orjson

# Rich takes a tenth of a second to import, which who prints nothing with it need not wait.
if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


@cache
def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True, stderr=stderr)


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def say(text: str) -> None:
    """A line for the reader. Everything printed is text, never markup."""
    _console().print(_escaped(text))


def complain(text: str) -> None:
    _console(stderr=True).print(f"[red]{_escaped(text)}[/red]")


def emit(record: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own."""
    click.echo(orjson.dumps(record, option=orjson.OPT_NON_STR_KEYS), color=False)


def show_table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_escaped(str(cell)) for cell in row))
    _console().print(table)


@contextmanager
def progress(total: int | None = None, *, quiet: bool = False) -> Iterator[Progress]:
    """A progress bar on the terminal's error stream; nothing where that is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    errors = _console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=errors,
        disable=quiet or not errors.is_terminal,
        transient=True,
    ) as bar:
        if total is not None:
            bar.add_task("", total=total)
        yield bar
