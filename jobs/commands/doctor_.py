"""``diembao doctor``: one line for each thing the office needs, with what to do where something is wrong."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.doctor.examination import examine
from jobs.doctor.finding import STATE_VI, State
from jobs.options import config_option, json_option
from jobs.output import emit, say
from jobs.workers.installation import folders_of
from news.times import utc_now


@click.command()
@config_option
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Khám máy: kho, bảng, chỉ mục, ổ đĩa, giờ, phông chữ, khóa, thư, mô hình; mỗi dòng một mục, kèm cách sửa.

    Không thay đổi và không gửi gì. Mã kết thúc: 0 không có lỗi (có thể có lưu ý), 1 có lỗi.
    """
    is_failing = False
    looked_at = folders_of(folder) if folder.is_dir() else [folder]
    for one in (found for office in looked_at for found in examine(office, utc_now())):
        is_failing |= one.state is State.FAILED
        if as_json:
            emit(one.as_record())
            continue
        say(f"{STATE_VI[one.state]:>6}  {one.subject}: {one.words}")
        if one.advice:
            say(f"        → {one.advice}")
    if is_failing:
        raise click.exceptions.Exit(1)
