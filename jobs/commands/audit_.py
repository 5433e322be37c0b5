"""``diembao audit verify``: whether the log of acts is whole."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.options import config_option
from jobs.output import complain, say
from jobs.wiring import open_office


@click.group()
def command() -> None:
    """Nhật ký việc đã làm (chỉ có mã và động từ, không có nội dung)."""


@command.command()
@config_option
def verify(folder: Path) -> None:
    """Kiểm tra nhật ký không bị sửa, mất hay đảo dòng; cho biết sai ở đâu."""
    with open_office(folder) as office, office.storage.read() as work:
        problems, head = work.audit.verify(), work.audit.head()
    if problems:
        for problem in problems:
            complain(str(problem))
        raise click.exceptions.Exit(1)
    say(f"Nhật ký nguyên vẹn. Dấu cuối: {head}")
