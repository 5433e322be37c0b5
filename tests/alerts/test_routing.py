"""The plan: few messages, each event once and growing, nothing lost, nobody woken for nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.hours import may_tell
from alerts.policy import ON_CALL, Hours, Inhibition, Policy, Roster, Route, Shift
from alerts.routing import INHIBITED, NO_ROUTE, Plan, State, plan
from alerts.telling import Kind, last_told
from news.alert import Alert, Finding, Severity, Silence
from news.analysis import Topic
from news.calendar import Calendar, Holiday
from news.times import ICT
from tests.alerts.samples import DAY, HOUR, MINUTE, NOW, finding, policy, recipient

AT_ONCE = timedelta(0)
PLAIN = Route("chung", to=("an",), wait=AT_ONCE)


class Office:
    """Plans step by step as the program does, remembering what was told to whom."""

    def __init__(self, policy_: Policy, now: datetime = NOW) -> None:
        self.policy, self.now = policy_, now
        self.alerts: dict[tuple[str, str], Alert] = {}
        self.closed: list[Alert] = []
        self.silences: tuple[Silence, ...] = ()
        self.muted: list[str] = []
        self.sent: list[tuple[datetime, str, tuple[tuple[str, Kind, int, int], ...]]] = []

    def step(self, findings: Sequence[Finding] = (), after: timedelta = AT_ONCE) -> Plan:
        self.now += after
        state = State(tuple(self.alerts.values()), self.silences, last_told(self.alerts.values()))
        found = plan(findings, state, self.policy, self.now)
        for alert in found.alerts:
            self.alerts[alert.route, alert.event] = alert
            if alert.closed_at is not None:
                self.closed.append(self.alerts.pop((alert.route, alert.event)))
        self.muted += found.muted.values()
        for message in found.messages:
            items = tuple((one.event, one.kind, one.after, one.count) for one in message.items)
            self.sent.append((self.now, message.recipient, items))
        return found

    def acknowledge(self) -> None:
        for key, alert in self.alerts.items():
            self.alerts[key] = replace(alert, acknowledged_by="an", acknowledged_at=self.now)

    def kinds(self) -> list[Kind]:
        return [kind for _, _, items in self.sent for _, kind, _, _ in items]


def test_one_event_is_one_message_that_grows() -> None:
    office = Office(policy(replace(PLAIN, wait=2 * MINUTE, interval=30 * MINUTE)))
    office.step([finding("1"), finding("2")])
    assert office.sent == []
    office.step([finding("3")], 2 * MINUTE)
    office.step([finding("4")], 5 * MINUTE)
    office.step([finding("5")], 25 * MINUTE)
    assert [items for _, _, items in office.sent] == [
        (("story:s1", Kind.FIRST, 0, 3),),
        (("story:s1", Kind.MORE, 3, 5),),
    ]


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (finding("1", topics=(Topic.HEALTH,)), ["y tế"]),
        (finding("1", topics=(Topic.HEALTH,), severity=Severity.URGENT), ["khẩn", "y tế khẩn"]),
        (finding("1", topics=(Topic.LAND,), unit="Sở Xây dựng"), ["sở"]),
        (finding("1", province="quang-ngai"), ["quảng ngãi"]),
        (finding("1", watch="Riêng"), ["riêng"]),
        (finding("1", topics=(Topic.SPORT,)), ["còn lại"]),
    ],
)
def test_the_tree_leads_each_finding_to_its_branch(found: Finding, names: list[str]) -> None:
    tree = (
        Route("khẩn", to=("an",), least=Severity.URGENT, also=True),
        Route("y tế", to=("an",), topics=frozenset({Topic.HEALTH})),
        Route("y tế khẩn", to=("binh",), under="y tế", least=Severity.URGENT),
        Route("sở", to=("an",), units=frozenset({"Sở Xây dựng"})),
        Route("quảng ngãi", to=("an",), provinces=frozenset({"quang-ngai"})),
        Route("riêng", to=("an",), watches=frozenset({"Riêng"})),
        Route("còn lại", to=("an",)),
    )
    assert [route.name for route in policy(*tree).routes_of(found)] == names


def test_what_no_route_takes_is_kept_with_the_reason() -> None:
    office = Office(policy(replace(PLAIN, least=Severity.URGENT)))
    office.step([finding("1")])
    assert (office.muted, office.sent) == ([NO_ROUTE], [])


def test_a_silence_mutes_until_it_ends() -> None:
    office = Office(policy(PLAIN))
    office.silences = (Silence(7, "ninh-binh", "an", "đã biết", NOW, NOW + HOUR, event="story:s1"),)
    office.step([finding("1"), finding("2", "story:s2")])
    assert office.muted == ["silence:7"]
    assert [items[0][0] for _, _, items in office.sent] == ["story:s2"]
    office.step([finding("3")], HOUR)
    assert [items[0][0] for _, _, items in office.sent] == ["story:s2", "story:s1"]


def test_what_is_urgent_inhibits_lesser_news_of_the_same_story() -> None:
    rule = Inhibition(Severity.URGENT, Severity.INFO)
    office = Office(policy(PLAIN, inhibitions=(rule,)))
    lesser, other = finding("2", severity=Severity.INFO), finding("3", "story:s2", Severity.INFO)
    office.step([finding("1", severity=Severity.URGENT), lesser, other])
    assert office.muted == [INHIBITED]
    office.step([replace(lesser, key="4")], HOUR)
    assert office.muted == [INHIBITED] * 2
    everywhere = Office(policy(PLAIN, inhibitions=(replace(rule, everywhere=True),)))
    everywhere.step([finding("1", severity=Severity.URGENT), other])
    assert everywhere.muted == [INHIBITED]


def test_nobody_acknowledges_so_it_is_repeated_and_escalates() -> None:
    route = replace(PLAIN, repeat=HOUR, repeats=2, escalate_after=90 * MINUTE, escalate_to=("chi",))
    office = Office(policy(route))
    office.step([finding("1")])
    for _ in range(20):
        office.step(after=30 * MINUTE)
    told = [(recipient, items[0][1]) for _, recipient, items in office.sent]
    assert told == [
        ("an", Kind.FIRST),
        ("an", Kind.REMINDER),
        ("chi", Kind.ESCALATION),
        ("an", Kind.REMINDER),
        ("chi", Kind.REMINDER),
        ("chi", Kind.REMINDER),
    ]


def test_who_acknowledges_is_left_in_peace_but_hears_of_more() -> None:
    office = Office(policy(replace(PLAIN, repeat=HOUR, repeats=5, escalate_after=HOUR, escalate_to=("chi",))))
    office.step([finding("1")])
    office.acknowledge()
    for _ in range(5):
        office.step(after=HOUR)
    assert office.kinds() == [Kind.FIRST]
    office.step([finding("2")])
    assert office.kinds() == [Kind.FIRST, Kind.MORE]


def test_whoever_is_on_call_is_told() -> None:
    monday = datetime(2026, 11, 16, 7, 30, tzinfo=ICT)
    shift = Shift("chi", NOW + DAY, NOW + 2 * DAY)
    roster = Roster((shift,), ("an", "binh"), monday, 7 * DAY)
    office = Office(policy(replace(PLAIN, to=(ON_CALL,)), roster=roster))
    for number, moment in enumerate((NOW, NOW + DAY, NOW + 7 * DAY, NOW + 14 * DAY)):
        office.now = moment
        office.step([finding(str(number), f"story:{number}")])
    assert [name for _, name, _ in office.sent] == ["an", "chi", "binh", "an"]


TET = Calendar((Holiday("Tết Nguyên đán 2027", date(2027, 2, 5), date(2027, 2, 11)),))


@pytest.mark.parametrize(
    ("when", "waking", "working"),
    [
        (datetime(2026, 11, 18, 20, 59, tzinfo=ICT), True, False),
        (datetime(2026, 11, 18, 21, 0, tzinfo=ICT), False, False),
        (datetime(2026, 11, 19, 0, 30, tzinfo=ICT), False, False),
        (datetime(2026, 11, 19, 5, 59, 59, tzinfo=ICT), False, False),
        (datetime(2026, 11, 19, 6, 0, tzinfo=ICT), True, False),
        (datetime(2026, 11, 19, 7, 30, tzinfo=ICT), True, True),
        (datetime(2026, 11, 21, 9, 0, tzinfo=ICT), False, False),  # Saturday
        (datetime(2027, 2, 4, 16, 0, tzinfo=ICT), True, True),
        (datetime(2027, 2, 4, 17, 0, tzinfo=UTC), False, False),  # the fifth here: Tết
        (datetime(2027, 2, 8, 9, 0, tzinfo=ICT), False, False),
        (datetime(2027, 2, 11, 23, 0, tzinfo=UTC), True, False),  # 06:00 of the twelfth here
    ],
)
def test_quiet_hours_and_days_off_hold_back_what_is_not_urgent(when: datetime, waking: bool, working: bool) -> None:
    people = (recipient("an", Hours.WAKING), recipient("binh", Hours.WORKING), recipient("chi"))
    here = policy(PLAIN, recipients=people, calendar=TET)
    assert may_tell(here, "an", Severity.WARNING, when) is waking
    assert may_tell(here, "binh", Severity.INFO, when) is working
    assert may_tell(here, "chi", Severity.INFO, when)
    assert all(may_tell(here, name, Severity.URGENT, when) for name in here.recipients)


def test_what_was_held_over_tet_is_told_once_when_work_begins() -> None:
    here = policy(PLAIN, recipients=(recipient("an", Hours.WAKING),), calendar=TET)
    office = Office(here, datetime(2027, 2, 5, 9, tzinfo=ICT))
    for number in range(6 * 24):
        office.step([finding(str(number))], HOUR)
    office.step(after=24 * HOUR)
    (when, _, items), *_ = office.sent
    assert when.astimezone(ICT) == datetime(2027, 2, 12, 9, tzinfo=ICT)
    assert items == (("story:s1", Kind.FIRST, 0, 144),)


def test_a_clock_that_jumps_back_delays_nothing_and_repeats_nothing() -> None:
    office = Office(policy(replace(PLAIN, interval=30 * MINUTE, repeat=HOUR, repeats=1)), NOW + 300 * DAY)
    office.step([finding("1")])
    office.now = NOW
    office.step([finding("2")])
    assert office.kinds() == [Kind.FIRST, Kind.MORE]
    office.step()
    assert office.kinds() == [Kind.FIRST, Kind.MORE]


def test_a_storm_gives_few_messages_and_loses_nothing() -> None:
    people = (recipient("an", gap=5 * MINUTE), recipient("binh", gap=5 * MINUTE))
    office = Office(policy(replace(PLAIN, to=("an", "binh"), interval=10 * MINUTE), recipients=people))
    storm = [finding(str(n), f"story:{n % 400}") for n in range(10_000)]
    for second in range(60):
        office.step(storm[second * 167 : (second + 1) * 167], timedelta(seconds=1))
    for _ in range(60):
        office.step(after=MINUTE)
    assert len(office.sent) <= 8
    assert heard(office) == {"an": 10_000, "binh": 10_000}


def test_an_alert_closes_when_all_is_said_and_the_event_may_come_back() -> None:
    office = Office(policy(PLAIN))
    office.step([finding("1")])
    office.step(after=25 * HOUR)
    assert len(office.closed) == 1
    office.step([finding("2")])
    assert office.kinds() == [Kind.FIRST, Kind.FIRST]


def heard(office: Office) -> dict[str, int]:
    """How many findings each recipient was told of."""
    counts: Counter[str] = Counter()
    for _, name, items in office.sent:
        for _, kind, after, count in items:
            counts[name] += 0 if kind is Kind.REMINDER else count - after
    return dict(counts)


_severities = st.sampled_from(Severity)
_batches = st.lists(st.lists(st.tuples(st.integers(0, 5), _severities), max_size=6), min_size=1, max_size=12)
_spans = st.lists(st.integers(0, 4000).map(lambda minutes: timedelta(minutes=minutes)), min_size=12, max_size=12)


@settings(max_examples=120, deadline=None)
@given(
    _batches,
    _spans,
    st.sampled_from(Hours),
    st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes)),
    st.booleans(),
)
def test_every_finding_is_told_to_everybody_once_or_muted_with_a_reason(
    batches: list[list[tuple[int, Severity]]], spans: list[timedelta], hours: Hours, gap: timedelta, inhibits: bool
) -> None:
    rules = (Inhibition(Severity.URGENT, Severity.INFO),) if inhibits else ()
    people = (recipient("an", hours, gap), recipient("binh"))
    route = Route("chung", to=("an", "binh"), wait=5 * MINUTE, interval=20 * MINUTE)
    office = Office(policy(route, recipients=people, inhibitions=rules, calendar=TET))
    total = 0
    for number, (batch, span) in enumerate(zip(batches, spans, strict=False)):
        found = [finding(f"{number}/{i}", f"story:{event}", severity) for i, (event, severity) in enumerate(batch)]
        total += len(found)
        office.step(found, span)
    for _ in range(24 * 10):
        office.step(after=HOUR)
    told = total - len(office.muted)
    assert heard(office) == ({"an": told, "binh": told} if told else {})
    assert not office.alerts, "all is said, nothing stays open"
    assert not _woken(office, hours)
    assert _paced(office, "an", min(gap, MINUTE))


def _woken(office: Office, hours: Hours) -> list[datetime]:
    """When somebody was told something without urgency outside the hours."""
    severities = {(one.route, one.event, one.first_at): one.severity for one in office.closed}
    if Severity.URGENT in severities.values():
        return []
    return [when for when, name, _ in office.sent if not may_tell(office.policy, name, Severity.WARNING, when)]


def _paced(office: Office, name: str, gap: timedelta) -> bool:
    times = sorted({when for when, who, _ in office.sent if who == name})
    return all(later - earlier >= gap for earlier, later in pairwise(times))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), _severities), max_size=20))
def test_equal_arguments_give_equal_plans(batch: Iterable[tuple[int, Severity]]) -> None:
    found = [finding(str(place), f"story:{event}", severity) for place, (event, severity) in enumerate(batch)]
    here = policy(PLAIN)
    assert plan(found, State(), here, NOW) == plan(found, State(), here, NOW)
