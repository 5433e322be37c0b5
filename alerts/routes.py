"""The tree of routes and what inhibits what, from ``recipients.toml``."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta

from alerts.policy import Inhibition, Route
from config.tables import Table
from news.alert import SEVERITY_VI, Severity
from news.analysis import TOPIC_VI, Topic

_SEVERITIES = {one.value: one for one in Severity} | {word: one for one, word in SEVERITY_VI.items()}
_TOPICS = {one.value: one for one in Topic} | {word: one for one, word in TOPIC_VI.items()}
_LONGEST = timedelta(days=7)


def read_routes(table: Table, known: Container[str]) -> tuple[Route, ...]:
    """In the order written; a child takes from its parent what it does not say itself."""
    routes: dict[str, Route] = {}
    for row in table.tables("route"):
        name = row.text("name", pattern=r"\S.*", expected="a name")
        under = row.text("under", "") or None
        if under is not None and under not in routes:
            row.fault("under", "the name of a route written before this one")
            under = None
        if name in routes:
            row.fault("name", "a name that no other route has")
        routes[name] = _route(row, name, routes[under] if under else Route(""), under, known)
        row.finish()
    return tuple(routes.values())


def _route(row: Table, name: str, parent: Route, under: str | None, known: Container[str]) -> Route:
    to = _names(row, "to", known, parent.to)
    if not to and "to" not in row:
        row.fault("to", "names of recipients")
    escalate_to = _names(row, "escalate_to", known, parent.escalate_to)
    after = None
    if "escalate_after" in row:
        after = row.duration("escalate_after", "30m", least=timedelta(minutes=1), most=_LONGEST)
        if not escalate_to:
            row.fault("escalate_after", "escalate_to beside it: who is told then")
    return Route(
        name=name,
        to=to,
        under=under,
        topics=_topics(row),
        least=read_severity(row, "severity", Severity.INFO),
        units=frozenset(row.texts("units")),
        watches=frozenset(row.texts("watches")),
        provinces=frozenset(row.texts("provinces")),
        also=row.flag("also", default=False),
        wait=row.duration("wait", _written(parent.wait), most=_LONGEST),
        interval=row.duration("interval", _written(parent.interval), least=timedelta(minutes=1), most=_LONGEST),
        repeat=row.duration("repeat", _written(parent.repeat), least=timedelta(minutes=5), most=_LONGEST),
        repeats=row.integer("repeats", parent.repeats, most=20),
        escalate_after=after if "escalate_after" in row else parent.escalate_after,
        escalate_to=escalate_to,
    )


def read_inhibitions(table: Table) -> tuple[Inhibition, ...]:
    found = []
    for row in table.tables("inhibit"):
        stronger = read_severity(row, "stronger", Severity.URGENT)
        weaker = read_severity(row, "weaker", Severity.INFO)
        same = row.text("same", "story", pattern="story|province", expected="story or province")
        row.finish()
        if weaker.rank >= stronger.rank:
            row.fault("weaker", "less than the stronger one")
        else:
            found.append(Inhibition(stronger, weaker, everywhere=same == "province"))
    return tuple(found)


def read_severity(row: Table, key: str, default: Severity) -> Severity:
    text = row.text(key, default.value)
    if text not in _SEVERITIES:
        row.fault(key, f"one of {', '.join(SEVERITY_VI.values())}")
    return _SEVERITIES.get(text, default)


def _topics(row: Table) -> frozenset[Topic]:
    named = row.texts("topics")
    if any(one not in _TOPICS for one in named):
        row.fault("topics", f"some of {', '.join(TOPIC_VI.values())}")
    return frozenset(_TOPICS[one] for one in named if one in _TOPICS)


def _names(row: Table, key: str, known: Container[str], inherited: tuple[str, ...]) -> tuple[str, ...]:
    named = row.texts(key, inherited)
    if any(one not in known for one in named):
        row.fault(key, "names of recipients, or @truc for whoever is on call")
    return tuple(one for one in named if one in known)


def _written(span: timedelta) -> str:
    return f"{int(span.total_seconds())}s"
