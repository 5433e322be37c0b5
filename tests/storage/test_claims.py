"""Promises on claims, evidence and corrections in storage, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from news.claims import ClaimChange, ClaimOrigin, ClaimState, Decision, Verdict
from news.errors import StorageError, UnknownId
from news.evidence import Evidence, EvidenceKind, Original
from news.safety import SafetyCategory
from storage import Storage
from storage.claims import StaleClaim
from storage.proposals import ProposalReason, StoredProposal
from storage.sightings import Sighting
from tests.factcheck.samples import publish
from tests.fakes import FakeClock

PROVINCE = "ninh-binh"
DOCUMENT = Evidence(
    EvidenceKind.STATISTICS, "Cục Thống kê (mẫu)", "Số liệu", "Có 12 ca.", "c" * 64, "https://tk.example/1", "5/BC",
    date(2026, 11, 1), date(2026, 11, 1), date(2026, 12, 31), "vi",
)  # fmt: skip


def test_a_step_follows_the_claim_as_it_stands_or_is_refused(storage: Storage) -> None:
    decision = Decision(
        Verdict.REFUTED, "Tin", "Vì", (1,), "lan", SafetyCategory.FALSE_EMERGENCY, ("tin này",), date(2026, 12, 1)
    )
    with storage.begin() as work:
        one = work.claims.add(PROVINCE, "Tin\x00 đồn", ClaimOrigin.TIP, "lan")
        next_one = replace(one, version=2, state=ClaimState.VERDICT, decision=decision)
        work.claims.change(ClaimChange(next_one, "decide", "lan", one.created_at))
        with pytest.raises(StaleClaim):
            work.claims.change(ClaimChange(next_one, "decide", "hung", one.created_at))
    with storage.read() as work:
        assert work.claims.get(one.id) == next_one
        assert [change.claim for change in work.claims.history(one.id)] == [one, next_one]
        assert work.claims.list(PROVINCE, [ClaimState.VERDICT]) == [next_one]
        assert work.claims.count(PROVINCE) == {ClaimState.VERDICT: 1}
        assert work.claims.all_wordings(PROVINCE) == [(one.id, "Tin đồn")]
        with pytest.raises(UnknownId):
            work.claims.get(99)


def test_a_correction_is_read_as_it_was_written(storage: Storage, clock: FakeClock) -> None:
    words, until = ("học sinh toàn tỉnh nghỉ học 5 ngày",), date(2026, 12, 1)
    claim, one = publish(storage, clock, category=SafetyCategory.FALSE_EMERGENCY, wordings=words, counted_until=until)
    with storage.read() as work:
        assert work.corrections.versions(claim.id) == [one]
        assert work.corrections.list(PROVINCE) == [one]
        assert (work.corrections.get(PROVINCE, 1), work.corrections.find(claim.id)) == (one, one)
        assert [counted.until for counted in work.corrections.counted(PROVINCE)] == [until]


def test_the_database_refuses_one_person_twice_and_fine_counts(storage: Storage, clock: FakeClock) -> None:
    claim, one = publish(storage, clock)
    with pytest.raises(StorageError) as raised, storage.begin() as work:
        work.corrections.add(replace(one, version=2), decided_by="lan", approved_by="lan")
    assert one.explanation[:20] not in str(raised.value)
    with pytest.raises(StorageError), storage.begin() as work:
        work.sightings._connection.exec_driver_sql(
            f"INSERT INTO claim_count (claim_id, platform, hour, count) VALUES ({claim.id}, 'youtube', 0, 3)"
        )


def test_a_document_keeps_all_it_came_with(storage: Storage) -> None:
    with storage.begin() as work:
        key = work.evidence.add(PROVINCE, DOCUMENT, ["Có 12 ca."], "lan", Original("application/pdf", b"%PDF"))
        assert work.evidence.add(PROVINCE, DOCUMENT, ["Có 12 ca."], "lan") == key
        kept = work.evidence.get(key)
        assert (kept.evidence, work.evidence.original(key)) == (DOCUMENT, Original("application/pdf", b"%PDF"))
        assert [one.text for one in work.evidence.passages_after(PROVINCE, key - 1)] == ["Có 12 ca."]
        assert (work.evidence.newest(PROVINCE), work.evidence.newest("hue")) == (key, 0)
        assert kept.is_valid_on(date(2026, 11, 20))
        assert not kept.is_valid_on(date(2027, 1, 1))


def test_sightings_counts_and_proposals_are_written_once(storage: Storage, clock: FakeClock) -> None:
    with storage.begin() as work:
        claim = work.claims.add(PROVINCE, "Tin", ClaimOrigin.OFFICE, "lan")
        key = work.evidence.add(PROVINCE, DOCUMENT, ["Có 12 ca."], "lan")
        seen = Sighting(claim.id, 5, "bao-a", 1, 0, 9, clock())
        assert [work.sightings.add(seen), work.sightings.add(seen)] == [True, False]
        hour = clock().replace(minute=0)
        for count in (3, 1_234):
            work.sightings.add_count(claim.id, "youtube", hour, count)
        reason = ProposalReason("number", (0, 2), None, agrees=False, words="con số khác")
        for score in (0.5, 0.9):
            work.proposals.put(StoredProposal(claim.id, key, 0, "REFUTED", score, (reason,), clock()))
        work.sightings.mark_matched("ninh-binh", 5, 1)
        work.sightings.mark_matched("ninh-binh", 5, 2)
    with storage.read() as work:
        assert work.sightings.list(claim.id) == [seen]
        assert work.sightings.of_articles([5, 6]) == {5: [claim.id]}
        assert [one.count for one in work.sightings.counts(claim.id)] == [1_200]
        (proposal,) = work.proposals.list(claim.id)
        assert (proposal.score, proposal.reasons) == (0.9, (reason,))
        assert work.sightings.pending(PROVINCE, clock() - timedelta(days=1), 9) == []
