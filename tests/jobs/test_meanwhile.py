"""While a slow round goes on, what was read already is taken further, and a fault there does not end the round."""

from __future__ import annotations

import threading
from datetime import timedelta

from jobs.meanwhile import repeated
from news.errors import InputError

SOON = timedelta(milliseconds=5)


def test_work_is_repeated_until_the_block_ends_and_not_after() -> None:
    counted, enough = [], threading.Event()

    def work() -> None:
        counted.append(threading.current_thread().name)
        if len(counted) >= 3:
            enough.set()

    with repeated(work, SOON):
        assert enough.wait(10)
    after = len(counted)
    assert set(counted) == {"meanwhile"}
    assert threading.Event().wait(0.05) is False
    assert len(counted) == after


def test_a_fault_is_tried_again() -> None:
    tried, again = [], threading.Event()

    def work() -> None:
        tried.append(1)
        if len(tried) > 1:
            again.set()
        raise InputError("a", None, "hỏng")

    with repeated(work, SOON):
        assert again.wait(10)
