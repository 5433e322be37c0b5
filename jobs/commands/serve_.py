"""``diembao serve``: the web application, on this machine only until there is sign-in."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.logs import set_up_logs
from jobs.options import config_option
from jobs.public_web import serve_public
from jobs.web import serve
from jobs.wiring import open_office, read_configuration


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Cổng; bận thì cổng sau.")
@click.option("--public", "is_public", is_flag=True, help="Chỉ các trang công khai: đính chính, hỏi tin.")
@config_option
def command(port: int, is_public: bool, folder: Path) -> None:
    """Mở trang web tại http://127.0.0.1 trên máy này."""
    set_up_logs()
    if is_public:
        serve_public(read_configuration(folder), port)
        return
    with open_office(folder) as office:
        office.advance.run()
        serve(office, port)
