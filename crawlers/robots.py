"""robots.txt by RFC 9309, as a value. The one place that knows protego.

2xx: its rules. 4xx: no rules, everything is allowed. 5xx, 429 or no answer: nothing is allowed for now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

#: The name that publishers address in their rules.
NAME = "diembao"
#: Longer wishes are cut: one page an hour is a refusal in other words, and the deadline ends the round anyway.
MOST_DELAY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for us."""

    rules: Protego | None = None
    crawl_delay: timedelta | None = None

    def allows(self, url: str) -> bool:
        return self.rules is None or bool(self.rules.can_fetch(url, NAME))


NO_RULES = Robots()


def parse_robots(body: bytes) -> Robots:
    """Read the rules; lines that are none are skipped, as the RFC wants."""
    text = body.decode("utf-8-sig", errors="replace")
    rules = Protego.parse(text)
    delay = rules.crawl_delay(NAME)
    return Robots(rules, None if not delay else min(timedelta(seconds=max(float(delay), 0.0)), MOST_DELAY))
