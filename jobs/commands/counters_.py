"""``diembao counters``: how often published claims occur on platforms (SCOPE §2)."""

from __future__ import annotations

from pathlib import Path

import click

from crawlers.counters.platform import TROUBLE_VI, Trouble
from jobs.counting import count_in_child, counters_of
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.times import local, local_date


@click.group()
def command() -> None:
    """Đếm lượt xuất hiện của nhận định đã công bố trên các nền tảng; chỉ giữ số đếm làm tròn theo giờ."""


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Nền tảng nào đang bật, hôm nay đã hỏi bao nhiêu lần, lần gần nhất ra sao."""
    rows = []
    with open_office(folder) as office, office.storage.read() as work:
        spent = work.budgets.list(local_date(office.clock()).isoformat())
        for counter in counters_of(office.configuration):
            state = work.sources.get(counter.key, "")
            record = {
                "platform": counter.platform.name,
                "asked_today": spent.get(counter.key, 0),
                "daily": counter.daily,
                "last_success_at": state.last_success_at and local(state.last_success_at).isoformat(),
                "trouble": state.detail or None,
            }
            if as_json:
                emit(record)
            last = f"{local(state.last_success_at):%H:%M %d/%m/%Y}" if state.last_success_at else "–"
            words = TROUBLE_VI[Trouble(state.detail)] if state.detail else "bình thường"
            rows.append((counter.platform.name, f"{record['asked_today']}/{counter.daily}", last, words))
    if as_json:
        return
    if not rows:
        say("Chưa nền tảng nào được bật: mỗi nền tảng cần khóa truy cập (docs/huong-dan/dem-luot.md).")
    else:
        show_table(("Nền tảng", "Đã hỏi hôm nay", "Lần đếm được gần nhất", "Tình trạng"), rows)


@command.command()
@config_option
@json_option
def run(folder: Path, as_json: bool) -> None:
    """Đếm ngay một lượt những nhận định đã đến giờ."""
    for result in count_in_child(folder):
        trouble = result["trouble"]
        if as_json:
            emit(result)
        else:
            words = TROUBLE_VI[Trouble(str(trouble))] if trouble else f"{result['hours']} giờ"
            say(f"{result['platform']}: {words}")
