"""The public application over real stores, asked in this process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards.public.app import create_public_app
from dashboards.public.services import PublicServices
from dashboards.public.shelf import Shelf
from factcheck.contests import ContestLine
from factcheck.tips import TipLine
from news.claims import Correction
from storage.public import PublicStore, open_public
from tests.factcheck.samples import PROVINCE
from tests.fakes import FakeClock


def public_services(store: PublicStore, clock: FakeClock) -> PublicServices:
    def versions() -> list[Correction]:
        with store.read() as work:
            return list(work.copies.list(PROVINCE))

    return PublicServices(
        office="Văn phòng mẫu",
        province_name="Ninh Bình",
        address="https://kiemchung.example",
        is_sample=True,
        corrections=Shelf(versions),
        tips=TipLine(store, PROVINCE, clock),
        contests=ContestLine(store, PROVINCE, clock),
    )


@contextmanager
def opened(folder: Path, clock: FakeClock) -> Iterator[PublicStore]:
    store = open_public(f"sqlite:///{folder}/public.db", clock=clock)
    try:
        yield store
    finally:
        store.close()


class Reader:
    """Somebody at the public pages. ``wait``: seconds between seeing a form and sending it."""

    def __init__(self, services: PublicServices) -> None:
        self.app: Starlette = create_public_app(services)
        self.seconds = 0.0
        from dashboards.public.stamps import Stamps

        self.app.state.stamps = Stamps(lambda: self.seconds)
        self.client = TestClient(self.app, base_url="https://kiemchung.example", client=("203.0.113.7", 4711))

    def send(self, path: str, wait: float = 5.0, **fields: str) -> str:
        """Open a form, wait, send it; the page that answers."""
        form = self.client.get(path).text
        self.seconds += wait
        found = re.search(r'name="stamp" value="([^"]+)"', form)
        stamped = {"stamp": found[1]} if found else {}
        return self.client.post(path, data={**stamped, **fields}).text
