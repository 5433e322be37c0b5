"""Watches: a named query that every new article is held against, and when it speaks. Pure; the index is not asked.

The query language is that of search, and a watch is its predicate, so a watch sees an article even while the index
is behind or gone. It runs over publications by type: a ``Document`` is made of an article and of nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alerts.conditions import Conditions, read_conditions
from alerts.routes import read_severity
from config.tables import Faults, Table, parse_table
from news.alert import Severity
from news.errors import ConfigErrors, QueryError
from nlp.document import Document
from nlp.query import Query, parse

#: More than this and nobody reads what they find.
MOST_WATCHES = 500


@dataclass(frozen=True, slots=True)
class Watch:
    """One ``[[watch]]``. ``query`` is ``None`` where only sources or cases are watched."""

    name: str
    query: Query | None
    severity: Severity = Severity.INFO
    unit: str | None = None
    conditions: Conditions = field(default_factory=lambda: Conditions(any=True))

    @property
    def sign(self) -> str:
        """Changes when something else is watched for: then it begins anew and alerts on nothing old."""
        asked = self.query.render() if self.query else ""
        return hashlib.sha256(f"{asked}\n{self.conditions!r}".encode()).hexdigest()[:16]


def read_watches(table: Table, units: Iterable[str] = ()) -> tuple[Watch, ...]:
    """Check and read the table; what cannot be used is recorded in its faults and left out."""
    watches: dict[str, Watch] = {}
    for row in table.tables("watch"):
        watch = _watch(row, frozenset(units))
        if watch is not None and watch.name in watches:
            row.fault("name", "a name that no other watch has")
        elif watch is not None:
            watches[watch.name] = watch
    table.finish()
    if len(watches) > MOST_WATCHES:
        table.fault("watch", f"at most {MOST_WATCHES} watches", str(len(watches)))
    return tuple(watches.values())


def read_definition(definition: str) -> Watch:
    """A watch made by form, from the text of one ``[[watch]]``. Raises ``ConfigErrors``."""
    faults = Faults()
    watches = read_watches(parse_table(definition, Path("watches.toml"), faults))
    if faults.errors or len(watches) != 1:
        raise ConfigErrors(faults.errors)
    return watches[0]


def hits(watches: Sequence[Watch], documents: Iterable[Document]) -> dict[str, list[Document]]:
    """By watch, what of the documents satisfies its query, in their order."""
    asking = [(watch.name, watch.query) for watch in watches if watch.query is not None]
    found: dict[str, list[Document]] = {name: [] for name, _ in asking}
    for document in documents:
        for name, query in asking:
            if query.matches(document):
                found[name].append(document)
    return found


def _watch(row: Table, units: frozenset[str]) -> Watch | None:
    name = row.text("name", pattern=r"\S.{0,119}", expected="a name of at most 120 characters")
    severity = read_severity(row, "severity", Severity.INFO)
    unit = row.text("unit", "") or None
    if unit is not None and units and unit not in units:
        row.fault("unit", "the name of a unit in units.csv")
    conditions = read_conditions(row)
    text = row.text("query", None if conditions.needs_query else "")
    row.finish()
    if not text:
        return None if conditions.needs_query else Watch(name, None, severity, unit, conditions)
    try:
        return Watch(name, parse(text), severity, unit, conditions)
    except QueryError as error:
        row.fault("query", f"a search query: {error.explanation} (character {error.position + 1})")
        return None
