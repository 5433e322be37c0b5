"""Work that is repeated while something slow goes on beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from news.errors import NewsError

log = logging.getLogger(__name__)


@contextmanager
def repeated(work: Callable[[], object], every: timedelta) -> Iterator[None]:
    """Do ``work`` every so often, first after that time, until the block ends; then wait for the last of it.

    What fails is logged and tried again: whoever ends the block does the work once more and hears of it then.
    """
    done = threading.Event()

    def repeat() -> None:
        while not done.wait(every.total_seconds()):
            try:
                work()
            except NewsError as error:
                log.warning("%s", error.vi)

    thread = threading.Thread(target=repeat, name="meanwhile", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
