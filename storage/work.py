"""One transaction's verbs, grouped by noun."""

from __future__ import annotations

from sqlalchemy import Connection

from news.times import Clock
from storage.alerts import Alerts
from storage.analyses import Analyses
from storage.articles import Articles
from storage.attempts import Attempts
from storage.audit import Audit
from storage.budgets import Budgets
from storage.cases import Cases
from storage.changes import Changes
from storage.channel_keys import ChannelKeyring
from storage.claims import Claims
from storage.corrections import Corrections
from storage.drafts import Drafts
from storage.editions import Editions
from storage.entries import Entries
from storage.evidence import EvidenceLibrary
from storage.figures import Figures
from storage.findings import Findings
from storage.hits import Hits
from storage.leases import Leases
from storage.outbox import Outbox
from storage.overrides import Overrides
from storage.people import People
from storage.pointers import Pointers
from storage.proposals import Proposals
from storage.rereadings import Rereadings
from storage.rounds import Rounds
from storage.scans import Scans
from storage.searches import SavedSearches
from storage.second_factors import SecondFactors
from storage.sessions import Sessions
from storage.sightings import Sightings
from storage.silences import Silences
from storage.snapshots import Snapshots
from storage.sources import Sources
from storage.stories import Stories
from storage.tokens import Tokens
from storage.tombstones import Tombstones
from storage.watching import Watching


class Work:
    """What can be said to the store within one transaction. Not to be kept beyond it."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.changes = Changes(connection, clock)
        self.tombstones = Tombstones(connection, clock)
        self.snapshots = Snapshots(connection)
        self.articles = Articles(connection, clock, self.changes, self.tombstones, self.snapshots)
        self.entries = Entries(connection, self.articles, self.tombstones)
        self.analyses = Analyses(connection, clock, self.changes)
        self.overrides = Overrides(connection, clock, self.changes)
        self.stories = Stories(connection, clock, self.changes)
        self.sources = Sources(connection)
        self.rounds = Rounds(connection)
        self.editions = Editions(connection)
        self.drafts = Drafts(connection, clock)
        self.scans = Scans(connection, clock)
        self.searches = SavedSearches(connection, clock)
        self.rereadings = Rereadings(connection)
        self.budgets = Budgets(connection)
        self.pointers = Pointers(connection)
        self.outbox = Outbox(connection, clock)
        self.watching = Watching(connection, clock)
        self.hits = Hits(connection)
        self.findings = Findings(connection)
        self.figures = Figures(connection)
        self.alerts = Alerts(connection)
        self.silences = Silences(connection)
        self.channel_keys = ChannelKeyring(connection)
        self.audit = Audit(connection, clock)
        self.leases = Leases(connection)
        self.people = People(connection, clock)
        self.sessions = Sessions(connection, clock)
        self.second_factors = SecondFactors(connection, clock)
        self.attempts = Attempts(connection, clock)
        self.tokens = Tokens(connection, clock)
        self.claims = Claims(connection, clock)
        self.corrections = Corrections(connection, clock)
        self.evidence = EvidenceLibrary(connection, clock)
        self.proposals = Proposals(connection)
        self.sightings = Sightings(connection)
        self.cases = Cases(connection)
