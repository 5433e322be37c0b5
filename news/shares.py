"""Shares with their denominators and an interval: no figure of a press office stands without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

_Key = TypeVar("_Key")

#: Standard deviations of a 95 % interval.
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``; the true share lies between ``low`` and ``high`` in 95 of 100 such samples.

    Of nothing, nothing is known: ``value`` is ``None`` and the interval is everything.
    """

    count: int
    total: int
    value: float | None
    low: float
    high: float


def share(count: int, total: int, z: float = Z_95) -> Share:
    """The share with Wilson's score interval (Wilson 1927), which stays within 0..1 and is sound for small totals.

    Raises ``ValueError`` unless ``0 <= count <= total``.
    """
    if not 0 <= count <= total:
        raise ValueError(f"{count} of {total}")
    if total == 0:
        return Share(0, 0, None, 0.0, 1.0)
    value = count / total
    spread = z * sqrt(value * (1 - value) / total + z * z / (4 * total * total))
    middle = value + z * z / (2 * total)
    scale = 1 + z * z / total
    low = 0.0 if count == 0 else max(0.0, (middle - spread) / scale)
    high = 1.0 if count == total else min(1.0, (middle + spread) / scale)
    return Share(count, total, value, low, high)


def shares(counts: Mapping[_Key, int]) -> dict[_Key, Share]:
    """Each count as a share of all of them, in the same order."""
    total = sum(counts.values())
    return {key: share(count, total) for key, count in counts.items()}


def differ(first: Share, second: Share) -> bool:
    """Whether two shares are told apart by their samples: the interval of the difference excludes zero.

    Newcombe's method on the two Wilson intervals (Newcombe 1998, method 10).
    """
    if first.value is None or second.value is None:
        return False
    gap = first.value - second.value
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    return not gap - below <= 0 <= gap + above
