"""``diembao cases``: what waits for an answer, a new case, an answer, the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from dashboards.services.cases import CaseLine, NewCase
from jobs.desks.cases import CasesDesk
from jobs.options import Day, Decorated, config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.case import CASE_STATE_VI, Case, CaseKind
from news.people import Person
from news.times import local, span_vi


def _person_option(function: Decorated) -> Decorated:
    return click.option("--person", required=True, help="Tên đăng nhập của cán bộ làm việc này.")(function)


@click.group()
def command() -> None:
    """Vụ việc cần trả lời: đơn vị, thời hạn, trả lời, kết quả."""


@command.command("list")
@click.option("--closed", is_flag=True, help="Các vụ việc đã xong.")
@click.option("--late", is_flag=True, help="Chỉ các vụ việc quá hạn.")
@config_option
@json_option
def list_(folder: Path, as_json: bool, closed: bool, late: bool) -> None:
    """Vụ việc đang chờ, quá hạn đứng trước."""
    with open_office(folder) as office:
        lines = [one for one in CasesDesk(office).list(closed=closed) if one.is_late or not late]
    if as_json:
        for line in lines:
            emit(_record(line))
        return
    rows = [
        (one.case.id, one.unit, one.due, "quá hạn" if one.is_late else CASE_STATE_VI[one.case.state], one.case.title)
        for one in lines
    ]
    show_table(("Số", "Đơn vị", "Hạn", "Tình trạng", "Vụ việc"), rows)


@command.command("open")
@click.option("--article", type=click.IntRange(min=1), help="Số của bài báo; bỏ trống: báo đề nghị cung cấp thông tin.")
@click.option("--unit", default="", help="Mã đơn vị trong units.csv.")
@click.option("--question", required=True, help="Nội dung cần trả lời.")
@click.option("--rule", default="", help="Mã thời hạn trong deadlines.toml.")
@click.option("--due", type=Day(), help="Hoặc ngày văn phòng đặt.")
@click.option("--outlet", default="", help="Cơ quan báo chí đề nghị (khi không có bài).")
@click.option("--title", default="", help="Về việc gì (khi không có bài).")
@_person_option
@config_option
@json_option
def open_(
    folder: Path,
    as_json: bool,
    person: str,
    article: int | None,
    unit: str,
    question: str,
    rule: str,
    due: date | None,
    outlet: str,
    title: str,
) -> None:
    """Mở một vụ việc."""
    kind = CaseKind.PRESS_REQUEST if article is None else CaseKind.ARTICLE
    new = NewCase(kind, title, question, unit, rule, due, outlet, article)
    with _desk(folder, person) as (desk, somebody):
        _told(desk, somebody, desk.open(somebody, new), as_json=as_json)


@command.command()
@click.argument("case", type=click.IntRange(min=1), metavar="SỐ")
@click.argument("words", metavar="NỘI_DUNG")
@_person_option
@config_option
@json_option
def reply(folder: Path, as_json: bool, person: str, case: int, words: str) -> None:
    """Ghi trả lời của đơn vị."""
    _step(folder, person, case, "reply", words, as_json=as_json)


@command.command()
@click.argument("case", type=click.IntRange(min=1), metavar="SỐ")
@click.argument("result", metavar="KẾT_QUẢ")
@_person_option
@config_option
@json_option
def close(folder: Path, as_json: bool, person: str, case: int, result: str) -> None:
    """Đóng vụ việc với kết quả."""
    _step(folder, person, case, "close", result, as_json=as_json)


@command.command()
@click.argument("case", type=click.IntRange(min=1), metavar="SỐ")
@_person_option
@config_option
@json_option
def send(folder: Path, as_json: bool, person: str, case: int) -> None:
    """Gửi công văn cho đơn vị qua thư; gửi lần nữa là thư nhắc."""
    with _desk(folder, person) as (desk, somebody):
        seen = desk.get(somebody, case).line.case.version
        _told(desk, somebody, desk.send(somebody, case, seen), as_json=as_json)


@command.command()
@click.argument("case", type=click.IntRange(min=1), metavar="SỐ")
@_person_option
@config_option
@json_option
def withdraw(folder: Path, as_json: bool, person: str, case: int) -> None:
    """Rút vụ việc mở nhầm, khi chưa gửi đơn vị."""
    _step(folder, person, case, "withdraw", "", as_json=as_json)


@command.command()
@config_option
@json_option
def units(folder: Path, as_json: bool) -> None:
    """Các đơn vị trả lời thế nào trong 12 tháng qua, quá hạn nhiều đứng trước."""
    with open_office(folder) as office:
        lines = CasesDesk(office).units()
    if as_json:
        for one in lines:
            emit(
                {
                    "unit": one.id,
                    "name": one.name,
                    "waiting": one.waiting,
                    "late": one.late,
                    "answered": one.answered,
                    "answered_late": one.answered_late,
                    "usual_seconds": one.usual and round(one.usual.total_seconds()),
                }
            )
        return
    rows = [
        (one.name, one.waiting, one.late, one.answered, one.answered_late, span_vi(one.usual) if one.usual else "–")
        for one in lines
    ]
    show_table(("Đơn vị", "Đang chờ", "Quá hạn", "Đã trả lời", "Trả lời muộn", "Thường mất"), rows)


def _step(folder: Path, person: str, case: int, verb: str, words: str, *, as_json: bool) -> None:
    with _desk(folder, person) as (desk, somebody):
        seen = desk.get(somebody, case).line.case.version
        _told(desk, somebody, desk.step(somebody, case, seen, verb, words), as_json=as_json)


@contextmanager
def _desk(folder: Path, person: str) -> Iterator[tuple[CasesDesk, Person]]:
    with open_office(folder) as office:
        with office.storage.read() as work:
            found = work.people.get(office.province, person)
        if found is None or not found.is_active:
            raise click.BadParameter(f"không có người dùng {person}")
        yield CasesDesk(office), found.person


def _told(desk: CasesDesk, person: Person, case: Case, *, as_json: bool) -> None:
    line = desk.get(person, case.id).line
    if as_json:
        emit(_record(line))
    else:
        say(f"Vụ việc số {case.id}: {CASE_STATE_VI[case.state]}; {line.unit}, hạn {line.due}.")


def _record(line: CaseLine) -> dict[str, object]:
    one = line.case
    return {
        "id": one.id,
        "kind": one.kind,
        "state": one.state,
        "title": one.title,
        "url": one.url,
        "outlet": one.outlet,
        "unit": one.unit,
        "unit_name": line.unit,
        "opened_at": local(one.opened_at).isoformat(),
        "due_at": local(one.due_at).isoformat(),
        "due": line.due,
        "rule": one.rule,
        "is_late": line.is_late,
        "reply": one.reply,
        "result": one.result,
    }
