"""The application over the sample press, served on a free port of loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Page

from dashboards.app import create_app
from jobs.demo import Demo
from jobs.desks import services_of
from jobs.wiring import Office
from tests.browser.hostile import plant


@dataclass
class Site:
    """Where it answers, and the office behind it."""

    address: str
    office: Office
    #: The article that wants to do harm: it stands among the others on every page.
    hostile: int

    def enter(self, page: Page, guest: str) -> None:
        """Take the part of somebody of the sample's office."""
        page.goto(f"{self.address}/sign-in")
        page.locator(f'button[name=guest][value="{guest}"]').click()
        page.wait_for_url(lambda url: "/sign-in" not in url)


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """Play the last round of the sample's week, then serve the office until done."""
    with Demo(folder) as demo:
        demo.play(demo.moments_to_play()[-1])
        with demo.office() as (office, _):
            hostile = plant(office)
            server = uvicorn.Server(uvicorn.Config(create_app(services_of(office)), port=0, log_level="error"))
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.02)
            port = server.servers[0].sockets[0].getsockname()[1]
            try:
                yield Site(f"http://127.0.0.1:{port}", office, hostile)
            finally:
                server.should_exit = True
                thread.join()
