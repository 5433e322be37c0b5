"""``diembao db``: move an office from SQLite to PostgreSQL and back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jobs.options import config_option, json_option
from jobs.output import complain, emit, progress, say
from jobs.wiring import read_configuration
from storage import open_storage
from storage.copying import copy_store


@click.group()
def command() -> None:
    """Kho dữ liệu: chuyển giữa SQLite và PostgreSQL."""


@command.command()
@click.argument("target", metavar="ĐỊA_CHỈ", required=False)
@config_option
@json_option
def copy(target: str | None, folder: Path, as_json: bool) -> None:
    """Sao chép toàn bộ kho sang một kho mới rồi đối chiếu số dòng và dấu của từng bảng.

    ĐỊA_CHỈ như postgresql://người_dùng@máy/tên hoặc sqlite:////đường/dẫn.db; có thể để trong biến môi trường
    DIEMBAO_COPY_TO để mật khẩu không nằm trong dòng lệnh. Dừng `diembao run` trước khi sao chép.
    """
    address = target or os.environ.get("DIEMBAO_COPY_TO", "")
    if not address:
        raise click.UsageError("thiếu địa chỉ của kho mới")
    configuration = read_configuration(folder)
    with progress(quiet=as_json) as bar:
        task = bar.add_task("Sao chép", total=None)
        found = copy_store(
            configuration.database_url,
            address,
            lambda table, rows: bar.update(task, description=f"{table}: {rows} dòng"),
        )
    if as_json:
        for one in found:
            emit({"table": one.table, "rows": one.rows, "sha256": one.sha256})
    else:
        say(f"Đã sao chép {sum(one.rows for one in found)} dòng của {len(found)} bảng; hai bên giống nhau.")
        say("Đặt DIEMBAO_DATABASE_URL bằng địa chỉ mới rồi chạy lại `diembao run`; kho cũ vẫn giữ nguyên.")


@command.command()
@click.argument("province", metavar="MÃ_TỈNH")
@config_option
def leave(province: str, folder: Path) -> None:
    """Một tỉnh rời kho dùng chung: không đọc báo cho tỉnh ấy nữa; mọi thứ tỉnh ấy đã làm vẫn giữ nguyên."""
    storage = open_storage(read_configuration(folder).database_url)
    try:
        with storage.begin() as work:
            is_gone = work.offices.leave(province)
            offices = work.offices.list()
    finally:
        storage.close()
    if not is_gone:
        complain(f"Kho này không có tỉnh {province}; đang có: {', '.join(offices) or 'chưa có tỉnh nào'}.")
        raise click.exceptions.Exit(1)
    say(f"Không đọc báo cho {province} nữa. Còn lại: {', '.join(offices) or 'không còn tỉnh nào'}.")
