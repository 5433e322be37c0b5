"""The border of SCOPE §2: posts go in, coarse counts by the hour come out, and nothing else passes.

Whatever goes wrong inside is turned into one of a few words *before* it leaves: an exception would carry the frames,
and with them the posts, into logs and crash dumps. Nothing here logs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawlers.counters.platform import TROUBLE_VI, Asker, Platform, Refused, Trouble
from net.failures import BrokenAnswer
from news.claims import CountedClaim
from news.coarse import coarse
from news.errors import FetchError, NewsError
from news.times import Window

#: Whether a text states the claim; made from its approved wordings.
States = Callable[[str], bool]
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClaimCount:
    """So many posts of a platform stated the claim within the hour; 0 says fewer than five. It has no other field."""

    claim_id: int
    platform: str
    hour: datetime
    count: int


class CountingFailed(NewsError):
    """A platform could not be counted; one of a few words says why."""

    def __init__(self, platform: str, trouble: Trouble) -> None:
        super().__init__(platform, trouble.value)
        self.platform, self.trouble = platform, trouble

    @property
    def vi(self) -> str:
        return f"{self.platform}: {TROUBLE_VI[self.trouble]}"


async def count(
    claim: CountedClaim, platform: Platform, window: Window, ask: Asker, states: States
) -> tuple[ClaimCount, ...]:
    """Count the posts that state a published claim, for every full hour of the window.

    Raises ``ValueError`` for a window that is not of full hours, ``CountingFailed``, ``asyncio.CancelledError``.
    """
    hours = _hours(window)
    # The frame that knows posts is gone before anything is raised from here.
    found = await _counted(claim.wordings, platform, window, len(hours), ask, states)
    if isinstance(found, Trouble):
        if found is Trouble.STOPPED:
            raise asyncio.CancelledError
        raise CountingFailed(platform.name, found)
    return tuple(
        ClaimCount(claim.claim_id, platform.name, hour, coarse(number))
        for hour, number in zip(hours, found, strict=True)
    )


async def _counted(
    wordings: Sequence[str], platform: Platform, window: Window, hours: int, ask: Asker, states: States
) -> list[int] | Trouble:
    """Numbers by the hour, or why there are none. Raises nothing."""
    try:
        counts = [0] * hours
        seen: set[str] = set()
        for post in await platform.posts(wordings, window, ask):
            if post.key not in seen and window.begin <= post.at < window.end and states(post.text):
                seen.add(post.key)
                counts[int((post.at - window.begin) / _HOUR)] += 1
        return counts
    except Refused as refused:
        return refused.trouble
    except BrokenAnswer:
        return Trouble.NOT_UNDERSTOOD
    except (FetchError, OSError):
        return Trouble.UNREACHABLE
    except Exception:
        return Trouble.NOT_UNDERSTOOD
    except BaseException:
        return Trouble.STOPPED


def _hours(window: Window) -> list[datetime]:
    if window.begin.replace(minute=0, second=0, microsecond=0) != window.begin or (window.end - window.begin) % _HOUR:
        raise ValueError("counting goes by full hours")
    return [window.begin + place * _HOUR for place in range((window.end - window.begin) // _HOUR)]
