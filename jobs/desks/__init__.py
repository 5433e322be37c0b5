"""The desks: what pages and verbs ask of an office, one module per area (``dashboards.services``)."""

from __future__ import annotations

from dashboards.services import Services
from jobs.desks.alerts import AlertsDesk
from jobs.desks.articles import ArticlesDesk
from jobs.desks.audit import AuditDesk
from jobs.desks.cases import CasesDesk
from jobs.desks.claims import ClaimsDesk
from jobs.desks.desk import DeskDesk
from jobs.desks.digest import DigestDesk
from jobs.desks.evidence import EvidenceDesk
from jobs.desks.exports import ExportsDesk
from jobs.desks.own import OwnDesk
from jobs.desks.people import PeopleDesk
from jobs.desks.reports import ReportsDesk
from jobs.desks.search import SearchDesk
from jobs.desks.settings import SettingsDesk
from jobs.desks.sign_in import SignInDesk
from jobs.desks.sources import SourcesDesk
from jobs.desks.staff import StaffDesk
from jobs.desks.tasks import TasksDesk
from jobs.desks.tips import TipsDesk
from jobs.desks.watches import WatchesDesk
from jobs.factchecking import FactCheck
from jobs.wiring import Office


def services_of(office: Office) -> Services:
    """All desks of an office, for its pages."""
    people, tasks, factcheck = PeopleDesk(office), TasksDesk(), FactCheck(office)
    search = SearchDesk(office)
    claims = ClaimsDesk(office, factcheck)
    return Services(
        province=office.province,
        province_name=office.configuration.province.name,
        is_sample=office.configuration.is_sample,
        people=people,
        sign_in=SignInDesk(office, people),
        own=OwnDesk(office),
        staff=StaffDesk(office),
        audit=AuditDesk(office, tasks),
        digest=DigestDesk(office),
        desk=DeskDesk(office, tasks),
        reports=ReportsDesk(office, tasks),
        search=search,
        exports=ExportsDesk(search, tasks),
        articles=ArticlesDesk(office),
        settings=SettingsDesk(office),
        tasks=tasks,
        claims=claims,
        evidence=EvidenceDesk(office, factcheck),
        cases=CasesDesk(office),
        tips=TipsDesk(office, factcheck, claims),
        sources=SourcesDesk(office, tasks),
        alerts=AlertsDesk(office),
        watches=WatchesDesk(office, tasks),
    )
