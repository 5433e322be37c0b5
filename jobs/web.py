"""Run the web application on loopback."""

from __future__ import annotations

import signal
import socket
from types import FrameType

import uvicorn

from dashboards.app import create_app
from jobs.desks import services_of
from jobs.output import say
from jobs.wiring import Office

_HOST = "127.0.0.1"
#: How many ports after the one asked for are tried when it is taken.
_TRIES = 50


def serve(office: Office, port: int) -> None:
    """Print the address and serve until stopped."""
    with _bound(port) as listener:
        settings = uvicorn.Config(
            create_app(services_of(office)),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
        )
        server = uvicorn.Server(settings)

        def stop(_number: int, _frame: FrameType | None) -> None:
            server.should_exit = True

        # Before it serves, the server is stopped by this; after it, it raises the signal that stopped it once more.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        say(f"Trang web: http://{_HOST}:{listener.getsockname()[1]}/  (dừng: Ctrl-C)")
        server.run(sockets=[listener])


def _bound(port: int) -> socket.socket:
    """A listener on the port, or on the next free one. Raises ``OSError`` when none of them is."""
    last = port if port == 0 else port + _TRIES
    for candidate in range(port, last + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, candidate))
            # From here on whoever reads the address may ask, if the answer takes a moment.
            listener.listen()
        except OSError:
            listener.close()
            if candidate == last:
                raise
        else:
            return listener
    raise AssertionError("unreachable")
