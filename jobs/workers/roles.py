"""What a worker can be; also the name of the queue that wakes it."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """``SCHEDULER``: one leads, others wait to take over. The others: any number of each."""

    SCHEDULER = "scheduler"
    FETCH = "fetch"
    ANALYSIS = "analysis"
    DELIVERY = "delivery"
