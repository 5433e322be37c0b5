"""Findings, policies and moments for the tests of alerts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.policy import Hours, Policy, Recipient, Route, Way
from news.alert import Condition, Finding, Severity

#: A Wednesday, 10:00 here.
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def finding(key: str, event: str = "story:s1", severity: Severity = Severity.WARNING, **more: Any) -> Finding:
    given = {"province": "ninh-binh", "watch": "Lũ", "condition": Condition.MATCH, "title": "Lũ lên", "at": NOW} | more
    return Finding(key=key, event=event, severity=severity, words="Bài mới.", **given)


def recipient(name: str, hours: Hours = Hours.ALWAYS, gap: timedelta = timedelta(0), **more: Any) -> Recipient:
    return Recipient(name, name, (Way("email", f"{name}@vp.example"),), hours, gap, **more)


def policy(*routes: Route, recipients: tuple[Recipient, ...] | None = None, **more: Any) -> Policy:
    people = recipients or (recipient("an"), recipient("binh"), recipient("chi"))
    return Policy(recipients={one.name: one for one in people}, routes=routes, **more)
