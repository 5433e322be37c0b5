"""An office of a fictional morning, served on loopback, and the first way in of those who work there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from playwright.sync_api import Browser, Page
from starlette.types import ASGIApp

from dashboards.app import create_app
from dashboards.sign_in import codes
from jobs.desks import services_of
from jobs.desks.staff import StaffDesk
from jobs.wiring import Office
from news.people import Person, Role
from tests.fakes import FakeClock

ADMIN = Person("quan-tri", "Phạm Thu Hà", "ninh-binh", frozenset({Role.ADMINISTRATOR}))
PASSWORD = "cầu mới qua sông"


@dataclass
class Morning:
    address: str
    office: Office
    clock: FakeClock

    def enter(self, browser: Browser, id: str, name: str, role: Role) -> Page:
        """A new person's first way in: the administrator's link, a password, the phone's code."""
        link = StaffDesk(self.office).add(ADMIN, id, name, frozenset({role}))
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN").new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{self.address}/welcome/{link}")
        page.fill("input[name=password]", PASSWORD)
        page.fill("input[name=again]", PASSWORD)
        page.locator("main form button").first.click()
        key = page.locator("code.secret").inner_text()
        page.fill("input[name=code]", codes.code_at(key, int(self.clock.advance(seconds=30).timestamp()) // 30))
        page.locator("main form button").last.click()
        page.goto(f"{self.address}/desk")
        return page


@contextmanager
def served(office: Office) -> Iterator[str]:
    with listening(create_app(services_of(office))) as address:
        yield address


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """The application's address, on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
