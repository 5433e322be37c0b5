"""The alerts of an office: what was told to whom, acknowledged, silenced, tried again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from alerts.policy import ON_CALL
from alerts.routing import INHIBITED, NO_ROUTE
from dashboards.services.alerts import AlertLine, Board, DeadLetter, MutedFinding, NamedArticle
from dashboards.services.people import Refused
from jobs.wiring import Office
from news.alert import Alert, Silence
from news.people import Person
from storage import Work

#: A silence is for now; what is never wanted is a matter of the watch.
LONGEST_SILENCE = timedelta(days=30)
_FINDINGS = 5
_MUTED_VI = {NO_ROUTE: "không có tuyến nhận", INHIBITED: "đã có cảnh báo mức cao hơn về cùng sự kiện"}


class AlertsDesk:
    def __init__(self, office: Office) -> None:
        self._office, self._province = office, office.province

    def board(self) -> Board:
        with self._office.storage.read() as work:
            lines = self._lines(work, work.alerts.list(self._province))
            found = work.findings.list(self._province)
            muted = [
                MutedFinding(one.finding, _MUTED_VI.get(one.muted_by, "đang tạm im"))
                for one in found
                if one.muted_by is not None
            ]
            dead = [
                DeadLetter(one.id, one.channel, one.recipient, one.created_at, one.attempts, one.detail)
                for one in work.outbox.list(self._province, state="failed")
            ]
            return Board(
                # What is urgent first; within, the newest.
                new=sorted(
                    (line for line in lines if line.alert.acknowledged_at is None),
                    key=lambda line: -line.alert.severity.rank,
                ),
                known=[line for line in lines if line.alert.acknowledged_at is not None],
                muted=muted,
                silences=work.silences.list(self._province, self._office.clock()),
                dead=dead,
                waiting=work.outbox.count(self._province, "waiting"),
                on_call=self._on_call(),
            )

    def _on_call(self) -> tuple[str, ...]:
        policy = self._office.policy
        return tuple(policy.recipients[name].title for name in policy.resolve((ON_CALL,), self._office.clock()))

    def get(self, alert_id: int) -> AlertLine:
        with self._office.storage.read() as work:
            alert = work.alerts.get(self._province, alert_id)
            return self._line(work, alert, 0)

    def acknowledge(self, person: Person, alert_id: int) -> None:
        with self._office.storage.begin() as work:
            work.alerts.mark_acknowledged(self._province, alert_id, person.id, self._office.clock())
            work.audit.add(self._province, person.id, "acknowledge", "alert", alert_id)

    def undo_acknowledge(self, person: Person, alert_id: int) -> None:
        with self._office.storage.begin() as work:
            work.alerts.mark_acknowledged(self._province, alert_id, None, None)
            work.audit.add(self._province, person.id, "undo_acknowledge", "alert", alert_id)

    def silence(self, person: Person, alert_id: int, reason: str, hours: int) -> int:
        with self._office.storage.read() as work:
            event = work.alerts.get(self._province, alert_id).event
        return self.add_silence(person, reason, timedelta(hours=hours), event=event)

    def add_silence(
        self, person: Person, reason: str, span: timedelta, *, event: str | None = None, watch: str | None = None
    ) -> int:
        """Silence an event or a watch. Raises ``Refused`` without a reason, or for too long."""
        reason = " ".join(reason.split())
        if not reason:
            raise Refused("Hãy ghi lý do tạm im; người khác cần biết vì sao không có cảnh báo.")
        if not timedelta(0) < span <= LONGEST_SILENCE:
            raise Refused(f"Chỉ tạm im được nhiều nhất {LONGEST_SILENCE.days} ngày.")
        now = self._office.clock()
        with self._office.storage.begin() as work:
            made = Silence(0, self._province, person.id, reason, now, now + span, watch=watch, event=event)
            number = work.silences.add(made)
            work.audit.add(self._province, person.id, "add", "silence", number)
        return number

    def end_silence(self, person: Person, silence_id: int) -> None:
        with self._office.storage.begin() as work:
            work.silences.end(self._province, silence_id, self._office.clock())
            work.audit.add(self._province, person.id, "end", "silence", silence_id)

    def retry(self, person: Person, letter_id: int) -> bool:
        with self._office.storage.begin() as work:
            done = work.outbox.retry(letter_id, self._province)
            if done:
                work.audit.add(self._province, person.id, "retry", "letter", letter_id)
        return done

    def peek(self, token: str) -> Alert | None:
        with self._office.storage.read() as work:
            found = work.alerts.find_token(token, self._office.clock())
        return found[0] if found is not None and found[0].province == self._province else None

    def acknowledge_by_link(self, token: str) -> Alert | None:
        now = self._office.clock()
        with self._office.storage.begin() as work:
            found = work.alerts.use_token(token, now)
            if found is None or found[0].province != self._province:
                return None
            alert, recipient = found
            work.alerts.mark_acknowledged(self._province, alert.id, recipient, now)
            work.audit.add(self._province, recipient, "acknowledge_by_link", "alert", alert.id)
            return alert

    def _lines(self, work: Work, alerts: Iterable[Alert]) -> Sequence[AlertLine]:
        return [self._line(work, one, max(0, one.count - _FINDINGS)) for one in alerts]

    def _line(self, work: Work, alert: Alert, after: int) -> AlertLine:
        found = tuple(one.finding for one in work.findings.list(self._province, alert=alert.id, after=after))
        ids = list(dict.fromkeys(key for one in found for key in one.articles))[-2 * _FINDINGS :]
        articles = tuple(
            NamedArticle(one.id, one.article.title, self._office.source_name(one.article.source), one.sort_time)
            for one in sorted(work.articles.list(ids), key=lambda one: one.sort_time)
        )
        return AlertLine(alert, found, articles)
