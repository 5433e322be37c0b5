"""The relational store: the one place of truth. Transactions give a ``Work``, whose verbs stand by noun.

with storage.begin() as work:
    stored = work.articles.add(article, first_seen_at=now)
    work.audit.add("ninh-binh", person, "add", "article", stored.id)
"""

from storage.articles import Stored
from storage.audit import GENESIS, AuditProblem, AuditRow
from storage.changes import Change
from storage.database import Storage, open_storage
from storage.editions import Edition
from storage.entries import NewEntries, PageState, WantedPage
from storage.groupings import MemberRow
from storage.outbox import Waiting
from storage.rounds import Round
from storage.snapshots import SnapshotRef, StoredSnapshot
from storage.sources import Reading
from storage.work import Work

__all__ = [
    "GENESIS",
    "AuditProblem",
    "AuditRow",
    "Change",
    "Edition",
    "MemberRow",
    "NewEntries",
    "PageState",
    "Reading",
    "Round",
    "SnapshotRef",
    "Storage",
    "Stored",
    "StoredSnapshot",
    "Waiting",
    "WantedPage",
    "Work",
    "open_storage",
]
