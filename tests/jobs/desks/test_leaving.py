"""Who leaves has no way in any more, loses nothing of the office's, and hands over what was theirs alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards.services.people import Refused
from factcheck.reviewing import Review
from jobs.commands.users_ import command as users
from jobs.desks.leaving import Leaving, Open
from jobs.wiring import Office, open_office
from news.alert import Silence
from news.people import Person, Role
from tests.factcheck.samples import HUNG, LAN, add_evidence, decision, quiet
from tests.fakes import FakeClock
from tests.jobs.office import write_office

HA = Person("ha", "Phạm Thu Hà", "ninh-binh", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock = FakeClock()
    with open_office(write_office(tmp_path / "office", [], {}), clock) as opened:
        with opened.storage.begin() as work:
            for one in (HA, LAN, HUNG):
                work.people.add(one)
        yield opened


def busy(office: Office) -> tuple[int, int]:
    """Lan is at a claim, waits for approval of another, keeps two searches, a silence, a key and a session."""
    review, key = Review(office.storage, office.clock, quiet), add_evidence(office.storage)
    first, second = (review.add(LAN, f"Nhận định số {n}") for n in (1, 2))
    for one in (first, second):
        one = review.take(one.id, one.version, LAN)
    review.decide(second.id, one.version, LAN, decision(key))
    now = office.clock()
    with office.storage.begin() as work:
        work.searches.add("ninh-binh", "lan", "Lũ", "lũ")
        work.searches.add("ninh-binh", "lan", "Cầu", "cầu")
        work.searches.add("ninh-binh", "hung", "Lũ", "lũ lụt")
        work.silences.add(Silence(0, "ninh-binh", "lan", "bảo trì", now, now + timedelta(days=1), watch="Lũ"))
        work.tokens.add("bi-mat", "ninh-binh", "lan", "máy tính", Role.REVIEWER, now + timedelta(days=9))
    return first.id, second.id


def test_what_is_open_is_told_before_and_the_office_goes_on_after(office: Office) -> None:
    first, second = busy(office)
    leaving = Leaving(office)
    (silence,) = leaving.open_of("lan").silences
    assert leaving.open_of("lan") == Open((first,), (second,), (silence,), 2, 1)
    assert len(leaving.open_of("lan").lines()) == 5
    leaving.leave(HA, "lan", "hung")
    with office.storage.read() as work:
        assert [one.name for one in work.searches.list("ninh-binh", "hung")] == ["Cầu", "Lũ", "Lũ (lan)"]
        assert work.searches.list("ninh-binh", "lan") == []
        assert not work.tokens.list("ninh-binh", "lan")
        stored = work.people.get("ninh-binh", "lan")
        claims = {one.id: one for one in work.claims.list("ninh-binh")}
    assert stored is not None
    assert not stored.is_active
    review = Review(office.storage, office.clock, quiet)
    review.approve(second, claims[second].version, HUNG)
    evidence = add_evidence(office.storage)
    review.decide(first, claims[first].version, HUNG, decision(evidence, HUNG))


def test_it_is_refused_before_anything_is_done(office: Office) -> None:
    busy(office)
    leaving = Leaving(office)
    for id, successor in (("lan", "lan"), ("lan", "khong-co"), ("khong-co", "hung"), ("ha", "lan")):
        with pytest.raises(Refused):
            leaving.leave(HA, id, successor)
    assert leaving.open_of("lan").searches == 2
    with office.storage.read() as work:
        assert all(one.is_active for one in work.people.list("ninh-binh"))


def test_the_verb_shows_first_and_acts_when_told(office: Office) -> None:
    busy(office)
    folder = str(office.configuration.folder)
    shown = CliRunner().invoke(users, ["leave", "lan", "--show", "--config", folder])
    assert "tìm kiếm đã lưu: 2" in shown.output
    assert "không vào được" not in shown.output
    told = CliRunner().invoke(users, ["leave", "lan", "--to", "hung", "--config", folder])
    assert told.exit_code == 0, told.output
    assert "đã chuyển tìm kiếm đã lưu cho hung" in told.output
    with office.storage.read() as work:
        verbs = [(entry.verb, entry.key) for entry in work.audit.list("ninh-binh")]
    assert ("hand_over", "lan") in verbs
