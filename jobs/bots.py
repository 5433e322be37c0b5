"""The tip line's bots beside the public pages: Telegram by polling, Zalo by webhook, through the guarded client."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from config.settings import Configuration
from factcheck.bots.conversation import Conversation, Tips, usual_limits
from factcheck.bots.telegram import API as TELEGRAM
from factcheck.bots.telegram import POLL_SECONDS, TelegramBot
from factcheck.bots.zalo import API as ZALO
from factcheck.bots.zalo import ZaloBot
from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import GuardedClient
from news.times import Clock

_T = TypeVar("_T")

#: Longer than a held poll, or each would end as an error.
_ANSWER_TIME = timedelta(seconds=POLL_SECONDS + 20)


class Asker:
    """POSTs for threads: one event loop with one guarded client, in a thread of its own. Close it when done."""

    def __init__(self, policy: AddressPolicy, hosts: dict[str, str]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="asker", daemon=True)
        self._thread.start()
        self._client = self._wait(self._opened(policy, hosts))

    def __call__(self, url: str, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> tuple[int, bytes]:
        answer = self._wait(self._client.post(url, body, headers))
        return answer.status, answer.body

    def close(self) -> None:
        self._wait(self._client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _opened(self, policy: AddressPolicy, hosts: dict[str, str]) -> GuardedClient:
        return GuardedClient(policy, Bounds(answer_time=_ANSWER_TIME), hosts=hosts)

    def _wait(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


@contextmanager
def bots(
    configuration: Configuration, tips: Tips, clock: Clock, *, telegram: str = TELEGRAM, zalo: str = ZALO
) -> Iterator[Sequence[BaseRoute]]:
    """Start the bots that have secrets; the routes they need. ``telegram``, ``zalo``: where their interfaces are."""
    secrets, crawl = configuration.public.bots, configuration.crawl
    if not (secrets.telegram_token or (secrets.zalo_app and secrets.zalo_secret)):
        yield ()
        return
    stopping = threading.Event()
    ask = Asker(AddressPolicy.of(crawl.allow_hosts), dict(crawl.hosts))
    talk = Conversation(tips, configuration.public.address, usual_limits())
    threads: list[threading.Thread] = []
    routes: list[BaseRoute] = []
    if secrets.telegram_token:
        bot = TelegramBot(talk, ask, secrets.telegram_token, telegram)
        threads.append(threading.Thread(target=bot.run, args=[stopping], name="telegram"))
    if secrets.zalo_app and secrets.zalo_secret:
        account = ZaloBot(talk, ask, secrets.zalo_app, secrets.zalo_secret, access_token, clock, zalo)
        threads.append(threading.Thread(target=account.run, args=[stopping], name="zalo"))
        routes.append(zalo_door(account))
    try:
        for thread in threads:
            thread.start()
        yield routes
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
        ask.close()


def zalo_door(account: ZaloBot) -> BaseRoute:
    """Where Zalo sends its events."""

    async def receive(request: Request) -> Response:
        body = await request.body()
        is_taken = await run_in_threadpool(account.receive, body, request.headers.get("x-zevent-signature", ""))
        return Response(status_code=200 if is_taken else 403)

    return Route("/zalo", receive, methods=["POST"])


def access_token() -> str:
    """The account's token as it is now: whoever renews it writes the file; read anew for each reply."""
    path = os.environ.get("DIEMBAO_TIPS_ZALO_TOKEN_FILE")
    if path is None:
        return os.environ.get("DIEMBAO_TIPS_ZALO_TOKEN", "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        return ""
