"""``diembao serve``: the web application, on this machine only until there is sign-in."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.options import config_option
from jobs.web import serve
from jobs.wiring import open_office


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Cổng; bận thì cổng sau.")
@config_option
def command(port: int, folder: Path) -> None:
    """Mở trang web tại http://127.0.0.1 trên máy này."""
    with open_office(folder) as office:
        office.advance.run()
        serve(office, port)
