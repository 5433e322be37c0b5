"""``diembao import``: archived articles of accepted outlets."""

from __future__ import annotations

from pathlib import Path

import click

from jobs import processes
from jobs.options import config_option, json_option
from jobs.output import complain, emit, progress, say
from news.errors import InputError

_SHOWN_FAULTS = 20


@click.command()
@click.argument("path", metavar="TỆP|THƯ_MỤC|-")
@config_option
@json_option
def command(path: str, folder: Path, as_json: bool) -> None:
    """Nhập bài lưu trữ (JSONL, WARC, HTML đã lưu) của các nguồn trong sources.csv; dòng hỏng được báo và bỏ qua."""
    processes.prepare()
    # While models are loaded there, this process loads what stores and indexes.
    from crawlers.belonging import Outlets
    from jobs.advance import BATCH
    from jobs.importing import Importer, in_batches, split
    from jobs.wiring import open_office

    faults: list[InputError] = []
    with open_office(folder) as office, progress(quiet=as_json) as bar:
        task = bar.add_task("Nhập", total=None)
        importer = Importer(Outlets(office.configuration.sources), office.clock())
        done = office.advance.run(
            in_batches(split(importer.read(path), faults), BATCH),
            lambda done: bar.update(task, description=f"Đã nhập {done.arrived} bài"),
        )
    for fault in faults[:_SHOWN_FAULTS]:
        complain(fault.vi)
    if len(faults) > _SHOWN_FAULTS:
        complain(f"… và {len(faults) - _SHOWN_FAULTS} dòng khác không dùng được.")
    if as_json:
        record = {"read": done.arrived, "new": done.new, "changed": done.changed}
        emit({**record, "analysed": done.analysed, "refused": len(faults)})
    else:
        say(
            f"Đã nhập {done.new} bài mới, {done.changed - done.new} bản sửa; "
            f"{done.arrived - done.changed} đã có; {len(faults)} dòng bị từ chối."
        )
    if faults and not done.arrived:
        raise click.exceptions.Exit(1)
