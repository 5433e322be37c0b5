"""``diembao watches``: what they are, what they would have found, a new one."""

from __future__ import annotations

from pathlib import Path

import click

from alerts.watches import Watch, read_definition
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.rehearsals import rehearse_all
from jobs.watch_lists import all_watches
from jobs.wiring import Office, open_office
from news.alert import CONDITION_VI, SEVERITY_VI
from news.errors import InputError
from news.times import local

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Các chủ đề theo dõi: trong watches.toml và lập trên trang web."""


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Liệt kê các chủ đề đang theo dõi."""
    with open_office(folder) as office, office.storage.read() as work:
        watches = all_watches(office, work)
    if as_json:
        for one in watches:
            emit(_record(one))
    else:
        rows = [
            (one.name, SEVERITY_VI[one.severity], ", ".join(one.conditions.words()), _query(one)) for one in watches
        ]
        show_table(("Tên", "Mức", "Báo khi", "Câu tìm"), rows)


@command.command()
@click.argument("names", nargs=-1, metavar="[TÊN]…")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="Số ngày nhìn lại.")
@click.option("--file", type=_FILE, metavar="TỆP", help="Thử chủ đề trong TỆP, chưa thêm vào đâu.")
@config_option
@json_option
def test(names: tuple[str, ...], days: int, file: Path | None, folder: Path, as_json: bool) -> None:
    """Mỗi chủ đề đã bắt được gì và sẽ báo gì trong những ngày qua; không gửi gì cho ai."""
    with open_office(folder) as office:
        office.advance.run()
        watches = _chosen(office, names) if file is None else [read_definition(file.read_text(encoding="utf-8"))]
        for result in rehearse_all(office, watches, days):
            name = result.watch.name
            if as_json:
                found = [
                    {
                        "at": local(one.at).isoformat(),
                        "condition": one.condition,
                        "title": one.title,
                        "words": one.words,
                    }
                    for one in result.findings
                ]
                emit({"watch": name, "articles": [one.id for one in result.articles], "findings": found})
                continue
            say(f"{name}: {len(result.articles)} bài, {len(result.findings)} lần báo trong {days} ngày")
            for one in result.findings[-5:]:
                say(f"  {local(one.at):%d/%m %H:%M} {CONDITION_VI[one.condition]}: {one.title} – {one.words}")
            for stored in result.articles[-5:]:
                say(f"  {local(stored.sort_time):%d/%m} {stored.article.title}")


@command.command()
@click.argument("file", type=_FILE, metavar="TỆP")
@click.option("--person", required=True, help="Tên đăng nhập của người lập.")
@config_option
@json_option
def add(file: Path, person: str, folder: Path, as_json: bool) -> None:
    """Thêm (hoặc thay) một chủ đề từ TỆP có một [[watch]], như khi lập trên trang web."""
    definition = file.read_text(encoding="utf-8")
    watch = read_definition(definition)
    with open_office(folder) as office, office.storage.begin() as work:
        number = work.watching.put(office.province, watch.name, definition, person)
        work.audit.add(office.province, person, "put", "watch", number)
    if as_json:
        emit({"id": number, **_record(watch)})
    else:
        say(f"Đã thêm chủ đề: {watch.name}")


@command.command()
@click.argument("name", metavar="TÊN")
@click.option("--person", required=True, help="Tên đăng nhập của người bật.")
@config_option
def enable(name: str, person: str, folder: Path) -> None:
    """Bật lại một chủ đề đã lập trên trang web."""
    _switch(folder, name, person, is_enabled=True)


@command.command()
@click.argument("name", metavar="TÊN")
@click.option("--person", required=True, help="Tên đăng nhập của người tắt.")
@config_option
def disable(name: str, person: str, folder: Path) -> None:
    """Tắt một chủ đề đã lập trên trang web; bật lại được."""
    _switch(folder, name, person, is_enabled=False)


def _switch(folder: Path, name: str, person: str, *, is_enabled: bool) -> None:
    with open_office(folder) as office, office.storage.begin() as work:
        made = next((one for one in work.watching.list(office.province) if one.name == name), None)
        if made is None:
            raise InputError("watches", None, f"không có chủ đề “{name}” lập trên trang web")
        work.watching.enable(office.province, made.id, person, is_enabled=is_enabled)
        work.audit.add(office.province, person, "enable" if is_enabled else "disable", "watch", made.id)
    say(f"{'Đã bật' if is_enabled else 'Đã tắt'}: {name}")


def _chosen(office: Office, names: tuple[str, ...]) -> list[Watch]:
    """The watches of these names, all without names. Raises ``InputError`` for a name that none has."""
    with office.storage.read() as work:
        watches = all_watches(office, work)
    unknown = set(names) - {one.name for one in watches}
    if unknown:
        raise InputError("watches", None, f"không có chủ đề đang bật tên {', '.join(sorted(unknown))}")
    return [one for one in watches if not names or one.name in names]


def _query(watch: Watch) -> str:
    return watch.query.render() if watch.query else ""


def _record(watch: Watch) -> dict[str, object]:
    return {
        "name": watch.name,
        "query": _query(watch),
        "severity": watch.severity,
        "unit": watch.unit,
        "conditions": watch.conditions.words(),
    }
