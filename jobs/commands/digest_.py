"""``diembao digest day|week|month|year``: the documents for the desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from jobs.desks.digest import DigestDesk
from jobs.options import Day, config_option
from jobs.output import say
from jobs.wiring import open_office
from news.digest import Period


@click.command()
@click.argument("period", type=click.Choice([one.value for one in Period]), metavar="day|week|month|year")
@click.option("--date", "day", type=Day(), help="Ngày của điểm báo; mặc định là kỳ gần nhất.")
@click.option("--format", "formats", default=None, metavar="html,docx,pdf,json", help="Các dạng văn bản.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Thư mục ghi; mặc định data/digests.")
@config_option
def command(period: str, day: date | None, formats: str | None, out: Path | None, folder: Path) -> None:
    """Lập điểm báo của một ngày, tuần, tháng hoặc năm và ghi thành văn bản."""
    with open_office(folder) as office:
        desk = DigestDesk(office)
        office.advance.run()
        names = office.configuration.schedule.digest_formats if formats is None else formats.split(",")
        for file in desk.write(day or desk.today(), Period(period), names, out):
            say(str(file))
