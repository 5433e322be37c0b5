"""Who is told what of the open alerts now, and what they have heard then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.hours import may_tell
from alerts.policy import Policy, Route
from news.alert import Alert, Severity, Told

#: More alerts for one recipient at one moment come as one message.
BUNDLE_FROM = 3
#: An alert without anything new for so long is closed; the event begins a new one if it comes back.
CLOSE_AFTER = timedelta(hours=24)
#: The pace of what is urgent, whatever the recipient's own ``gap``.
URGENT_GAP = timedelta(minutes=1)


class Kind(StrEnum):
    FIRST = "first"
    MORE = "more"
    REMINDER = "reminder"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Item:
    """An alert in a message: its findings after the first ``after`` are new to the recipient."""

    route: str
    event: str
    kind: Kind
    after: int
    count: int


@dataclass(frozen=True, slots=True)
class Message:
    """What one recipient is told now."""

    recipient: str
    items: tuple[Item, ...]


def last_told(alerts: Iterable[Alert]) -> dict[str, datetime]:
    """When each recipient was last told anything that is still open."""
    found: dict[str, datetime] = {}
    for alert in alerts:
        for one in alert.told:
            found[one.recipient] = max(one.at, found.get(one.recipient, one.at))
    return found


def messages_due(
    alerts: Iterable[Alert], last_told: Mapping[str, datetime], policy: Policy, now: datetime
) -> tuple[Message, ...]:
    routes = {route.name: route for route in policy.routes}
    items: dict[str, list[tuple[Alert, Item]]] = {}
    for alert in alerts:
        route = routes.get(alert.route)
        if route is None:
            continue
        for name, is_escalation in _audience(alert, route, policy, now):
            item = _item(alert, route, name, now, is_escalation=is_escalation)
            if item is not None and may_tell(policy, name, alert.severity, now):
                items.setdefault(name, []).append((alert, item))
    found = []
    for name, due in sorted(items.items()):
        if _is_too_soon(policy, name, due, last_told, now):
            continue
        ordered = tuple(item for _, item in sorted(due, key=lambda one: (-one[0].severity.rank, one[0].first_at)))
        if len(ordered) > BUNDLE_FROM:
            found.append(Message(name, ordered))
        else:
            found += [Message(name, (item,)) for item in ordered]
    return tuple(found)


def _audience(alert: Alert, route: Route, policy: Policy, now: datetime) -> list[tuple[str, bool]]:
    """Recipients of an alert and whether by escalation: the route's, those who heard of it, those it escalates to.

    Whoever was on call when it was first told stays in it, though somebody else is on call by now.
    """
    told_at = alert.told_at
    names = dict.fromkeys(policy.resolve(route.to, told_at or now), False)
    for one in alert.told:
        if one.recipient in policy.recipients:
            names.setdefault(one.recipient, one.is_escalation)
    after = route.escalate_after
    if after is not None and told_at is not None and alert.acknowledged_at is None and now - told_at >= after:
        for name in policy.resolve(route.escalate_to, now):
            names.setdefault(name, True)
    return list(names.items())


def _item(alert: Alert, route: Route, name: str, now: datetime, *, is_escalation: bool) -> Item | None:
    heard = alert.told_to(name)
    if heard is None:
        if is_escalation:
            return Item(alert.route, alert.event, Kind.ESCALATION, 0, alert.count)
        is_due = _passed(alert.first_at, route.wait, now)
        return Item(alert.route, alert.event, Kind.FIRST, 0, alert.count) if is_due else None
    if alert.count > heard.count:
        is_due = _passed(heard.at, route.interval, now)
        return Item(alert.route, alert.event, Kind.MORE, heard.count, alert.count) if is_due else None
    again = alert.acknowledged_at is None and heard.sends <= route.repeats
    if again and _passed(heard.at, route.repeat, now):
        return Item(alert.route, alert.event, Kind.REMINDER, heard.count, alert.count)
    return None


def _passed(since: datetime, span: timedelta, now: datetime) -> bool:
    """Whether the span is over. A moment in the future is a clock that was set back: nothing waits for it."""
    return since > now or now - since >= span


def _is_too_soon(
    policy: Policy, name: str, due: Sequence[tuple[Alert, Item]], last_told: Mapping[str, datetime], now: datetime
) -> bool:
    last = last_told.get(name)
    is_urgent = any(alert.severity is Severity.URGENT for alert, _ in due)
    gap = policy.recipients[name].gap
    return last is not None and not _passed(last, min(gap, URGENT_GAP) if is_urgent else gap, now)


def told(alert: Alert, recipient: str, item: Item, now: datetime) -> Alert:
    """The alert, once the recipient has been told the item."""
    before = alert.told_to(recipient)
    if before is None:
        heard = Told(recipient, item.count, 1, now, now, item.kind is Kind.ESCALATION)
    else:
        heard = replace(before, count=item.count, sends=before.sends + 1, at=now)
    others = tuple(one for one in alert.told if one.recipient != recipient)
    return replace(alert, told=(*others, heard))


def closed(alert: Alert, policy: Policy, now: datetime) -> Alert:
    """Closed when it is old, everybody it concerns has heard all of it, and nobody is to be reminded any more."""
    route = next((one for one in policy.routes if one.name == alert.route), None)
    if alert.closed_at is not None or not _passed(alert.last_at, CLOSE_AFTER, now) or alert.last_at > now:
        return alert
    if route is not None:
        audience = _audience(alert, route, policy, now)
        has_heard = {one.recipient for one in alert.told if one.count == alert.count}
        owed = alert.acknowledged_at is None and any(one.sends <= route.repeats for one in alert.told)
        if owed or any(name not in has_heard for name, _ in audience):
            return alert
    return replace(alert, closed_at=now)
