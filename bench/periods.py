"""How long the report of a month takes over 200,000 articles, and how much memory: ``python -m bench.periods``.

A store is filled with a fictional month (one article in four is about the province, every tenth a reprint) and the
month before it; then the report is counted as of now, and once more as of the middle of the month after many words
and readings. ``--articles`` of the month, ``--keep FILE`` to use the store again.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from news.analysis import Analysis, Mention, MentionKind, Override, OverrideField, Relevance, Tone, Topic
from news.article import Article, Origin
from news.digest import Period
from news.rhythm import Rhythm
from news.source import Source, SourceClass
from news.times import Precision, Published, at_local, local
from nlp.gazetteer import provinces
from reports.gather import Office
from reports.periods.gather import Asked, Others, make_report
from storage import MemberRow, Storage, open_storage

PROVINCE, MONTH = "ninh-binh", date(2026, 10, 1)
NOW = at_local(date(2026, 11, 2), 7)
OFFICE = Office(PROVINCE, "tỉnh Ninh Bình", "VĂN PHÒNG")
SOURCES = {
    f"bao-{n}": Source(
        f"bao-{n}", f"Báo số {n}", SourceClass.FOREIGN if n % 20 == 0 else SourceClass.CENTRAL, "VN", ("vi",), f"https://bao-{n}.example"
    )
    for n in range(120)
}  # fmt: skip
_BATCH = 2_000
_TEXT = "Mưa lớn suốt đêm làm mố cầu tạm bị xói, ba xã phải đi vòng. " * 30


class _Clock:
    """Goes with what is written: everything is recorded a few minutes after it was seen."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


def fill(storage: Storage, clock: _Clock, first: date, count: int, rng: random.Random) -> None:
    begin = at_local(first)
    communes = [f"{unit.kind} {unit.name}" for one in provinces() if one.id == PROVINCE for unit in one.units]
    seen = sorted(rng.random() for _ in range(count))
    for start in range(0, count, _BATCH):
        moments = [begin + timedelta(days=30.9 * part) for part in seen[start : start + _BATCH]]
        clock.now = moments[-1] + timedelta(minutes=5)
        with storage.begin() as work:
            stored = work.articles.add_many(list(_articles(first, start, moments, rng)))
            readings = [(one.id, one.version, _reading(communes, rng)) for one in stored]
            work.analyses.add_many(readings)
            members = [
                MemberRow(one.id, 1, f"s{first:%m}{(start + n) // 3}", None, b"x", moments[n])
                for n, one in enumerate(stored)
            ]
            work.stories.put(
                [
                    row
                    if n % 10 or not n
                    else MemberRow(row.article_id, 1, row.story, members[n - 1].article_id, b"x", row.at)
                    for n, row in enumerate(members)
                ]
            )


def _articles(
    first: date, start: int, moments: list[datetime], rng: random.Random
) -> Iterator[tuple[Article, datetime]]:
    for n, at in enumerate(moments, start):
        source = f"bao-{int(120 * rng.random() ** 2)}"
        url = f"https://{source}.example/{first:%m}/{n}"
        yield (
            Article(
                url, source, f"Ninh Bình: việc số {n}", "", _TEXT, Published(at, Precision.MINUTE), origin=Origin.PAGE
            ),
            at,
        )


def _reading(communes: list[str], rng: random.Random) -> Analysis:
    is_about = rng.random() < 0.25
    named = rng.choices(communes, k=4) if is_about else []
    mentions = tuple(Mention(one, PROVINCE, 10, 20, MentionKind.PLACE, one) for one in ["Ninh Bình", *named])
    relevance = {one.id: Relevance.NONE for one in provinces()} | ({PROVINCE: Relevance.ABOUT} if is_about else {})
    return Analysis(
        "m1", "vi", rng.choice(tuple(Tone)), 0.7, tuple(rng.sample(tuple(Topic), 2)), mentions, relevance
    )  # fmt: skip


def report(storage: Storage, as_of: datetime) -> float:
    begun = time.perf_counter(), time.process_time()
    with storage.read() as work:
        asked = Asked(Period.MONTH, MONTH, Rhythm(), as_of)
        made = make_report(work, OFFICE, SOURCES, asked, Others(lambda case: case.unit, lambda *_: ()))
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    now = made.now
    print(
        f"as of {local(as_of):%H:%M %d/%m}: {wall:.2f} s ({cpu:.2f} s of processor), peak {peak} MB; "
        f"{now.articles_read} read, {now.articles} about the province, {now.stories} stories, {len(made.places)} places"
    )
    return cpu


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=200_000)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    clock, rng = _Clock(), random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        file = given.keep or Path(folder) / "bench.db"
        is_new = not file.exists()
        storage = open_storage(f"sqlite:///{file}", clock=clock)
        if is_new:
            fill(storage, clock, date(2026, 9, 1), given.articles // 4, rng)
            fill(storage, clock, MONTH, given.articles, rng)
            clock.now = NOW
        print(f"{given.articles} articles in the month, {given.articles // 4} in the one before")
        report(storage, NOW)
        report(storage, NOW)
        clock.now = NOW + timedelta(days=60)
        with storage.begin() as work:
            ids = work.articles.newest(20_000)
            for key in ids[:2_000]:
                work.overrides.add(Override(PROVINCE, key, OverrideField.TONE, "neu", "lan", clock()))
            work.analyses.add_many([(key, 1, _reading(["xã Gia Viễn"], rng)) for key in ids[2_000:]])
        print("20,000 articles read or corrected anew since:")
        report(storage, NOW)
        storage.close()


if __name__ == "__main__":
    main()
