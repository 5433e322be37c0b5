"""``diembao stories``: one line a story, and people's word on what belongs together."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from jobs.options import Day, config_option, json_option
from jobs.output import emit, say, show_table
from jobs.wiring import open_office
from news.article import StoredArticle
from news.story import FactKind, Membership, StoryFact
from news.times import Window, at_local, local, local_date
from reports.overlay import stories_of
from storage import Work


@dataclass(frozen=True, slots=True)
class _Placed:
    stored: StoredArticle
    membership: Membership | None

    @property
    def id(self) -> int:
        return self.stored.id


def _stories(work: Work, province: str, ids: Sequence[int]) -> dict[str, list[StoredArticle]]:
    """The articles by story, oldest first, as this office sees them."""
    places = work.stories.story_of(ids)
    placed = [_Placed(one, places.get(one.id)) for one in work.articles.list(ids)]
    facts = work.stories.facts(province)
    stories = stories_of(placed, facts, work.stories.edges_of(ids) if facts else [])
    return {
        story: sorted((one.stored for one in members), key=lambda one: (one.sort_time, one.id))
        for story, members in stories.items()
    }


@click.group()
def command() -> None:
    """Các sự kiện: những bài cùng nói về một việc."""


@command.command("list")
@click.option("--date", "day", type=Day(), help="Ngày; mặc định hôm nay.")
@click.option("--all", "is_all", is_flag=True, help="Cả bài không liên quan đến tỉnh.")
@config_option
@json_option
def list_(day: date | None, is_all: bool, folder: Path, as_json: bool) -> None:
    """Mỗi dòng một sự kiện: số bài, số báo, giờ đầu và giờ cuối."""
    with open_office(folder) as office:
        when = day or local_date(office.clock())
        window = Window(at_local(when), at_local(when + timedelta(days=1)))
        with office.storage.read() as work:
            ids = work.articles.first_seen_in(window, None if is_all else office.province)
            stories = _stories(work, office.province, ids)
    rows = []
    for story, members in sorted(stories.items(), key=lambda one: (-len(one[1]), one[1][0].sort_time)):
        first, last = members[0], members[-1]
        outlets = {one.article.source for one in members}
        record = {
            "story": story,
            "title": first.article.title,
            "articles": len(members),
            "outlets": len(outlets),
            "first": local(first.sort_time).isoformat(),
            "last": local(last.sort_time).isoformat(),
            "ids": [one.id for one in members],
        }
        if as_json:
            emit(record)
        times = f"{local(first.sort_time):%H:%M %d/%m} – {local(last.sort_time):%H:%M %d/%m}"
        rows.append((story, len(members), len(outlets), times, first.article.title))
    if not as_json:
        if rows:
            show_table(("Mã", "Bài", "Báo", "Thời gian", "Tiêu đề"), rows)
        else:
            say("Không có sự kiện nào.")


@command.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@config_option
def join(a: int, b: int, folder: Path) -> None:
    """Hai bài (mã số) thuộc cùng một sự kiện; mạnh hơn ý của máy."""
    _say_so(folder, FactKind.MUST_LINK, a, b)


@command.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@config_option
def part(a: int, b: int, folder: Path) -> None:
    """Hai bài (mã số) không cùng một sự kiện; mạnh hơn ý của máy."""
    _say_so(folder, FactKind.CANNOT_LINK, a, b)


def _say_so(folder: Path, kind: FactKind, a: int, b: int) -> None:
    person = getpass.getuser()
    with open_office(folder) as office, office.storage.begin() as work:
        work.stories.add_fact(StoryFact(office.province, kind, a, b, person, office.clock()))
        work.audit.add(office.province, person, kind.value, "story_fact", f"{a},{b}")
    say("Đã ghi nhận.")
