"""``diembao digest day|week|month|year``: the documents for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from jobs.desks.digest import DigestDesk
from jobs.desks.making import seal_of
from jobs.options import Day, Moment, config_option
from jobs.output import say
from jobs.reporting import Reporting
from jobs.wiring import Office, open_office
from news.digest import Period
from news.edition import EditionLine
from reports.render import formats as formats_of
from reports.render import write


@click.command()
@click.argument("period", type=click.Choice([one.value for one in Period]), metavar="day|week|month|year")
@click.option("--date", "day", type=Day(), help="Một ngày của kỳ; mặc định là kỳ gần nhất.")
@click.option("--as-of", type=Moment(), help="Đếm lại theo hiện trạng lúc đó (tuần, tháng, năm), dù đã ký hay chưa.")
@click.option("--format", "formats", default=None, metavar="html,docx,pdf,json", help="Các dạng văn bản.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Thư mục ghi; mặc định data/digests.")
@config_option
def command(
    period: str, day: date | None, as_of: datetime | None, formats: str | None, out: Path | None, folder: Path
) -> None:
    """Lập điểm báo của một ngày, hoặc báo cáo của một tuần, tháng, năm, và ghi thành văn bản.

    Kỳ đã ký thì cho ra đúng nội dung đã ký.
    """
    if as_of is not None and period == Period.DAY:
        raise click.UsageError("--as-of dùng cho báo cáo tuần, tháng, năm.")
    with open_office(folder) as office:
        office.advance.run()
        names = office.configuration.schedule.digest_formats if formats is None else formats.split(",")
        if period == Period.DAY:
            desk = DigestDesk(office)
            files = desk.write(day or desk.today(), names, out)
        else:
            files = _write_report(office, Period(period), day, as_of, names, out)
        for file in files:
            say(str(file))


def _write_report(
    office: Office, period: Period, day: date | None, as_of: datetime | None, names: Sequence[str], out: Path | None
) -> list[Path]:
    """The newest signed edition; without one, or as of another moment, the draft, which says that it is one."""
    reporting, wanted = Reporting(office), formats_of(names)
    name = reporting.newest_due(period) if day is None else reporting.named(period, day)
    target = out or office.configuration.digests_folder
    with office.storage.read() as work:
        last = None if as_of else reporting.last(work, period, name)
        if last is not None:
            return write(last[1], reporting.letterhead, wanted, target, seal_of(last[0]))
        counted = reporting.count(work, period, name, as_of or office.clock())
        report = replace(reporting.draft(work, counted), edition=EditionLine(0))
    return write(report, reporting.letterhead, wanted, target)
