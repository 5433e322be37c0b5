"""``diembao metrics``: the figures of operation for Prometheus, in a process that outlives what it watches."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from pathlib import Path
from types import FrameType

import click

from jobs.logs import set_up_logs
from jobs.metrics import USUAL_PORT, Watched, shown
from jobs.options import config_option
from jobs.output import say
from jobs.workers.installation import data_folder_of, read_offices
from storage import open_storage


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help=f"Cổng; mặc định như [metrics], hoặc {USUAL_PORT}.")
@click.option("--listen", metavar="ĐỊA_CHỈ", help="Mở ở địa chỉ này; mặc định như [metrics], hoặc chỉ trên máy này.")
@config_option
def command(port: int | None, listen: str | None, folder: Path) -> None:
    """Mở số liệu vận hành cho Prometheus: hàng đợi, lượt thu thập, chỉ mục, lượt gửi; không có nội dung.

    --config là thư mục của một tỉnh, hoặc thư mục chứa thư mục của nhiều tỉnh.
    """
    set_up_logs()
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    configurations = read_offices(folder)
    settings = configurations[0].metrics
    settings = settings if listen is None else replace(settings, listen=listen)
    every = min(one.schedule.round_every for one in configurations)
    storage = open_storage(configurations[0].database_url)
    watched = Watched(storage, every, data_folder_of(folder, configurations))
    try:
        with shown(watched, settings, settings.port or USUAL_PORT if port is None else port) as chosen:
            say(f"Số liệu: http://{settings.listen}:{chosen}/metrics  (dừng: Ctrl-C)")
            stopping.wait()
    finally:
        storage.close()
