"""Sessions: how far a sign-in came, and for how long it counts."""

from __future__ import annotations

import secrets
from datetime import timedelta

from config.web import WebSettings
from dashboards.services.people import NextStep, Progress, Refused, Visitor
from jobs.wiring import Office
from storage import Work
from storage.people import StoredPerson
from storage.sessions import Session, Stage

#: How long somebody may look for their phone.
_UNFINISHED = timedelta(minutes=15)
START_AGAIN = "Lần đăng nhập này đã hết hạn; hãy bắt đầu lại."
NEXT = {Stage.SECOND: NextStep.CODE, Stage.ENROL: NextStep.ENROL, Stage.FULL: NextStep.DONE}


class Doors:
    """Opens and closes the sessions of one office, within the caller's transaction."""

    def __init__(self, office: Office) -> None:
        self._province, self._clock = office.province, office.clock
        self._limits: WebSettings = office.configuration.web

    def is_alive(self, session: Session) -> bool:
        """Whether a whole session is within its limits."""
        now = self._clock()
        is_used = now - session.seen_at <= self._limits.idle
        return session.stage is Stage.FULL and is_used and now - session.started_at <= self._limits.absolute

    def first_step(self, work: Work, person: str) -> Progress:
        """The password was right: on to the second factor, or to setting one up."""
        factor = work.second_factors.get(self._province, person)
        stage = Stage.SECOND if factor and factor.confirmed_at else Stage.ENROL
        if stage is Stage.ENROL:
            work.second_factors.delete(self._province, person)
        secret = secrets.token_urlsafe(32)
        work.sessions.add(secret, self._province, person, stage)
        return Progress(secret, NEXT[stage])

    def come_in(self, work: Work, person: str, *, former: str | None = None) -> Progress:
        """All proven: a whole session with a secret of its own, and this browser is the person's."""
        if former is not None:
            work.sessions.delete(former)
        work.sessions.purge(idle=self._limits.idle, absolute=self._limits.absolute)
        work.attempts.purge()
        secret, device = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        work.sessions.add(secret, self._province, person, Stage.FULL)
        work.sessions.add_device(device, self._province, person)
        work.people.mark_signed_in(self._province, person)
        work.audit.add(self._province, person, "sign_in", "person", person)
        return Progress(secret, NextStep.DONE, device)

    def unfinished(self, work: Work, secret: str) -> tuple[StoredPerson, Session] | None:
        """Whose sign-in this secret is half of."""
        session = work.sessions.get(self._province, secret)
        if session is None or session.stage is Stage.FULL or self._clock() - session.started_at > _UNFINISHED:
            return None
        stored = work.people.get(self._province, session.person)
        return (stored, session) if stored and stored.is_active else None

    def at(self, work: Work, secret: str, stage: Stage) -> str:
        """Whose sign-in stands at this stage. Raises ``Refused``."""
        found = self.unfinished(work, secret)
        if found is None or found[1].stage is not stage:
            raise Refused(START_AGAIN)
        return found[0].person.id

    def own_device(self, work: Work, person: str, visitor: Visitor) -> str | None:
        """The browser's secret when the person signed in with it before."""
        known = visitor.device and work.sessions.knows_device(visitor.device, self._province, person)
        return visitor.device if known else None
