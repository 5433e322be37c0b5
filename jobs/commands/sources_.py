"""``diembao sources``: how every source fares, and new ones."""

from __future__ import annotations

from pathlib import Path

import click

from config import write_sources
from config.opml import read_opml, write_opml
from jobs.desks.sources import SourcesDesk
from jobs.desks.tasks import TasksDesk
from jobs.exchanging import take_outlines
from jobs.lines import read_bytes
from jobs.options import config_option, json_option
from jobs.output import emit, progress, say, show_table
from jobs.probing import check as check_sources
from jobs.probing import propose, report_lines, report_record
from jobs.wiring import open_office, read_configuration
from news.errors import disk_error
from news.source import HEALTH_VI
from news.times import local, span_vi, utc_now
from news.urls import host_of

_MOST_OPML_BYTES = 20_000_000


@click.group()
def command() -> None:
    """Các nguồn: tình trạng, kiểm tra, thêm mới."""


@command.command("list")
@click.option("--all", "is_all", is_flag=True, help="Cả nguồn đang tắt.")
@config_option
@json_option
def list_(is_all: bool, folder: Path, as_json: bool) -> None:
    """Tình trạng của mỗi nguồn: lần đọc được cuối, tin mới nhất, lỗi bằng lời."""
    with open_office(folder) as office:
        lines = [line for line in SourcesDesk(office, TasksDesk()).list() if line.enabled or is_all]
    rows = []
    for line in lines:
        if as_json:
            emit(
                {
                    "source": line.id,
                    "name": line.name,
                    "feed": line.feed,
                    "enabled": line.enabled,
                    "health": line.health.value,
                    "detail": line.detail,
                    "last_success_at": line.last_success_at and local(line.last_success_at).isoformat(),
                    "newest_entry_at": line.newest_entry_at and local(line.newest_entry_at).isoformat(),
                    "typical_gap_seconds": line.typical_gap and round(line.typical_gap.total_seconds()),
                    "longest_gap_seconds": line.longest_gap and round(line.longest_gap.total_seconds()),
                }
            )
        times = [f"{local(at):%H:%M %d/%m/%Y}" if at else "–" for at in (line.last_success_at, line.newest_entry_at)]
        words = HEALTH_VI[line.health] + (f" ({line.detail})" if line.detail else "")
        spans = [span_vi(gap) if gap else "–" for gap in (line.typical_gap, line.longest_gap)]
        rows.append((line.id, line.name, words, *times, *spans))
    if not as_json:
        show_table(("Mã", "Nguồn", "Tình trạng", "Đọc được", "Tin mới nhất", "Nhịp", "Im lâu nhất"), rows)


@command.command()
@click.argument("ids", nargs=-1, metavar="[MÃ ...]")
@config_option
@json_option
def check(ids: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Thử đọc các nguồn (mặc định: mọi nguồn đang bật) và nói cần làm gì; không ghi gì vào kho."""
    configuration = read_configuration(folder)
    known = {source.id: source for source in configuration.sources}
    if unknown := [one for one in ids if one not in known]:
        raise click.BadParameter(f"không có nguồn {', '.join(unknown)}")
    chosen = [known[one] for one in ids] or [source for source in configuration.sources if source.enabled]
    with progress(quiet=as_json) as bar:
        bar.add_task(f"Đang thử {len(chosen)} nguồn", total=None)
        reports = check_sources(configuration, chosen)
    for report in reports:
        if as_json:
            emit(report_record(report))
        else:
            for line in report_lines(report):
                say(line)


@command.command()
@click.argument("url", metavar="ĐỊA_CHỈ")
@click.option("--id", "source_id", help="Mã của nguồn; mặc định lấy từ tên miền.")
@click.option("--name", help="Tên tờ báo; mặc định lấy từ trang.")
@click.option("--yes", is_flag=True, help="Thêm ngay, không hỏi.")
@config_option
def add(url: str, source_id: str | None, name: str | None, yes: bool, folder: Path) -> None:
    """Thêm một tờ báo: tự tìm nguồn cấp tin, cho xem các tin đầu rồi mới lưu."""
    configuration = read_configuration(folder)
    proposal = propose(configuration, url, source_id=source_id, name=name)
    for line in proposal.lines():
        say(line)
    if not proposal.source.enabled:
        raise click.exceptions.Exit(1)
    if yes or click.confirm("Thêm nguồn này?", default=True):
        write_sources(configuration.sources_file, (*configuration.sources, proposal.source))
        with open_office(folder) as office, office.storage.begin() as work:
            work.pointers.revive(host_of(proposal.source.homepage))
        say(f"Đã thêm {proposal.source.id} vào {configuration.sources_file}.")


@command.command("export")
@click.argument("file", metavar="TỆP.opml", default="-")
@click.option("--all", "is_all", is_flag=True, help="Cả nguồn đang tắt.")
@config_option
def export(file: str, is_all: bool, folder: Path) -> None:
    """Xuất danh sách nguồn cấp tin ra OPML (mặc định: ra màn hình), để dùng trong chương trình đọc tin khác."""
    configuration = read_configuration(folder)
    chosen = [source for source in configuration.sources if source.enabled or is_all]
    words = write_opml(chosen, f"Nguồn tin của {configuration.province.name}")
    if file == "-":
        click.echo(words, nl=False)
        return
    try:
        Path(file).write_text(words, encoding="utf-8")
    except OSError as error:
        raise disk_error(Path(file), error) from error
    say(f"Đã ghi {sum(len(source.feeds) for source in chosen)} nguồn cấp tin vào {file}.")


@command.command("import")
@click.argument("file", metavar="TỆP.opml")
@config_option
def import_(file: str, folder: Path) -> None:
    """Nhập danh sách nguồn cấp tin từ OPML; nguồn mới để tắt cho đến khi đã thử bằng `sources check`."""
    configuration = read_configuration(folder)
    outlines = read_opml(read_bytes(file, _MOST_OPML_BYTES), file)
    taken = take_outlines(configuration.sources, outlines, local(utc_now()).date())
    for feed, reason in taken.refused:
        say(f"bỏ qua {feed}: {reason}")
    if taken.added:
        write_sources(configuration.sources_file, taken.sources)
    say(f"Thêm {len(taken.added)} nguồn (đang tắt), {taken.known} địa chỉ đã có, bỏ qua {len(taken.refused)}.")
    if taken.added:
        say(f"Thử trước khi bật: diembao sources check {' '.join(source.id for source in taken.added[:5])}")


@command.command()
@config_option
@json_option
def discovered(folder: Path, as_json: bool) -> None:
    """Các tờ báo chưa có trong danh sách mà dịch vụ dò tìm chỉ đến; nhận bằng `sources add`."""
    with open_office(folder) as office, office.storage.read() as work:
        strangers = work.pointers.strangers()
    if as_json:
        for one in strangers:
            emit(
                {
                    "host": one.host,
                    "publisher": one.publisher,
                    "pointers": one.pointers,
                    "newest_at": local(one.newest_at).isoformat(),
                    "title": one.title,
                    "url": one.url,
                }
            )
    elif not strangers:
        say("Chưa có tờ báo lạ nào. Dịch vụ dò tìm (GDELT, Google News) bật trong sources.csv, class = discovery.")
    else:
        rows = [
            (one.host, one.publisher, one.pointers, f"{local(one.newest_at):%d/%m/%Y}", one.title) for one in strangers
        ]
        show_table(("Tên miền", "Báo", "Số lượt", "Gần nhất", "Tin gần nhất"), rows)
        say("Nhận một tờ báo: diembao sources add https://TÊN_MIỀN")
