"""``diembao restore FILE DIR``: an office from its backup, proven before it is used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

import click

from jobs.backup_lock import Lock, passphrase_of
from jobs.backups import restore
from jobs.options import json_option
from jobs.output import emit, say
from news.times import local


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="TỆP")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC")
@click.option("--identity", type=click.File(), help="Tệp khóa bí mật age (AGE-SECRET-KEY-1…).")
@json_option
def command(file: Path, folder: Path, identity: TextIO | None, as_json: bool) -> None:
    """Khôi phục vào một thư mục mới và đối chiếu số dòng, dấu của từng bảng, từng tệp và nhật ký."""
    key = "" if identity is None else _key(identity.read())
    passphrase = passphrase_of(os.environ)
    if not key and not passphrase:
        passphrase = click.prompt("Mật khẩu của bản sao lưu", hide_input=True)
    made = restore(file, folder, Lock("" if key else passphrase, identity=key))
    rows = sum(one.rows for one in made.tables)
    if as_json:
        emit({"folder": str(folder), "rows": rows, "files": len(made.files), "made_at": made.made_at.isoformat()})
        return
    say(f"Đã khôi phục {rows} dòng và {len(made.files)} tệp, như lúc {local(made.made_at):%H:%M %d/%m/%Y}.")
    say(f"Lập lại chỉ mục: diembao index rebuild --config {folder}; rồi diembao run --config {folder}")


def _key(text: str) -> str:
    """The key's line; ``age-keygen`` writes comments above it."""
    return next((line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), text.strip())
