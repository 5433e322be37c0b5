"""Findings become alerts and letters: the plan is made, stored and handed to the outbox in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.composing import MOST_LINES, MOST_SECTIONS, Line, Section, compose
from alerts.policy import Recipient
from alerts.routing import Plan, State, plan
from alerts.telling import Kind, Message, last_told
from jobs.wiring import Office
from news.alert import Alert
from news.letter import Letter
from storage import Work

#: A link in a message acknowledges for so long.
LINK_LIVES = timedelta(days=3)
_TOKEN_BYTES = 24


#: Alerts with their ids, by route and event.
Stored = Mapping[tuple[str, str], Alert]


class Alerter:
    """Routes what watches found, for one office."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._province = office.province

    def route(self) -> int:
        """Plan with everything found and everything open; returns how many letters wait in the outbox for it."""
        now = self._office.clock()
        with self._office.storage.begin() as work:
            found = work.findings.unrouted(self._province)
            alerts = tuple(work.alerts.open(self._province))
            state = State(alerts, tuple(work.silences.list(self._province, now)), last_told(alerts))
            planned = plan([one.finding for one in found], state, self._office.policy, now)
            ids = [one.id for one in found]
            stored = self._store(work, planned, ids)
            work.findings.mark_routed({key: planned.muted.get(place) for place, key in enumerate(ids)})
            return sum(self._post(work, message, stored, now) for message in planned.messages)

    def _store(self, work: Work, planned: Plan, ids: Sequence[int]) -> Stored:
        """The alerts in the plan with their ids, by route and event."""
        pairs = [
            (alert, [ids[place] for place in planned.joined.get((alert.route, alert.event), ())])
            for alert in planned.alerts
        ]
        return {(one.route, one.event): one for one in work.alerts.put_many(pairs)}

    def _post(self, work: Work, message: Message, stored: Stored, now: datetime) -> int:
        recipient = self._office.policy.recipients[message.recipient]
        letter, mark = self._letter(work, message, recipient, stored, now)
        sent = 0
        for way in recipient.ways:
            key = f"{self._province}/alert/{mark}/{recipient.name}/{way.channel}"
            sent += work.outbox.add(self._province, key, way.channel, way.address, letter.encode())
        return sent

    def _letter(
        self, work: Work, message: Message, recipient: Recipient, stored: Stored, now: datetime
    ) -> tuple[Letter, str]:
        """The letter, and what marks it: the first alert of it and how often its recipient has been told of that."""
        sections, mark = [], ""
        for place, item in enumerate(message.items):
            alert = stored[item.route, item.event]
            if not mark:
                told = alert.told_to(recipient.name)
                mark = f"{alert.id}.{told.sends if told else 0}"
            new = item.count - item.after
            section = Section(alert, item.kind, new, (), ())
            if place < MOST_SECTIONS:
                after = 0 if item.kind is Kind.REMINDER else item.after
                section = self._section(work, alert, section, max(after, item.count - MOST_LINES), recipient, now)
            sections.append(section)
        web = self._office.configuration.web.address
        page = f"{web}/alerts" if web else ""
        return compose(sections, self._office.configuration.province.office, page), mark

    def _section(
        self, work: Work, alert: Alert, bare: Section, after: int, recipient: Recipient, now: datetime
    ) -> Section:
        found = [one.finding for one in work.findings.list(self._province, alert=alert.id, after=after)]
        articles = dict.fromkeys(key for one in found for key in one.articles[-MOST_LINES:])
        newest = work.articles.list(list(articles)[-MOST_LINES:])
        lines = tuple(
            Line(one.article.title, self._office.source_name(one.article.source), one.article.url, one.sort_time)
            for one in sorted(newest, key=lambda one: one.sort_time)
        )
        link = self._link(work, alert, recipient, now) if alert.acknowledged_at is None else ""
        return Section(alert, bare.kind, bare.new, tuple(found), lines, link)

    def _link(self, work: Work, alert: Alert, recipient: Recipient, now: datetime) -> str:
        """An address that acknowledges once; empty while the pages have no address of their own."""
        web = self._office.configuration.web.address
        if not web:
            return ""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        work.alerts.add_token(token, self._province, alert.id, recipient.name, now + LINK_LIVES)
        return f"{web}/acknowledge/{token}"
