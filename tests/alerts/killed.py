"""Delivers and is killed, for the tests: ``python -m tests.alerts.killed DB PORT CERTIFICATE KILLS SEED``.

It forks a deliverer, kills it outright after a random moment, and so on; then one deliverer is left to its end.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from alerts.channels.email import EmailChannel
from alerts.delivery import Delivery
from alerts.policy import Mail
from news.times import utc_now
from storage import open_storage
from tests.alerts.servers import client_context

CLAIM = timedelta(milliseconds=150)


def deliver(database: str, port: int, file: Path) -> None:
    """Deliver until nothing waits any more, also what others still have in hand."""
    storage = open_storage(database)
    mail = EmailChannel(Mail("127.0.0.1", port, "starttls", "diembao@vp.example"), context=client_context(file))
    delivery = Delivery(storage, {"email": mail}, lambda _: None, utc_now, claim=CLAIM)
    while True:
        delivery.run()
        with storage.read() as work:
            if not work.outbox.count("ninh-binh", "waiting"):
                return
        time.sleep(0.05)


def main() -> int:
    database, port, file, kills, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    killed = 0
    while killed < int(kills):
        child = os.fork()
        if child == 0:
            deliver(database, int(port), Path(file))
            os._exit(0)
        time.sleep(chance.uniform(0.01, 0.15))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        killed += 1
    print(killed, flush=True)  # noqa: T201
    deliver(database, int(port), Path(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
