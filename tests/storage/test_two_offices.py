"""Two offices in one store do not see each other: not by listing, not by an id that they guessed, in no table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from news.digest import Period
from news.errors import StorageError, UnknownId
from news.times import Window
from storage import Storage, Work
from storage.proposals import StoredProposal
from storage.schema import metadata
from storage.sightings import Sighting
from tests.fakes import FakeClock
from tests.storage.full_office import HOUR, MARK, OURS, SECRET, THEIRS, fill
from tests.storage.samples import NOW, contents

#: What all offices share; every other table has a province, or hangs on one that has.
SHARED = {
    "article", "article_alias", "article_lease", "article_vector", "article_version", "analysis", "change",
    "channel_token", "entry", "firing", "follower", "host_day", "host_lease", "model_set", "past_place", "pointer",
    "raw_page", "reading", "rereading", "round", "snapshot", "source_state", "story", "story_edge", "story_member",
    "tombstone", "worker",
}  # fmt: skip


def test_every_table_is_an_offices_or_shared_on_purpose() -> None:
    owned = {name for name, table in metadata.tables.items() if "province" in table.columns}
    hanging = {
        name
        for name, table in metadata.tables.items()
        if any(key.column.table.name in owned for key in table.foreign_keys)
    }
    assert metadata.tables.keys() - owned - hanging == SHARED
    assert not SHARED & owned


@pytest.fixture
def full(storage: Storage, clock: FakeClock) -> dict[str, Any]:
    return fill(storage, clock)


Look = Callable[[Work, dict[str, Any]], Any]
#: Every way to look something up; another office finds nothing on any of them.
LOOKS: dict[str, Look] = {
    "people.get": lambda work, of: work.people.get(THEIRS, "lan"),
    "people.list": lambda work, of: work.people.list(THEIRS),
    "sessions.get": lambda work, of: work.sessions.get(THEIRS, SECRET),
    "tokens.get": lambda work, of: work.tokens.get(THEIRS, SECRET),
    "tokens.list": lambda work, of: work.tokens.list(THEIRS),
    "claims.get": lambda work, of: work.claims.get(of["claim"].id),
    "claims.list": lambda work, of: work.claims.list(THEIRS),
    "claims.history": lambda work, of: work.claims.history(of["claim"].id),
    "claims.wordings": lambda work, of: work.claims.wordings(of["claim"].id),
    "claims.all_wordings": lambda work, of: work.claims.all_wordings(THEIRS),
    "corrections.find": lambda work, of: work.corrections.find(of["claim"].id),
    "corrections.get": lambda work, of: work.corrections.get(THEIRS, of["correction"].number),
    "corrections.list": lambda work, of: work.corrections.list(THEIRS),
    "corrections.versions": lambda work, of: work.corrections.versions(of["claim"].id),
    "corrections.counted": lambda work, of: work.corrections.counted(THEIRS),
    "evidence.get": lambda work, of: work.evidence.get(of["evidence"]),
    "evidence.find": lambda work, of: work.evidence.find([of["evidence"]]),
    "evidence.list": lambda work, of: work.evidence.list(THEIRS),
    "evidence.passages": lambda work, of: work.evidence.passages(of["evidence"]),
    "evidence.passages_after": lambda work, of: work.evidence.passages_after(THEIRS, 0),
    "evidence.original": lambda work, of: work.evidence.original(of["evidence"]),
    "proposals.list": lambda work, of: work.proposals.list(of["claim"].id),
    "sightings.list": lambda work, of: work.sightings.list(of["claim"].id),
    "sightings.of_articles": lambda work, of: work.sightings.of_articles([of["article"]]),
    "sightings.counts": lambda work, of: work.sightings.counts(of["claim"].id),
    "sightings.tip_counts": lambda work, of: work.sightings.tip_counts(of["claim"].id),
    "cases.get": lambda work, of: work.cases.get(THEIRS, of["case"].id),
    "cases.list": lambda work, of: work.cases.list(THEIRS),
    "cases.history": lambda work, of: work.cases.history(of["case"].id),
    "cases.of_link": lambda work, of: work.cases.of_link(THEIRS, SECRET, NOW),
    "findings.list": lambda work, of: work.findings.list(THEIRS),
    "findings.list of an alert": lambda work, of: work.findings.list(THEIRS, alert=of["alert"].id),
    "findings.unrouted": lambda work, of: work.findings.unrouted(THEIRS),
    "alerts.get": lambda work, of: work.alerts.get(THEIRS, of["alert"].id),
    "alerts.list": lambda work, of: work.alerts.list(THEIRS),
    "alerts.find_token": lambda work, of: work.alerts.find_token(SECRET, NOW),
    "silences.list": lambda work, of: work.silences.list(THEIRS, NOW),
    "outbox.due": lambda work, of: work.outbox.due(NOW, 9),
    "outbox.list": lambda work, of: work.outbox.list(THEIRS),
    "watching.list": lambda work, of: work.watching.list(THEIRS),
    "editions.of_day": lambda work, of: work.editions.of_day(THEIRS, Period.DAY, date(2026, 11, 20)),
    "editions.file": lambda work, of: work.editions.file(THEIRS, Period.DAY, date(2026, 11, 20), 1, "html"),
    "editions.list": lambda work, of: work.editions.list(THEIRS),
    "drafts.list": lambda work, of: work.drafts.list(THEIRS, Period.DAY, date(2026, 11, 20)),
    "searches.list": lambda work, of: work.searches.list(THEIRS, "lan"),
    "scans.get": lambda work, of: work.scans.get(THEIRS, of["scan"]),
    "scans.list": lambda work, of: work.scans.list(THEIRS, of["article"]),
    "audit.list": lambda work, of: work.audit.list(THEIRS),
}

#: Every way to change something by its id; of another office nothing changes.
ACTS: dict[str, Look] = {
    "claims.add_wording": lambda work, of: work.claims.add_wording(of["claim"].id, "khác"),
    "evidence.supersede": lambda work, of: work.evidence.supersede(of["evidence"], of["evidence"]),
    "proposals.put": lambda work, of: work.proposals.put(
        StoredProposal(of["claim"].id, of["evidence"], 0, "SUPPORTED", 0.1, (), NOW)
    ),
    "sightings.add": lambda work, of: work.sightings.add(Sighting(of["claim"].id, 9, "x", 1, 0, 1, NOW)),
    "sightings.add_count": lambda work, of: work.sightings.add_count(of["claim"].id, "x", NOW.replace(minute=0), 7),
    "sightings.add_tip_count": lambda work, of: work.sightings.add_tip_count(of["claim"].id, date(2026, 1, 1), 7),
    "cases.drop_links": lambda work, of: work.cases.drop_links(of["case"].id),
    "findings.mark_routed": lambda work, of: work.findings.mark_routed({of["finding"].id: None}),
    "alerts.mark_acknowledged": lambda work, of: work.alerts.mark_acknowledged(THEIRS, of["alert"].id, "x", NOW),
    "alerts.use_token": lambda work, of: work.alerts.use_token(SECRET, NOW),
    "silences.end": lambda work, of: work.silences.end(THEIRS, of["silence"], NOW),
    "outbox.claim": lambda work, of: work.outbox.claim(of["letter"].id, NOW, NOW + HOUR),
    "outbox.mark_sent": lambda work, of: work.outbox.mark_sent(of["letter"].id, NOW),
    "outbox.retry": lambda work, of: work.outbox.retry(of["letter"].id, THEIRS),
    "watching.enable": lambda work, of: work.watching.enable(THEIRS, of["watch"], "x", is_enabled=False),
    "searches.delete": lambda work, of: work.searches.delete(THEIRS, "lan", of["search"]),
    "tokens.delete": lambda work, of: work.tokens.delete(THEIRS, "lan", of["token"]),
    "people.disable": lambda work, of: work.people.disable(THEIRS, "lan"),
    "sessions.end": lambda work, of: work.sessions.end(THEIRS, "lan"),
}


def test_another_office_finds_nothing(storage: Storage, full: dict[str, Any]) -> None:
    for name, look in LOOKS.items():
        with storage.of(THEIRS).read() as work:
            try:
                found = look(work, full)
            except UnknownId:
                continue
            assert not found, name


def test_the_office_itself_finds_all_of_it(storage: Storage, full: dict[str, Any]) -> None:
    """Else the test above would prove nothing."""
    by_id = [name for name, look in LOOKS.items() if "THEIRS" not in look.__code__.co_names]
    assert len(by_id) > 12
    with storage.of(OURS).read() as work:
        for name in by_id:
            assert LOOKS[name](work, full), name


def test_another_office_changes_nothing(storage: Storage, full: dict[str, Any]) -> None:
    before = contents(storage)
    for name, act in ACTS.items():
        try:
            with storage.of(THEIRS).begin() as work:
                act(work, full)
        except (UnknownId, ValueError, StorageError):
            pass
        assert contents(storage) == before, name


def test_another_offices_rows_are_seals_only_in_the_log_that_is_taken_away(
    storage: Storage, full: dict[str, Any]
) -> None:
    with storage.of(THEIRS).begin() as work:
        work.audit.add(THEIRS, "binh", "look", "case", "7")
        rows = list(work.audit.export(Window(NOW - HOUR, NOW + HOUR)))
    assert [set(row) for row in rows[:-1]] == [{"seq", "previous", "hash"}] * (len(rows) - 1)
    assert rows[-1]["previous"] == rows[-2]["hash"]
    assert MARK not in repr(rows)
