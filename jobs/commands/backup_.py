"""``diembao backup FILE``: one encrypted file, taken while the office works."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jobs.backup_lock import Lock, passphrase_of
from jobs.backups import back_up
from jobs.options import config_option, json_option
from jobs.output import emit, progress, say
from jobs.wiring import read_configuration
from news.times import local, utc_now


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP")
@click.option("--recipient", "recipients", multiple=True, metavar="age1…", help="Khóa công khai age của người được mở.")
@config_option
@json_option
def command(file: Path, recipients: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Sao lưu: kho dữ liệu, cấu hình, văn bản đã ký, trang gốc được dẫn; không có tin hỏi của người dân.

    Mã hóa bằng khóa age (--recipient) hoặc mật khẩu (DIEMBAO_BACKUP_PASSPHRASE, hoặc …_FILE, hoặc hỏi khi chạy).
    """
    passphrase = passphrase_of(os.environ)
    if not recipients and not passphrase:
        passphrase = click.prompt("Mật khẩu của bản sao lưu", hide_input=True, confirmation_prompt=True)
    configuration = read_configuration(folder)
    with progress(quiet=as_json) as bar:
        bar.add_task("Sao lưu", total=None)
        made = back_up(configuration, file, Lock("" if recipients else passphrase, recipients), utc_now())
    rows = sum(one.rows for one in made.tables)
    if as_json:
        emit({"file": str(file), "rows": rows, "files": len(made.files), "made_at": made.made_at.isoformat()})
    else:
        say(f"Đã sao lưu {rows} dòng và {len(made.files)} tệp vào {file} lúc {local(made.made_at):%H:%M %d/%m/%Y}.")
