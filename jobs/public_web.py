"""Run the public pages and the bots: a process of its own that opens the public store, nothing else of the office."""

from __future__ import annotations

import logging
import resource
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType

import uvicorn

from config.settings import Configuration
from dashboards.public.app import create_public_app
from dashboards.public.services import PublicServices
from dashboards.public.shelf import Shelf
from factcheck.contests import ContestLine
from factcheck.tips import TipLine
from jobs.bots import bots
from jobs.output import say
from jobs.web import bound
from jobs.wiring import public_place
from news.claims import Correction
from news.errors import disk_error
from news.times import Clock, utc_now
from storage.public import PublicStore, open_public

#: Requests in work at once; beyond it visitors are told to come back.
_MOST_AT_ONCE = 200


@contextmanager
def opened_public(configuration: Configuration, clock: Clock = utc_now) -> Iterator[PublicStore]:
    """The public store of a province. Raises ``StorageError``."""
    try:
        configuration.data_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(configuration.data_folder, error) from error
    store = open_public(public_place(configuration), clock=clock).of(configuration.province.id)
    try:
        yield store
    finally:
        store.close()


def public_services(configuration: Configuration, store: PublicStore, clock: Clock = utc_now) -> PublicServices:
    """All that the public pages of a province may ask."""
    province = configuration.province

    def versions() -> Sequence[Correction]:
        with store.read() as work:
            return work.copies.list(province.id)

    return PublicServices(
        office=province.office,
        province_name=province.name,
        address=configuration.public.address,
        is_sample=configuration.is_sample,
        corrections=Shelf(versions),
        tips=TipLine(store, province.id, clock),
        contests=ContestLine(store, province.id, clock),
    )


def serve_public(configuration: Configuration, port: int) -> None:
    """Print the address and serve, the bots beside the pages, until stopped."""
    keep_no_core()
    with ExitStack() as opened:
        store = opened.enter_context(opened_public(configuration))
        services = public_services(configuration, store)
        doors = opened.enter_context(bots(configuration, services.tips, utc_now))
        listener = opened.enter_context(bound(configuration.public.listen, port))
        app = create_public_app(services, doors)
        proxy = configuration.public.proxy
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=bool(proxy),
                forwarded_allow_ips=proxy or None,
                limit_concurrency=_MOST_AT_ONCE,
                timeout_keep_alive=5,
                lifespan="off",
            )
        )

        def stop(_number: int, _frame: FrameType | None) -> None:
            server.should_exit = True

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        host, chosen = listener.getsockname()[:2]
        say(f"Trang công khai: http://{host}:{chosen}/  (dừng: Ctrl-C)")
        server.run(sockets=[listener])


def keep_no_core() -> None:
    """Let no crash write memory to disk: it may hold a message before it was masked."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The chatter of libraries below warnings may quote requests.
    logging.getLogger().setLevel(max(logging.WARNING, logging.getLogger().level))
