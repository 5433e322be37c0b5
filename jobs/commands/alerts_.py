"""``diembao alerts``: what was told, to whom and why; acknowledge, silence, and a letter to try the channels."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from alerts.parcels import Parcel, Steps, Undelivered
from jobs.delivering import channels_of
from jobs.desks.alerts import AlertsDesk
from jobs.desks.staff import AT_THE_MACHINE
from jobs.options import config_option, json_option
from jobs.output import complain, emit, say, show_table
from jobs.wiring import Office, open_office
from news.alert import SEVERITY_VI
from news.errors import InputError
from news.letter import Letter
from news.people import Person
from news.times import local


@click.group()
def command() -> None:
    """Cảnh báo: đã báo gì, cho ai, vì sao; thư không gửi được."""


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Nhiều nhất bao nhiêu.")
@click.option("--failed", is_flag=True, help="Chỉ các thư không gửi được.")
@config_option
@json_option
def list_(limit: int, failed: bool, folder: Path, as_json: bool) -> None:
    """Các cảnh báo, mới nhất trước; đã báo ai, ai đã nhận."""
    with open_office(folder) as office:
        board = AlertsDesk(office).board()
    if failed:
        for dead in board.dead[:limit]:
            record = {"id": dead.id, "channel": dead.channel, "recipient": dead.recipient, "attempts": dead.attempts}
            record |= {"created_at": local(dead.created_at).isoformat(), "reason": dead.reason}
            if as_json:
                emit(record)
            else:
                say(f"{dead.id}  {dead.channel} → {dead.recipient}: {dead.reason}")
        return
    lines = sorted((*board.new, *board.known), key=lambda one: one.alert.last_at, reverse=True)[:limit]
    if as_json:
        for line in lines:
            one = line.alert
            emit(
                {
                    "id": one.id,
                    "title": one.title,
                    "event": one.event,
                    "route": one.route,
                    "severity": one.severity,
                    "findings": one.count,
                    "first_at": local(one.first_at).isoformat(),
                    "last_at": local(one.last_at).isoformat(),
                    "told": {told.recipient: told.sends for told in one.told},
                    "acknowledged_by": one.acknowledged_by,
                    "words": [found.words for found in line.findings],
                }
            )
        return
    rows = [
        (
            line.alert.id,
            SEVERITY_VI[line.alert.severity],
            f"{local(line.alert.last_at):%d/%m %H:%M}",
            line.alert.title,
            line.alert.count,
            ", ".join(told.recipient for told in line.alert.told) or "chưa báo ai",
            line.alert.acknowledged_by or "",
        )
        for line in lines
    ]
    show_table(("Số", "Mức", "Mới nhất", "Sự kiện", "Phát hiện", "Đã báo", "Đã nhận"), rows)
    if board.dead:
        complain(f"{len(board.dead)} thư không gửi được: diembao alerts list --failed")


@command.command()
@click.argument("number", type=int, metavar="SỐ")
@click.option("--undo", is_flag=True, help="Bỏ “đã nhận”.")
@config_option
@json_option
def ack(number: int, undo: bool, folder: Path, as_json: bool) -> None:
    """Ghi nhận một cảnh báo: không nhắc lại, không báo lên cấp trên nữa."""
    with open_office(folder) as office:
        desk = AlertsDesk(office)
        (desk.undo_acknowledge if undo else desk.acknowledge)(_somebody(office), number)
        by = desk.get(number).alert.acknowledged_by
    if as_json:
        emit({"id": number, "acknowledged_by": by})
    else:
        say("Đã bỏ ghi nhận." if undo else "Đã ghi nhận.")


@command.command()
@click.option("--alert", "number", type=int, metavar="SỐ", help="Tạm im sự kiện của cảnh báo này.")
@click.option("--watch", metavar="TÊN", help="Tạm im một chủ đề theo dõi.")
@click.option("--end", type=int, metavar="SỐ", help="Thôi một lần tạm im.")
@click.option("--reason", default="", help="Lý do; bắt buộc khi tạm im.")
@click.option("--hours", type=click.IntRange(1, 720), default=24, show_default=True, help="Trong bao nhiêu giờ.")
@config_option
@json_option
def silence(
    number: int | None, watch: str | None, end: int | None, reason: str, hours: int, folder: Path, as_json: bool
) -> None:
    """Tạm im một sự kiện hay chủ đề; không ghi gì thì liệt kê."""
    with open_office(folder) as office:
        desk, by = AlertsDesk(office), _somebody(office)
        if end is not None:
            desk.end_silence(by, end)
        elif number is not None:
            desk.silence(by, number, reason, hours)
        elif watch is not None:
            desk.add_silence(by, reason, timedelta(hours=hours), watch=watch)
        found = desk.board().silences
    for one in found:
        what, until = one.watch or one.event or "", local(one.ends_at)
        if as_json:
            emit({"id": one.id, "what": what, "person": one.person, "reason": one.reason, "until": until.isoformat()})
        else:
            say(f"{one.id}  {what}: {one.reason} ({one.person}, đến {until:%H:%M %d/%m/%Y})")


@command.command()
@click.argument("recipient", metavar="NGƯỜI_NHẬN", required=False)
@config_option
@json_option
def test(recipient: str | None, folder: Path, as_json: bool) -> None:
    """Gửi thử một thư ngay bây giờ cho NGƯỜI_NHẬN (hoặc mọi người nhận), mỗi cách nhận một lần."""
    failed = False
    with open_office(folder) as office:
        recipients, channels = office.policy.recipients, channels_of(office)
        if recipient is not None and recipient not in recipients:
            raise InputError("recipients.toml", None, f"không có người nhận {recipient}")
        office_name = office.configuration.province.office
        letter = Letter("Thư thử từ diembao", f"{office_name}: nếu đọc được thư này thì cách nhận đã đúng.\n")
        steps = Steps(lambda: None, lambda _: None)
        for one in recipients.values():
            for way in one.ways if recipient in (None, one.name) else ():
                key = f"test/{one.name}/{way.channel}/{office.clock():%Y%m%dT%H%M%S%f}"
                trouble = ""
                try:
                    channels[way.channel].send(Parcel(key, office.province, way.address, letter.encode()), steps)
                except Undelivered as error:
                    trouble, failed = error.reason, True
                if as_json:
                    emit({"recipient": one.name, "channel": way.channel, "sent": not trouble, "reason": trouble})
                else:
                    say(f"{one.name}, {way.channel}: {trouble or 'đã gửi'}")
    if failed:
        raise click.exceptions.Exit(1)


def _somebody(office: Office) -> Person:
    """Whoever sits at the machine."""
    return Person(AT_THE_MACHINE, "Dòng lệnh", office.province, frozenset())
