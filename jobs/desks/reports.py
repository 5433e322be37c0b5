"""The desk of reports, put together of its parts (``dashboards.services.reports``)."""

from __future__ import annotations

from jobs.desks.report_drafting import KEPT, ReportDrafting
from jobs.desks.report_reading import ReportReading
from jobs.desks.tasks import TasksDesk
from jobs.reporting import Reporting
from jobs.wiring import Office


class ReportsDesk:
    def __init__(self, office: Office, tasks: TasksDesk) -> None:
        reporting = Reporting(office)
        reading, drafting = ReportReading(office, reporting), ReportDrafting(office, reporting, tasks)
        self.formats = tuple(one.value for one in KEPT)
        self.signed, self.waiting, self.newest = reading.signed, reading.waiting, reading.newest
        self.get, self.editions, self.document = reading.get, reading.editions, reading.document
        self.draft, self.begin, self.count = drafting.draft, drafting.begin, drafting.count
        self.edit, self.undo = drafting.edit, drafting.undo
        self.preview, self.sign = drafting.preview, drafting.sign
