"""``diembao audit``: whether the log of acts is whole, and the log itself for an inspector."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from jobs.options import Day, config_option, json_option
from jobs.output import complain, emit, say
from jobs.wiring import open_office
from news.times import Window, at_local, local_date


@click.group()
def command() -> None:
    """Nhật ký việc đã làm (chỉ có mã và động từ, không có nội dung)."""


@command.command()
@config_option
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Kiểm tra nhật ký không bị sửa, mất hay đảo dòng; cho biết sai ở đâu."""
    with open_office(folder) as office, office.storage.read() as work:
        problems, head = work.audit.verify(), work.audit.head()
    if as_json:
        faults = [{"row": one.seq, "reason": one.reason} for one in problems]
        emit({"sound": not problems, "head": head, "problems": faults})
    for one in problems if not as_json else ():
        complain(f"Dòng {one.seq}: {one.vi or one.reason}")
    if problems:
        raise click.exceptions.Exit(1)
    if not as_json:
        say(f"Nhật ký nguyên vẹn. Dấu cuối: {head}")


@command.command()
@click.option("--since", type=Day(), help="Từ ngày (kể cả).")
@click.option("--until", type=Day(), help="Đến ngày (kể cả).")
@config_option
def export(since: date | None, until: date | None, folder: Path) -> None:
    """In nhật ký cho người thanh tra: mỗi dòng một đối tượng JSON, có dấu nối để kiểm lại (SHA-256)."""
    with open_office(folder) as office, office.storage.read() as work:
        last = until or local_date(office.clock())
        for row in work.audit.export(Window(at_local(since or date(1970, 1, 2)), at_local(last + timedelta(days=1)))):
            emit(row)
