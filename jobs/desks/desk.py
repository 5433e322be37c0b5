"""The desk of the morning, put together of its parts (``dashboards.services.desk``)."""

from __future__ import annotations

from jobs.desks.by_hand import ByHand
from jobs.desks.drafting import Drafting
from jobs.desks.making import Making
from jobs.desks.posting import Posting
from jobs.desks.signing import Signing
from jobs.desks.tasks import TasksDesk
from jobs.wiring import Office


class DeskDesk:
    def __init__(self, office: Office, tasks: TasksDesk | None = None) -> None:
        making = Making(office)
        drafting, by_hand = Drafting(office, making), ByHand(office, tasks or TasksDesk())
        signing = Signing(office, making, Posting(office, making))
        self.day, self.look, self.edit, self.undo = drafting.day, drafting.look, drafting.edit, drafting.undo
        self.assign, self.opening = drafting.assign, drafting.opening
        self.preview, self.sign, self.signed = signing.preview, signing.sign, signing.signed
        self.outlets, self.add, self.scan = by_hand.outlets, by_hand.add, by_hand.scan
        self.read = by_hand.read
