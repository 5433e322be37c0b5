"""A new index beside the old one, filled from storage, then put in its place while readers go on."""

from __future__ import annotations

from collections.abc import Callable

from search.engine import Engine
from search.follower import catch_up
from storage import Storage

#: Told after each batch: articles done, and how many there are about to be.
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    return None


def rebuild(storage: Storage, engine: Engine, progress: Progress = _silent) -> int:
    """Build anew and return how many articles are in the index.

    Left by an exception, the old index stays. Articles that come in during the switch are behind for one more step.
    """
    with storage.read() as work:
        total = work.articles.count()
    successor = engine.successor()
    done = 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        progress(done, max(done, total))

    try:
        catch_up(storage, successor, report)
        engine.yield_to(successor)
    finally:
        successor.close()
    catch_up(storage, engine, report)
    return engine.count()
