"""``diembao watches``: what they are, and what they would have found."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from alerts import findings
from jobs.options import config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office, read_configuration, watches_of
from news.times import Window, local
from search.documents import documents_of

_BATCH = 500


@click.group()
def command() -> None:
    """Các chủ đề theo dõi trong watches.toml."""


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Liệt kê các chủ đề theo dõi."""
    watches = watches_of(read_configuration(folder))
    if as_json:
        for watch in watches:
            emit({"name": watch.name, "query": watch.query.render()})
    else:
        show_table(("Tên", "Câu tìm"), [(watch.name, watch.query.render()) for watch in watches])


@command.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="Số ngày nhìn lại.")
@config_option
@json_option
def test(days: int, folder: Path, as_json: bool) -> None:
    """Mỗi chủ đề đã bắt được gì trong những ngày qua; không gửi gì cho ai."""
    with open_office(folder) as office:
        office.advance.run()
        watches = watches_of(office.configuration)
        now = office.clock()
        found: dict[str, list[int]] = {watch.name: [] for watch in watches}
        with office.storage.read() as work:
            ids = list(work.articles.first_seen_in(Window(now - timedelta(days=days), now)))
            for place in range(0, len(ids), _BATCH):
                for one in findings(watches, documents_of(work, ids[place : place + _BATCH])):
                    found[one.watch].append(one.article_id)
            for name, keys in found.items():
                if as_json:
                    emit({"watch": name, "articles": keys})
                    continue
                say(f"{name}: {len(keys)} bài trong {days} ngày")
                for stored in work.articles.list(keys[-5:]):
                    say(f"  {local(stored.sort_time):%d/%m} {stored.article.title}")
