"""Processes beside this one, forked from a server that has loaded the light models once (``jobs.preloaded``).

They share the memory of what is loaded, start in a moment, and end with the process that asked for them, however that
one ends.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running

#: Each process runs the main module again under another name; what the command line imports is there already.
_PRELOADED = ["jobs.preloaded", "jobs.output"]


@cache
def _server() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def prepare() -> None:
    """Let the server load what it needs now, while the caller does something else."""
    _server()
    ensure_running()


def pool(processes: int, begin: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """At most so many processes; each calls ``begin`` first, which must cross to it."""
    return ProcessPoolExecutor(processes, mp_context=_server(), initializer=_begin, initargs=(begin,))


def _begin(begin: Callable[[], None] | None) -> None:
    # A pool's processes would wait for ever for one that was killed.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
