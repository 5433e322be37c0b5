"""Promises on review: two persons, evidence, nothing lost, no step out of turn."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from factcheck import review
from factcheck.review import STEPS, ReviewRefused
from factcheck.reviewing import FaultyDecision, Review
from news.claims import Claim, ClaimState, Closing, Correction, CorrectionState, Verdict
from news.errors import StorageError
from news.safety import SafetyCategory
from storage import Storage, Work
from tests.factcheck.samples import (
    BINH,
    HUNG,
    LAN,
    NOW,
    PROVINCE,
    STATEMENT,
    STRANGER,
    add_evidence,
    decision,
    publish,
    quiet,
)
from tests.fakes import FakeClock, new_storage


@pytest.fixture
def reviewers(storage: Storage, clock: FakeClock) -> Review:
    return Review(storage, clock, quiet)


def taken(reviewers: Review) -> Claim:
    one = reviewers.add(LAN, STATEMENT)
    return reviewers.take(one.id, one.version, LAN)


def test_what_one_decides_another_publishes(storage: Storage, reviewers: Review) -> None:
    one = taken(reviewers)
    one = reviewers.decide(one.id, one.version, LAN, decision(add_evidence(storage)))
    with pytest.raises(ReviewRefused, match="one person twice"):
        reviewers.approve(one.id, one.version, LAN)
    published = reviewers.approve(one.id, one.version, HUNG)
    assert (published.number, published.version, published.verdict) == (1, 1, Verdict.REFUTED)
    assert published.slug.startswith("1-hoc-sinh-toan-tinh")


@pytest.mark.parametrize("person", [BINH, STRANGER])
def test_neither_other_roles_nor_other_offices_review(reviewers: Review, storage: Storage, person: object) -> None:
    one = taken(reviewers)
    one = reviewers.decide(one.id, one.version, LAN, decision(add_evidence(storage)))
    with pytest.raises(ReviewRefused):
        reviewers.approve(one.id, one.version, person)  # type: ignore[arg-type]


def test_the_table_refuses_one_person_in_both_parts(storage: Storage, clock: FakeClock) -> None:
    _, published = publish(storage, clock)
    with storage.begin() as work:
        again = published.__class__(**{name: getattr(published, name) for name in published.__slots__} | {"version": 2})
        with pytest.raises(IntegrityError):
            work.corrections.add(again, decided_by="lan", approved_by="lan")


def test_who_saw_an_older_claim_looks_again(reviewers: Review) -> None:
    one = taken(reviewers)
    reviewers.reword(one.id, one.version, HUNG, "Tin khác hẳn")
    with pytest.raises(ReviewRefused, match="seen in version"):
        reviewers.close(one.id, one.version, LAN, Closing.NOT_OURS)


FAULTY = [
    ({"evidence": ()}, "evidence"),
    ({"evidence": (99,)}, "evidence"),
    ({"explanation": "Sai."}, "explanation"),
    ({"statement": " "}, "statement"),
    ({"verdict": Verdict.SUPPORTED, "category": SafetyCategory.FALSE_EMERGENCY}, "category"),
    ({"wordings": ("vỡ đập Đồng Chương nghỉ học",)}, "counted_until"),
    ({"wordings": ("bí thư tỉnh ủy là ai",), "counted_until": date(2026, 12, 1)}, "wordings"),
    ({"wordings": ("nghỉ học",), "counted_until": date(2026, 12, 1)}, "wordings"),
    ({"wordings": ("học sinh nghỉ học @ai_do",), "counted_until": date(2026, 12, 1)}, "wordings"),
    ({"wordings": ("học sinh toàn tỉnh nghỉ học",), "counted_until": date(2028, 12, 1)}, "counted_until"),
    (
        {
            "verdict": Verdict.NOT_ENOUGH_EVIDENCE,
            "wordings": ("học sinh toàn tỉnh nghỉ học",),
            "counted_until": date(2026, 12, 1),
        },
        "wordings",
    ),
]


@pytest.mark.parametrize(("changes", "field"), FAULTY)
def test_a_faulty_decision_does_not_pass(
    storage: Storage, reviewers: Review, changes: dict[str, object], field: str
) -> None:
    one = taken(reviewers)
    with pytest.raises(FaultyDecision) as raised:
        reviewers.decide(one.id, one.version, LAN, decision(add_evidence(storage), **changes))  # type: ignore[arg-type]
    assert field in {fault.field for fault in raised.value.faults}


def test_a_document_without_public_address_is_not_enough(storage: Storage, reviewers: Review) -> None:
    one = taken(reviewers)
    with pytest.raises(FaultyDecision):
        reviewers.decide(one.id, one.version, LAN, decision(add_evidence(storage, url="")))


def test_evidence_superseded_before_approval_stops_it(storage: Storage, reviewers: Review) -> None:
    one = taken(reviewers)
    old = add_evidence(storage)
    one = reviewers.decide(one.id, one.version, LAN, decision(old))
    new = add_evidence(storage, sha256="b" * 64)
    with storage.begin() as work:
        work.evidence.supersede(old, new)
    with pytest.raises(FaultyDecision):
        reviewers.approve(one.id, one.version, HUNG)


def test_a_contested_correction_is_revised_then_withdrawn_and_every_version_stays(
    storage: Storage, clock: FakeClock, reviewers: Review
) -> None:
    one, first = publish(storage, clock, category=SafetyCategory.FALSE_EMERGENCY)
    one = reviewers.contest(one.id, one.version, HUNG)
    again = decision(first.evidence[0].evidence_id, HUNG, Verdict.MISLEADING, category=SafetyCategory.FALSE_EMERGENCY)
    one = reviewers.decide(one.id, one.version, HUNG, again)
    revised = reviewers.approve(one.id, one.version, LAN)
    with storage.read() as work:
        one = work.claims.get(one.id)
    one = reviewers.contest(one.id, one.version, LAN)
    one = reviewers.decide(one.id, one.version, LAN, decision(first.evidence[0].evidence_id, verdict=None))
    withdrawn = reviewers.approve(one.id, one.version, HUNG)
    assert (revised.state, revised.slug, revised.version) == (CorrectionState.REVISED, first.slug, 2)
    assert (withdrawn.state, withdrawn.verdict) == (CorrectionState.WITHDRAWN, Verdict.MISLEADING)
    assert withdrawn.category is SafetyCategory.FALSE_EMERGENCY
    with storage.read() as work:
        assert work.corrections.versions(one.id) == [first, revised, withdrawn]
        assert work.claims.get(one.id).state is ClaimState.WITHDRAWN
        verbs = [change.verb for change in work.claims.history(one.id)]
        assert work.audit.verify() == []
    assert verbs == ["add", "take", "decide", "approve", "contest", "decide", "approve", "contest", "decide", "approve"]


def test_an_opinion_is_closed_in_one_step_and_the_step_undone(reviewers: Review) -> None:
    one = reviewers.add(LAN, "Tỉnh làm du lịch chưa hay")
    closed = reviewers.close(one.id, one.version, LAN, Closing.NOT_CHECKABLE)
    assert (closed.state, closed.closing) == (ClaimState.CLOSED, Closing.NOT_CHECKABLE)
    assert reviewers.restore(one.id, closed.version, HUNG).state is ClaimState.NEW


def test_a_claim_closed_as_the_same_gives_its_words_to_the_other(storage: Storage, reviewers: Review) -> None:
    one, other = reviewers.add(LAN, STATEMENT), reviewers.add(LAN, "Vỡ đập nên cả tỉnh cho nghỉ học")
    reviewers.close(other.id, other.version, LAN, Closing.SAME_AS, one.id)
    with storage.read() as work:
        assert "Vỡ đập nên cả tỉnh cho nghỉ học" in work.claims.wordings(one.id)


def test_what_fails_to_be_announced_is_not_published(storage: Storage, clock: FakeClock) -> None:
    def refuse(_work: Work, _correction: Correction) -> None:
        raise StorageError("no")

    with pytest.raises(StorageError):
        publish(storage, clock, refuse)
    with storage.read() as work:
        assert work.corrections.list(PROVINCE) == []
        assert [one.state for one in work.claims.list(PROVINCE)] == [ClaimState.VERDICT]


def test_only_what_is_false_and_in_force_is_counted(storage: Storage, clock: FakeClock) -> None:
    words, until = ("học sinh toàn tỉnh nghỉ học 5 ngày",), date(2026, 12, 1)
    claim, _ = publish(storage, clock, wordings=words, counted_until=until)
    publish(storage, clock, statement="Học sinh toàn tỉnh nghỉ học ngày 20/11", verdict=Verdict.SUPPORTED)
    with storage.read() as work:
        assert [(one.claim_id, one.wordings) for one in work.corrections.counted(PROVINCE)] == [(claim.id, words)]
    clock.advance(days=30)
    with storage.read() as work:
        assert work.corrections.counted(PROVINCE) == []


class Life(RuleBasedStateMachine):
    """Whatever two reviewers do in whatever order: what is public was decided by one and approved by the other."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.storage = new_storage(self.folder, self.clock)
        self.reviewers = Review(self.storage, self.clock, quiet)
        self.evidence = add_evidence(self.storage)
        self.claim = self.reviewers.add(LAN, STATEMENT)

    @rule(
        verb=st.sampled_from(sorted(STEPS)),
        person=st.sampled_from([LAN, HUNG, BINH]),
        verdict=st.sampled_from([*Verdict, None]),
        is_late=st.booleans(),
    )
    def step(self, verb: str, person: object, verdict: Verdict | None, is_late: bool) -> None:
        one, seen = self.claim, self.claim.version - int(is_late)
        more = {
            "reword": [STATEMENT + "."],
            "close": [Closing.NOT_CHECKABLE],
            "decide": [decision(self.evidence, person, verdict)],  # type: ignore[arg-type]
        }
        allowed = review.may(verb, one, person) and not is_late  # type: ignore[arg-type]
        try:
            getattr(self.reviewers, verb)(one.id, seen, person, *more.get(verb, []))
        except ReviewRefused:
            assert not allowed or (verb == "decide" and verdict is None)
        else:
            assert allowed
        with self.storage.read() as work:
            self.claim = work.claims.get(one.id)

    @invariant()
    def history_is_whole(self) -> None:
        with self.storage.read() as work:
            history = work.claims.history(self.claim.id)
            public = work.corrections.versions(self.claim.id)
        assert [change.claim.version for change in history] == list(range(1, self.claim.version + 1))
        assert history[-1].claim == self.claim
        approvals = [index for index, change in enumerate(history) if change.verb == "approve"]
        assert len(public) == len(approvals) == self.claim.publications
        for index in approvals:
            before = history[index - 1].claim.decision
            assert before is not None
            assert before.person != history[index].person
            assert before.evidence

    def teardown(self) -> None:
        self.storage.close()


def test_every_life_of_a_claim_keeps_the_rules(tmp_path: Path) -> None:
    Life.folder = tmp_path
    checks = [HealthCheck.too_slow]
    run_state_machine_as_test(
        Life, settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=checks)
    )


def test_moments_are_the_clocks(reviewers: Review) -> None:
    assert taken(reviewers).changed_at == NOW
