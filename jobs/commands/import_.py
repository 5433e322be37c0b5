"""``diembao import``: archived articles of accepted outlets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from crawlers.belonging import Outlets
from jobs.importing import Importer, split
from jobs.options import config_option, json_option
from jobs.output import complain, emit, progress, say
from jobs.wiring import Office, open_office
from news.errors import InputError

_BATCH = 500
_SHOWN_FAULTS = 20


@click.command()
@click.argument("path", metavar="TỆP|THƯ_MỤC|-")
@config_option
@json_option
def command(path: str, folder: Path, as_json: bool) -> None:
    """Nhập bài lưu trữ (JSONL, WARC, HTML đã lưu) của các nguồn trong sources.csv; dòng hỏng được báo và bỏ qua."""
    faults: list[InputError] = []
    counts = {"read": 0, "new": 0, "changed": 0}
    with open_office(folder) as office, progress(quiet=as_json) as bar:
        task = bar.add_task("Nhập", total=None)

        def show(done: int) -> None:
            bar.update(task, description=f"Đã đọc {counts['read']} bài, phân tích {done}")

        analysed = office.advance.run(_store(office, path, counts, faults), show)
    for fault in faults[:_SHOWN_FAULTS]:
        complain(fault.vi)
    if len(faults) > _SHOWN_FAULTS:
        complain(f"… và {len(faults) - _SHOWN_FAULTS} dòng khác không dùng được.")
    if as_json:
        emit({**counts, "analysed": analysed, "refused": len(faults)})
    else:
        say(
            f"Đã nhập {counts['new']} bài mới, {counts['changed'] - counts['new']} bản sửa; "
            f"{counts['read'] - counts['changed']} đã có; {len(faults)} dòng bị từ chối."
        )
    if faults and not counts["read"]:
        raise click.exceptions.Exit(1)


def _store(office: Office, path: str, counts: dict[str, int], faults: list[InputError]) -> Iterator[int]:
    """Store the articles batch by batch; each step yields how many it took."""
    arrivals = split(Importer(Outlets(office.configuration.sources), office.clock()).read(path), faults)
    while batch := list(islice(arrivals, _BATCH)):
        with office.storage.begin() as work:
            stored = work.articles.add_many(batch)
        counts["read"] += len(batch)
        counts["new"] += sum(one.is_new for one in stored)
        counts["changed"] += sum(one.is_changed for one in stored)
        yield len(batch)
