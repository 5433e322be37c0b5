"""The liaison reads public corrections of three categories and nothing else, whatever anybody configures or writes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from alerts.borders import police_reason
from alerts.delivery import Delivery
from alerts.liaison import LIAISON, LiaisonChannel, announce
from alerts.parcels import Parcel, Steps
from alerts.policy import Liaison, Policy
from alerts.recipients import read_policy
from config.schedule import read_schedule
from config.tables import Faults, parse_table
from factcheck.review import ReviewRefused
from factcheck.reviewing import FaultyDecision, Review
from news.claims import Correction, CorrectionState, Verdict
from news.letter import Letter
from news.safety import SafetyCategory
from news.times import Window, at_local
from storage import Storage, Waiting, Work
from tests.factcheck.samples import EXPLANATION, HUNG, LAN, STATEMENT, add_evidence, decision, publish
from tests.fakes import FakeClock

CONTACT = Liaison("Đầu mối", "daumoi@lienhe.example")
PROVINCE = "ninh-binh"
FRAUD = SafetyCategory.FRAUD_IMPERSONATION


def tell(work: Work, correction: Correction) -> None:
    announce(work, correction, CONTACT)


@dataclass
class Post:
    """A mail channel that keeps what it was to send."""

    sent: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel, steps: Steps) -> None:
        steps.about_to()
        self.sent.append(parcel)


def reached(storage: Storage, clock: FakeClock) -> list[Letter]:
    """Send all that waits; what reached the liaison's address."""

    def versions(claim_id: int) -> Sequence[Correction]:
        with storage.read() as work:
            return work.corrections.versions(claim_id)

    def border(one: Waiting) -> str | None:
        return None if one.channel == LIAISON else police_reason(CONTACT, one.recipient)

    post = Post()
    channels = {"email": post, "webhook": post, LIAISON: LiaisonChannel(CONTACT, post, versions, "https://kc.example")}
    Delivery(storage, channels, border, clock).run()
    return [one.letter for one in post.sent if one.address == CONTACT.email]


def test_a_public_correction_reaches_the_liaison_once_in_the_public_s_words(storage: Storage, clock: FakeClock) -> None:
    _, correction = publish(storage, clock, tell, category=FRAUD)
    (letter,) = reached(storage, clock)
    assert STATEMENT in letter.text
    assert EXPLANATION in letter.text
    assert f"https://kc.example{correction.path}" in letter.text
    assert LAN.id not in letter.text.split()
    with storage.begin() as work:
        tell(work, correction)
    assert reached(storage, clock) == []
    with storage.read() as work:
        acts = [(row["verb"], row["key"]) for row in work.audit.export(everything())]
    assert acts.count(("notify_liaison", "1.1")) == 1


def test_withdrawn_or_revised_it_goes_again_so_that_nobody_acts_on_the_old(storage: Storage, clock: FakeClock) -> None:
    claim, _ = publish(storage, clock, tell, category=FRAUD)
    reached(storage, clock)
    review = Review(storage, clock, tell)
    claim = review.contest(claim.id, claim.version, LAN)
    withdrawal = replace(
        decision(1), verdict=None, explanation="Căn cứ mới của Chi cục Thủy lợi cho thấy khác; đính chính này được rút."
    )
    changed = review.decide(claim.id, claim.version, LAN, withdrawal)
    correction = review.approve(changed.id, changed.version, HUNG)
    assert correction.state is CorrectionState.WITHDRAWN
    (letter,) = reached(storage, clock)
    assert "Rút đính chính" in letter.subject


@pytest.mark.parametrize(
    "changes",
    [
        {"category": None},
        {"category": FRAUD, "verdict": Verdict.SUPPORTED},
        {"category": None, "verdict": Verdict.MISLEADING},
    ],
)
def test_nothing_of_another_kind_goes(storage: Storage, clock: FakeClock, changes: dict[str, object]) -> None:
    with suppress(FaultyDecision):  # what review itself refuses goes nowhere either
        publish(storage, clock, tell, **changes)
    assert reached(storage, clock) == []


def test_a_category_that_is_none_of_the_three_cannot_even_be_named() -> None:
    assert len(SafetyCategory) == 3
    with pytest.raises(ValueError):
        SafetyCategory("criticism")


def test_what_is_not_published_yet_does_not_go(storage: Storage, clock: FakeClock) -> None:
    """A decision that waits for the second person, and a correction that somebody made up."""
    review = Review(storage, clock, tell)
    claim = review.add(LAN, STATEMENT)
    claim = review.take(claim.id, claim.version, LAN)
    claim = review.decide(claim.id, claim.version, LAN, decision(add_evidence(storage), category=FRAUD))
    assert reached(storage, clock) == []
    with pytest.raises(ReviewRefused):  # one person in both parts
        review.approve(claim.id, claim.version, LAN)
    assert reached(storage, clock) == []
    _, real = publish(storage, clock, category=None)
    with storage.begin() as work:
        assert not announce(work, replace(real, category=FRAUD), CONTACT)
        assert not announce(work, replace(real, category=FRAUD, version=2), CONTACT)
    assert reached(storage, clock) == []


@pytest.mark.parametrize(
    "payload",
    [
        Letter("Điểm báo", "mọi bài").encode(),
        b'{"claim": 1, "version": 9}',
        b'{"claim": 99, "version": 1}',
        b'{"claim": 1, "version": 1, "note": "more"}',
        b'{"tip": 1}',
        b"",
        b"[1, 1]",
    ],
)
def test_whatever_is_written_into_the_outbox_only_a_public_version_comes_out(
    storage: Storage, clock: FakeClock, payload: bytes
) -> None:
    publish(storage, clock, category=FRAUD)
    with storage.begin() as work:
        work.outbox.add(PROVINCE, "digest/1", LIAISON, LIAISON, payload)
        work.outbox.add("quang-ngai", "other", LIAISON, LIAISON, b'{"claim": 1, "version": 1}')
    assert reached(storage, clock) == []
    with storage.read() as work:
        assert work.outbox.count(PROVINCE, "failed") == 1


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", CONTACT.email),
        ("email", "Daumoi+diembao@LIENHE.example"),
        ("email", "khac@lienhe.example"),
        ("email", "khac@may2.lienhe.example"),
        ("webhook", "https://lienhe.example/hook"),
        ("webhook", "https://x@lienhe.example:8443/"),
        ("email", "truc@bocongan.gov.vn"),
        ("email", "congan.ninhbinh@gmail.com"),
        ("webhook", "https://conganninhbinh.gov.vn/api"),
    ],
)
def test_no_letter_of_any_kind_leaves_for_a_police_address(
    storage: Storage, clock: FakeClock, channel: str, address: str
) -> None:
    """A digest, an export, a case, a draft: whoever wrote the row."""
    with storage.begin() as work:
        work.outbox.add(PROVINCE, "k", channel, address, Letter("Điểm báo", "mọi bài").encode())
    reached(storage, clock)
    with storage.read() as work:
        (row,) = work.outbox.list(PROVINCE)
    assert row.state == "failed"
    assert "không được phép gửi" in row.detail


def test_a_shared_host_is_told_apart_by_the_whole_address() -> None:
    contact = Liaison("Đầu mối", "dau.moi@gmail.com")
    assert police_reason(contact, "daumoi+x@googlemail.com")
    assert police_reason(contact, "vanphong@gmail.com") is None
    province = Liaison("Đầu mối", "daumoi@ninhbinh.gov.vn")
    assert police_reason(province, "vanphong@ninhbinh.gov.vn") is None
    assert police_reason(province, "DAUMOI@ninhbinh.gov.vn")


def policy_of(text: str) -> tuple[Policy, Faults]:
    faults = Faults()
    schedule = read_schedule(parse_table("", Path("schedule.toml"), Faults()))
    return read_policy(parse_table(text, Path("recipients.toml"), faults), schedule), faults


CONTACT_TABLE = '[liaison]\nname = "Đầu mối"\nemail = "daumoi@lienhe.example"\n'
AN = '[[recipient]]\nname = "an"\nemail = "an@vp.example"\n'
B = '[[recipient]]\nname = "b"\n'
ROUTE = '[[route]]\nname = "r"\n'


@pytest.mark.parametrize(
    ("text", "line", "key", "expected"),
    [
        (CONTACT_TABLE + 'template = "bai.html"\n', 4, "liaison.template", "one of email, name"),
        (CONTACT_TABLE + "categories = ['all']\n", 4, "liaison.categories", "one of email, name"),
        (CONTACT_TABLE + "digest = true\n", 4, "liaison.digest", "one of email, name"),
        (CONTACT_TABLE + "webhook = 'https://a.example'\n", 4, "liaison.webhook", "one of email, name"),
        (CONTACT_TABLE + ROUTE + 'to = ["liaison"]\n', 6, "route[0].to", "names of recipients"),
        (CONTACT_TABLE + B + 'email = "daumoi@lienhe.example"\n', 6, "recipient[0].email", "police"),
        (CONTACT_TABLE + B + 'email = "b@lienhe.example"\n', 6, "recipient[0].email", "police"),
        (CONTACT_TABLE + B + 'webhook = "https://lienhe.example/x"\n', 6, "recipient[0].webhook", ""),
        (AN + "police = true\n", 4, "recipient[0].police", "[liaison]"),
        (B + 'title = "Công an tỉnh"\nemail = "b@vp.example"\n', 4, "recipient[0].email", "police"),
        (B + 'email = "pa05@ninhbinh.gov.vn"\n', 3, "recipient[0].email", "police"),
        (B + 'webhook = "http://vp.example/x"\n', 3, "recipient[0].webhook", "https://"),
        (AN + ROUTE + 'to = ["ann"]\n', 6, "route[0].to", "names of recipients"),
        (AN + ROUTE + 'under = "x"\nto = ["an"]\n', 6, "route[0].under", "before this one"),
        (AN + ROUTE + 'to = ["an"]\ntopics = ["yte"]\n', 7, "route[0].topics", "y tế"),
        (AN + ROUTE + 'to = ["an"]\nescalate_after = "1h"\n', 7, "route[0].escalate_after", "escalate_to"),
        (AN + '[[shift]]\nrecipient = "an"\nfrom = "2027-02-05"\nto = "5/2"\n', 7, "shift[0].to", "local time"),
        (AN + '[[inhibit]]\nstronger = "tin"\nweaker = "khẩn"\n', 6, "inhibit[0].weaker", "less"),
        (AN + '[mail]\nhost = "m.example"\nfrom = "x"\nsecurity = "none"\n', 7, "mail.security", "starttls or tls"),
    ],
)
def test_configuration_cannot_widen_it_and_names_file_line_and_key(
    text: str, line: int, key: str, expected: str
) -> None:
    _, faults = policy_of(text)
    assert any(
        (one.file.name, one.line, one.key) == ("recipients.toml", line, key) and expected in one.expected
        for one in faults.errors
    ), faults.errors


def test_a_whole_file_is_read() -> None:
    text = (
        CONTACT_TABLE
        + AN
        + """hours = "working"
digest = true
[[recipient]]
name = "binh"
telegram = "-100"
[[route]]
name = "chung"
to = ["an"]
repeats = 2
[[route]]
name = "y tế"
under = "chung"
topics = ["y tế"]
severity = "khẩn"
escalate_after = "1h"
escalate_to = ["binh", "@truc"]
[on_call]
rotation = ["an", "binh"]
begins = "2026-11-23 07:30"
[mail]
host = "mail.vp.example"
from = "diembao@vp.example"
"""
    )
    policy, faults = policy_of(text)
    assert faults.errors == []
    child = policy.routes[1]
    assert (child.to, child.repeats, child.under) == (("an",), 2, "chung")
    assert policy.liaison == CONTACT


def everything() -> Window:
    return Window(at_local(date(2000, 1, 1)), at_local(date(2100, 1, 1)))
