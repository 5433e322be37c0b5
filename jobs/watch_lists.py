"""Which watches an office has, and how far back each has to count."""

from __future__ import annotations

import logging
from datetime import timedelta

from alerts.watches import Watch, read_definition
from jobs.wiring import Office, watches_of
from news.errors import ConfigErrors
from storage import Work

log = logging.getLogger(__name__)

#: Hits of so long are counted from: eight weeks and the longest span beside them.
HISTORY = timedelta(days=64)
_LONG_HISTORY = timedelta(days=430)


def all_watches(office: Office, work: Work) -> tuple[Watch, ...]:
    """Those of the file, then those made by form and switched on; a name of the file wins."""
    found = {watch.name: watch for watch in watches_of(office.configuration)}
    for stored in work.watching.list(office.province):
        if not stored.is_enabled or stored.name in found:
            continue
        try:
            found[stored.name] = read_definition(stored.definition)
        except ConfigErrors as error:
            log.warning("%s: %s", stored.name, error.vi)
    return tuple(found.values())


def history(watch: Watch) -> timedelta:
    """How far back a watch has to count."""
    wants = watch.conditions
    spans = [HISTORY]
    if wants.new_outlet is not None:
        spans.append(wants.new_outlet.within + timedelta(days=1))
    if wants.tone is not None:
        spans.append(2 * wants.tone.within)
    return min(max(spans), _LONG_HISTORY)
