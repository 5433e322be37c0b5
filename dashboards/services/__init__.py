"""What the pages need from the rest: one attribute per area, each a Protocol that ``jobs.desks`` implements.

A new area is a module here, a desk in ``jobs/desks`` and a line in both ``Services`` and ``jobs.desks.services_of``.
Every call may take a moment: pages make it from a worker thread (``run_in_threadpool``), so desks are safe from any.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.services.alerts import Alerts
from dashboards.services.articles import Articles
from dashboards.services.audit import Audit
from dashboards.services.cases import Cases
from dashboards.services.claims import Claims
from dashboards.services.desk import Desk
from dashboards.services.digest import Digest
from dashboards.services.evidence import EvidenceShelf
from dashboards.services.people import People, SignIn
from dashboards.services.reports import Reports
from dashboards.services.search import Exports, Search, SearchHit, SearchPage
from dashboards.services.settings import Settings
from dashboards.services.sources import SourceLine, Sources
from dashboards.services.staff import Own, Staff
from dashboards.services.tasks import Tasks
from dashboards.services.tips import TipTray
from dashboards.services.watches import Watches

__all__ = ["SearchHit", "SearchPage", "Services", "SourceLine"]


@dataclass(frozen=True, slots=True)
class Services:
    """One office, as its pages see it."""

    province: str
    province_name: str
    is_sample: bool
    people: People
    sign_in: SignIn
    own: Own
    staff: Staff
    audit: Audit
    digest: Digest
    desk: Desk
    reports: Reports
    search: Search
    exports: Exports
    articles: Articles
    sources: Sources
    settings: Settings
    tasks: Tasks
    claims: Claims
    evidence: EvidenceShelf
    tips: TipTray
    cases: Cases
    alerts: Alerts
    watches: Watches
