"""``diembao init DIR --province ID``: a province's configuration to edit."""

from __future__ import annotations

from pathlib import Path

import click

from config import write_folder
from jobs.output import say
from nlp.gazetteer import provinces


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC")
@click.option("--province", required=True, metavar="MÃ_TỈNH", help="Ví dụ ninh-binh, quang-ngai.")
def command(folder: Path, province: str) -> None:
    """Tạo thư mục cấu hình đầy đủ, có ghi chú, cho một tỉnh."""
    known = {facts.id: facts for facts in provinces()}
    if province not in known:
        raise click.BadParameter(f"{province!r}; cần một trong: {', '.join(sorted(known))}", param_hint="--province")
    files = write_folder(folder, province, known[province].name, known[province].full_name)
    say(f"Đã tạo cấu hình của {known[province].full_name}:")
    for file in files:
        say(f"  {file}")
    say(f"Xem và sửa, rồi chạy: diembao run --once --config {folder}")
