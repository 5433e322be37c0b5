"""Fictional persons, documents and decisions that tests of fact-checking start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from factcheck.reviewing import Announce, Review
from news.claims import Claim, Correction, Decision, Verdict
from news.evidence import Evidence, EvidenceKind
from news.people import Person, Role
from storage import Storage, Work
from tests.fakes import FakeClock

PROVINCE = "ninh-binh"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LAN = Person("lan", "Trần Thị Lan", PROVINCE, frozenset({Role.REVIEWER}))
HUNG = Person("hung", "Lê Văn Hùng", PROVINCE, frozenset({Role.REVIEWER}))
BINH = Person("binh", "Phạm Bình", PROVINCE, frozenset({Role.PRESS_OFFICER}))
STRANGER = Person("xa", "Người Xa", "quang-ngai", frozenset({Role.REVIEWER}))

STATEMENT = "Học sinh toàn tỉnh nghỉ học 5 ngày từ 23/11 vì vỡ đập Đồng Chương"
EXPLANATION = (
    "Sở Giáo dục thông báo học sinh vẫn đi học bình thường trong tuần từ 23/11. Đập Đồng Chương vận hành an toàn, "
    "không có sự cố vỡ đập."
)
NOTICE = Evidence(
    kind=EvidenceKind.ANNOUNCEMENT,
    publisher="Sở Giáo dục và Đào tạo (mẫu)",
    title="Thông báo lịch học tuần từ 23/11",
    text="Học sinh toàn tỉnh đi học bình thường trong tuần từ 23/11.",
    sha256="a" * 64,
    url="https://so-giao-duc.example/thong-bao-12",
    published_on=date(2026, 11, 19),
)


def quiet(_work: Work, _correction: Correction) -> None:
    """Nobody is told."""


def add_evidence(storage: Storage, **changes: object) -> int:
    with storage.begin() as work:
        one = replace(NOTICE, **changes)  # type: ignore[arg-type]
        return work.evidence.add(PROVINCE, one, [one.text], LAN.id)


def decision(
    cited: int, person: Person = LAN, verdict: Verdict | None = Verdict.REFUTED, **changes: object
) -> Decision:
    made = Decision(verdict, STATEMENT, EXPLANATION, (cited,), person.id)
    return replace(made, **changes)  # type: ignore[arg-type]


def publish(
    storage: Storage, clock: FakeClock, announce: Announce = quiet, statement: str = STATEMENT, **changes: object
) -> tuple[Claim, Correction]:
    """A claim's way to its public page by two persons; the claim as it stands then, and the correction."""
    review = Review(storage, clock, announce)
    key = add_evidence(storage)
    one = review.add(LAN, statement)
    one = review.take(one.id, one.version, LAN)
    said = decision(key, **{"statement": statement, **changes})  # type: ignore[arg-type]
    one = review.decide(one.id, one.version, LAN, said)
    correction = review.approve(one.id, one.version, HUNG)
    with storage.read() as work:
        return work.claims.get(one.id), correction
