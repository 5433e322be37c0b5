"""From findings to messages, as Alertmanager does it: a tree of routes, one alert an event, told as it grows. Pure.

    findings ─silences, inhibitions→ alerts by (route, event) ─wait, interval, hours, gap→ messages by recipient

Nothing is lost: a finding is in an alert, or muted with a reason; what an alert holds is told to each recipient as
soon as its hours and the pace allow, and until then stays in the alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.policy import Policy, Route
from alerts.telling import Message, closed, messages_due, told
from news.alert import Alert, Finding, Severity, Silence

NO_ROUTE = "no_route"
INHIBITED = "inhibited"


@dataclass(frozen=True, slots=True)
class State:
    """What was decided before: open alerts, silences, when each recipient was last told anything."""

    alerts: tuple[Alert, ...] = ()
    silences: tuple[Silence, ...] = ()
    last_told: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """``alerts``: new and changed ones with what recipients will have heard; ``joined``: places of findings by alert.

    ``muted``: place of a finding → why nobody is told of it.
    """

    alerts: tuple[Alert, ...]
    joined: Mapping[tuple[str, str], tuple[int, ...]]
    muted: Mapping[int, str]
    messages: tuple[Message, ...]


def plan(findings: Sequence[Finding], state: State, policy: Policy, now: datetime) -> Plan:
    """Decide what is told to whom now. Equal arguments give equal plans; messages are in the order of recipients."""
    before = {(one.route, one.event): one for one in state.alerts}
    alerts = dict(before)
    joined: dict[tuple[str, str], list[int]] = {}
    muted: dict[int, str] = {}
    worst = _worst(state.alerts, findings)
    for place, finding in enumerate(findings):
        routes = policy.routes_of(finding)
        reason = _muted(finding, state.silences, policy, worst, now) or (None if routes else NO_ROUTE)
        if reason is not None:
            muted[place] = reason
            continue
        for route in routes:
            key = (route.name, finding.event)
            alerts[key] = _grown(alerts.get(key), route, finding, now)
            joined.setdefault(key, []).append(place)
    messages = messages_due(alerts.values(), state.last_told, policy, now)
    for message in messages:
        for item in message.items:
            key = (item.route, item.event)
            alerts[key] = told(alerts[key], message.recipient, item, now)
    alerts = {key: closed(alert, policy, now) for key, alert in alerts.items()}
    changed = tuple(one for key, one in alerts.items() if one != before.get(key))
    return Plan(changed, {key: tuple(places) for key, places in joined.items()}, muted, messages)


def _muted(
    finding: Finding, silences: Iterable[Silence], policy: Policy, worst: Mapping[str, Severity], now: datetime
) -> str | None:
    for silence in silences:
        if silence.covers(finding, now):
            return f"silence:{silence.id}"
    for rule in policy.inhibitions:
        stronger = worst.get("" if rule.everywhere else finding.event)
        if finding.severity.rank <= rule.weaker.rank and stronger and stronger.rank >= rule.stronger.rank:
            return INHIBITED
    return None


def _worst(alerts: Iterable[Alert], findings: Iterable[Finding]) -> dict[str, Severity]:
    """The highest severity by event, and of all under the empty name."""
    worst: dict[str, Severity] = {}
    judged = [(one.event, one.severity) for one in alerts] + [(one.event, one.severity) for one in findings]
    for event, severity in judged:
        for name in ("", event):
            worst[name] = max(severity, worst.get(name, severity), key=lambda one: one.rank)
    return worst


def _grown(alert: Alert | None, route: Route, finding: Finding, now: datetime) -> Alert:
    if alert is None:
        return Alert(0, finding.province, route.name, finding.event, finding.title, finding.severity, now, now, 1)
    severity = max(alert.severity, finding.severity, key=lambda one: one.rank)
    return replace(alert, severity=severity, last_at=max(now, alert.last_at), count=alert.count + 1)
