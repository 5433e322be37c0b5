"""``recipients.toml``: recipients, routes, the roster, the liaison. Every fault has its file, line and key."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from alerts.borders import police_reason
from alerts.policy import ON_CALL, Hours, Liaison, Mail, Policy, Recipient, Roster, Shift, Way
from alerts.routes import read_inhibitions, read_routes
from config.settings import ScheduleSettings
from config.tables import Table
from news.police import address_parts
from news.times import ICT

_NAME = r"[a-z0-9][a-z0-9-]{0,39}"
_EMAIL = r"[^\s@<>\"',;:]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_CHANNELS: Mapping[str, tuple[str, str]] = {
    "email": (_EMAIL, "an address such as an@ninhbinh.example"),
    "telegram": (r"-?\d{1,20}|@\w{4,}", "a chat's number or @name"),
    "zalo": (r"\d{6,24}", "a user's number at the Official Account"),
    "webhook": (r"https?://\S+", "an address beginning with https://"),
}


def read_policy(table: Table, schedule: ScheduleSettings) -> Policy:
    """Check and read the table; what cannot be used is recorded in its faults."""
    liaison = _liaison(table.table("liaison")) if "liaison" in table else None
    recipients: dict[str, Recipient] = {}
    for row in table.tables("recipient"):
        found = _recipient(row, liaison)
        if found is None:
            continue
        if found.name in recipients:
            row.fault("name", "a name that no other recipient has")
        recipients[found.name] = found
    known = {*recipients, ON_CALL}
    policy = Policy(
        recipients=recipients,
        routes=read_routes(table, known),
        inhibitions=read_inhibitions(table),
        roster=_roster(table, recipients),
        calendar=schedule.calendar,
        quiet=schedule.quiet,
        mail=_mail(table.table("mail")) if "mail" in table else None,
        zalo_app=table.text("zalo_app", ""),
        liaison=liaison,
    )
    table.finish()
    return policy


def _recipient(row: Table, liaison: Liaison | None) -> Recipient | None:
    name = row.text("name", pattern=_NAME, expected="lower-case letters, digits and hyphens, such as truc-ban")
    title = row.text("title", name)
    ways = []
    for channel, (pattern, expected) in _CHANNELS.items():
        address = row.text(channel, "", pattern=pattern, expected=expected)
        if address and re.fullmatch(pattern, address):
            reason = police_reason(liaison, address, name, title)
            if reason is None:
                ways.append(Way(channel, address))
            else:
                row.fault(channel, f"no police body: what goes to the liaison is fixed in the program ({reason})")
        if channel == "webhook" and address.startswith("http:") and not _is_local(address):
            row.fault(channel, "an address beginning with https:// (what is sent in clear can be read)")
    if row.flag("police", default=False):
        row.fault("police", "no recipient of the police; the public-safety contact stands in [liaison]")
        return None
    hours = row.text("hours", Hours.WAKING.value, pattern="|".join(Hours), expected="always, waking or working")
    recipient = Recipient(
        name,
        title,
        tuple(ways),
        Hours(hours) if hours in list(Hours) else Hours.WAKING,
        row.duration("gap", "5m", most=timedelta(days=1)),
        digest=row.flag("digest", default=False),
        deputy=row.flag("deputy", default=False),
    )
    row.finish()
    if not any(channel in row for channel in _CHANNELS):
        row.fault("name", f"a way to reach it: {', '.join(_CHANNELS)}")
    return recipient if ways else None


def _liaison(table: Table) -> Liaison:
    """Its only keys are a name and an address: there is nothing to choose about what it gets."""
    liaison = Liaison(
        table.text("name"), table.text("email", pattern=_EMAIL, expected="an address such as daumoi@congan.example")
    )
    table.finish()
    return liaison


def _mail(table: Table) -> Mail:
    mail = Mail(
        host=table.text("host", pattern=r"[A-Za-z0-9.:-]+", expected="the name of the mail server"),
        port=table.integer("port", 587, least=1, most=65535),
        security=table.text("security", "starttls", pattern="starttls|tls", expected="starttls or tls"),
        sender=table.text("from", pattern=_EMAIL, expected="the address letters come from"),
    )
    table.finish()
    return mail


def _roster(table: Table, recipients: Container[str]) -> Roster:
    shifts = []
    for row in table.tables("shift"):
        name, begins, ends = row.text("recipient"), _moment(row, "from"), _moment(row, "to")
        row.finish()
        if name not in recipients:
            row.fault("recipient", "the name of a [[recipient]]")
        elif begins and ends and begins < ends:
            shifts.append(Shift(name, begins, ends))
        elif begins and ends:
            row.fault("to", "a time after the beginning")
    rotation = table.table("on_call")
    names = rotation.texts("rotation")
    if any(name not in recipients for name in names):
        rotation.fault("rotation", "names of recipients")
    begins = _moment(rotation, "begins") if names else None
    every = rotation.duration("every", "7d", least=timedelta(hours=1), most=timedelta(days=60))
    rotation.finish()
    return Roster(tuple(shifts), tuple(name for name in names if name in recipients), begins, every)


def _moment(table: Table, key: str) -> datetime | None:
    """A local time such as ``"2026-11-23 07:30"``, or a day (its midnight)."""
    text = table.text(key, expected='a local time such as "2026-11-23 07:30"')
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ICT)
    except ValueError:
        if key in table:
            table.fault(key, 'a local time such as "2026-11-23 07:30"')
        return None


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.startswith("127.") or address_parts(url)[1] == "::1"
