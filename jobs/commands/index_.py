"""``diembao index``: the search index, which can always be made anew from storage."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.options import config_option, json_option
from jobs.output import emit, progress, say
from jobs.wiring import open_office
from search.follower import rebuild as rebuild_index
from search.status import status as status_of


@click.group()
def command() -> None:
    """Chỉ mục tìm kiếm."""


@command.command()
@click.option("--verify", is_flag=True, help="So từng bài với kho.")
@config_option
@json_option
def status(verify: bool, folder: Path, as_json: bool) -> None:
    """Số bài trong chỉ mục và còn thiếu bao nhiêu so với kho."""
    with open_office(folder) as office:
        found = status_of(office.storage, office.engine, verify=verify)
    if as_json:
        emit(found.as_record())
    else:
        for line in found.lines():
            say(line)
    if not found.is_sound:
        raise click.exceptions.Exit(1)


@command.command()
@config_option
def rebuild(folder: Path) -> None:
    """Lập lại chỉ mục từ kho; trong khi đó vẫn tìm được bằng chỉ mục cũ."""
    with open_office(folder) as office, progress() as bar:
        task = bar.add_task("Lập chỉ mục", total=None)
        count = rebuild_index(
            office.storage, office.engine, lambda done, total: bar.update(task, completed=done, total=total)
        )
    say(f"Đã lập chỉ mục {count} bài.")
