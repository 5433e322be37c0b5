"""Which watches an office has, how far back each has to count, and what contradicts the articles they found."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from alerts.others import Contradiction
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


def contradictions(work: Work, ids: Iterable[int]) -> dict[int, Contradiction]:
    """Of these articles those with a sentence that the evidence library contradicts, by the machine's word."""
    found = {}
    for article_id, claims in work.sightings.of_articles(ids).items():
        for claim_id in claims:
            against = next((one for one in work.proposals.list(claim_id) if one.label == "REFUTED"), None)
            if against is not None:
                words = "; ".join(reason.words for reason in against.reasons if not reason.agrees)
                found[article_id] = Contradiction(claim_id, article_id, words or "xem trang kiểm chứng")
    return found
