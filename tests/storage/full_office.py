"""One office with everything that an office can own, marked, so that a test sees it wherever it leaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from news.alert import Alert, Severity, Silence
from news.digest import Period
from news.draft import Act
from news.evidence import Evidence, EvidenceKind, Original
from news.people import Person, Role
from news.times import Window
from storage import Edition, Storage
from storage.proposals import StoredProposal
from storage.sessions import Stage
from storage.sightings import Sighting
from tests.alerts.samples import finding
from tests.cases.samples import opened
from tests.factcheck.samples import publish
from tests.fakes import FakeClock
from tests.storage.samples import NOW, headline

OURS, THEIRS = "ninh-binh", "quang-ngai"
#: In every text of the office; and the secret of each of its links, tokens and sessions.
MARK, SECRET = "dau-rieng-cua-ninh-binh", "chia-khoa-cua-ninh-binh"
HOUR = timedelta(hours=1)
LAN = Person("lan", f"Lan {MARK}", OURS, frozenset({Role.PRESS_OFFICER}))


def fill(storage: Storage, clock: FakeClock) -> dict[str, Any]:
    """Everything that the office of Ninh Bình can own, with the ids it got; ``MARK`` stands in every text of it."""
    clock.now = NOW
    claim, published = publish(storage.of(OURS), clock, statement=f"Nhận định {MARK}")
    with storage.of(OURS).begin() as work:
        article_id = work.articles.add(headline(1), first_seen_at=NOW).id
        work.people.add(LAN)
        work.sessions.add(SECRET, OURS, "lan", Stage.FULL)
        token = work.tokens.add(SECRET, OURS, "lan", MARK, Role.EDITOR, NOW + HOUR)
        page = Original("text/html", MARK.encode())
        paper = Evidence(EvidenceKind.STATISTICS, "Cục Thống kê (mẫu)", MARK, MARK, "c" * 64)
        evidence = work.evidence.add(OURS, paper, [MARK], "lan", page)
        work.proposals.put(StoredProposal(claim.id, evidence, 0, "REFUTED", 0.9, (), NOW))
        work.sightings.add(Sighting(claim.id, article_id, "bao-mau", 1, 0, 5, NOW))
        work.sightings.add_count(claim.id, "youtube", NOW.replace(minute=0), 99)
        work.sightings.add_tip_count(claim.id, date(2026, 11, 20), 99)
        case = work.cases.add(opened(LAN, article_id=article_id, title=MARK, question=MARK))
        work.cases.put_link(SECRET, case, NOW + HOUR)
        (found,) = work.findings.add_many([finding(MARK, title=MARK)])
        whole = Alert(0, OURS, "r", "e", MARK, Severity.WARNING, NOW, NOW, 1)
        (alert,) = work.alerts.put_many([(whole, [found.id])])
        work.alerts.add_token(SECRET, OURS, alert.id, "lan", NOW + HOUR)
        silence = work.silences.add(Silence(0, OURS, "lan", MARK, NOW, NOW + HOUR))
        work.outbox.add(OURS, f"{OURS}/1", "email", f"{MARK}@vp.example", MARK.encode())
        (letter,) = work.outbox.due(NOW, 9)
        watch = work.watching.put(OURS, MARK, MARK, "lan")
        edition = Edition(
            OURS, Period.DAY, date(2026, 11, 20), 1, Window(NOW - HOUR, NOW), MARK.encode(), "lan", NOW, "0" * 64
        )
        work.editions.add(edition)
        work.editions.add_files(edition, {"html": MARK.encode()})
        work.drafts.add(OURS, Period.DAY, date(2026, 11, 20), Act.NOTE, article_id, MARK, "lan")
        search = work.searches.add(OURS, "lan", MARK, MARK)
        scan = work.scans.add(
            OURS, article_id, MARK, "image/png", MARK.encode(), "lan", delete_after=NOW + 90 * 24 * HOUR
        )
        work.audit.add(OURS, "lan", "sign", "edition", MARK)
    return {
        "article": article_id, "claim": claim, "evidence": evidence, "case": case, "finding": found, "alert": alert,
        "silence": silence, "letter": letter, "watch": watch, "search": search, "scan": scan, "token": token,
        "correction": published,
    }  # fmt: skip
