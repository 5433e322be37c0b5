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
from storage.counts import Counts
from storage.drafts import Drafts
from storage.editions import Editions
from storage.entries import Entries
from storage.evidence import EvidenceLibrary
from storage.figures import Figures
from storage.findings import Findings
from storage.hits import Hits
from storage.leases import Leases
from storage.offices import Offices
from storage.outbox import Outbox
from storage.overrides import Overrides
from storage.people import People
from storage.pointers import Pointers
from storage.proposals import Proposals
from storage.readings import Readings
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
from storage.standing import Standing
from storage.stories import Stories
from storage.tokens import Tokens
from storage.tombstones import Tombstones
from storage.vectors import Vectors
from storage.watching import Watching
from storage.workers import Firings, Workers


class Work:
    """What can be said to the store within one transaction. Not to be kept beyond it.

    With a ``province`` it is that office's: what another one owns is unknown, also by its id. What all share, articles
    and their annotations, is the same to all.
    """

    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self.changes = Changes(connection, clock)
        self.tombstones = Tombstones(connection, clock)
        self.snapshots = Snapshots(connection)
        self.articles = Articles(connection, clock, self.changes, self.tombstones, self.snapshots)
        self.entries = Entries(connection, self.articles, self.tombstones)
        self.analyses = Analyses(connection, clock, self.changes)
        self.vectors = Vectors(connection)
        self.overrides = Overrides(connection, clock, self.changes)
        self.stories = Stories(connection, clock, self.changes)
        self.sources = Sources(connection)
        self.rounds = Rounds(connection)
        self.editions = Editions(connection)
        self.counts = Counts(connection)
        self.standing = Standing(connection)
        self.drafts = Drafts(connection, clock)
        self.scans = Scans(connection, clock)
        self.searches = SavedSearches(connection, clock)
        self.rereadings = Rereadings(connection)
        self.budgets = Budgets(connection)
        self.pointers = Pointers(connection)
        self.outbox = Outbox(connection, clock, province)
        self.watching = Watching(connection, clock)
        self.hits = Hits(connection)
        self.findings = Findings(connection, province)
        self.figures = Figures(connection)
        self.alerts = Alerts(connection, province)
        self.silences = Silences(connection)
        self.channel_keys = ChannelKeyring(connection)
        self.audit = Audit(connection, clock, province)
        self.leases = Leases(connection)
        self.people = People(connection, clock)
        self.sessions = Sessions(connection, clock)
        self.second_factors = SecondFactors(connection, clock)
        self.attempts = Attempts(connection, clock)
        self.tokens = Tokens(connection, clock)
        self.claims = Claims(connection, clock, province)
        self.corrections = Corrections(connection, clock, province)
        self.evidence = EvidenceLibrary(connection, clock, province)
        self.proposals = Proposals(connection, province)
        self.sightings = Sightings(connection, province)
        self.cases = Cases(connection, province)
        self.offices = Offices(connection, clock)
        self.readings = Readings(connection, self.articles)
        self.workers = Workers(connection)
        self.firings = Firings(connection)
