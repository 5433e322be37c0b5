"""The process of one round: ``python -m jobs.collect FOLDER [--now ISO]``, started by ``jobs.rounds``.

The folder is one province's, or one of several provinces' that share a store.

Writes one JSON object a line to standard output: ``kind`` is ``progress`` or ``summary``. It ends itself when its
standard input closes, which is how it notices that whoever started it was killed.
"""

from __future__ import annotations

import argparse
import dataclasses
import logging
import os
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import orjson

from config.settings import Configuration, CrawlSettings
from crawlers.plan import Progress, RoundPlan, user_agent
from crawlers.round import collect
from jobs.logs import set_up_logs
from jobs.workers.installation import data_folder_of, places_of, read_offices
from net.addresses import AddressPolicy
from net.bounds import Bounds
from news.article import FeedEntry
from news.errors import NewsError
from news.source import Source
from news.times import Clock, utc_now
from nlp.gazetteer import load, names_by_language, use_own
from nlp.mentions import may_concern
from storage import open_storage


def plan_of(configuration: Configuration, clock: Clock) -> RoundPlan:
    """The round that a province's configuration asks for."""
    return plan_for([configuration], clock, configuration.archive_folder)


def plan_for(configurations: Sequence[Configuration], clock: Clock, archive: Path) -> RoundPlan:
    """The round of all offices of an installation: each outlet is read once, as politely as the most polite asks."""
    provinces = tuple(one.province.id for one in configurations)
    crawl = _together([one.crawl for one in configurations])
    return RoundPlan(
        sources=sources_of(configurations),
        wanted=lambda source, entry: is_wanted(provinces, source, entry),
        names=_merged(names_by_language(province) for province in provinces),
        archive=archive,
        policy=AddressPolicy.of(crawl.allow_hosts),
        hosts=crawl.hosts,
        bounds=Bounds(
            feed_bytes=crawl.feed_bytes,
            page_bytes=crawl.page_bytes,
            answer_time=crawl.answer_time,
            redirects=crawl.redirects,
        ),
        user_agent=user_agent(version("diembao"), crawl.contact),
        delay=crawl.delay,
        daily_requests=crawl.daily_requests,
        clock=clock,
        retention=min(one.retention.snapshots for one in configurations),
        workers=crawl.workers or os.cpu_count() or 1,
        deadline=crawl.round_time,
    )


def sources_of(configurations: Sequence[Configuration]) -> tuple[Source, ...]:
    """Every outlet once; one that several offices list is read if one of them has it on, at all its addresses."""
    found: dict[str, Source] = {}
    for source in (source for one in configurations for source in one.sources):
        known = found.get(source.id)
        if known is None or (source.enabled and not known.enabled):
            found[source.id] = source
        elif source.enabled:
            more = {name: _union(getattr(known, name), getattr(source, name)) for name in _ADDRESSES}
            found[source.id] = dataclasses.replace(known, **more)  # type: ignore[arg-type]  # all three are tuples
    return tuple(found.values())


def is_wanted(provinces: tuple[str, ...], source: Source, entry: FeedEntry) -> bool:
    """Pages are fetched of the provinces' own outlets, and of entries that may concern one of them."""
    return source.home in provinces or may_concern(f"{entry.title}\n{entry.summary}", provinces, load())


_ADDRESSES = ("feeds", "sitemaps", "listings")


def _union(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def _merged(names: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for one in names:
        merged |= {language: _union(merged.get(language, ()), words) for language, words in one.items()}
    return merged


def _together(crawls: Sequence[CrawlSettings]) -> CrawlSettings:
    """The longest pause, the smallest budget; what one office allows or names, all have."""
    return dataclasses.replace(
        crawls[0],
        contact=next((one.contact for one in crawls if one.contact), ""),
        delay=max(one.delay for one in crawls),
        daily_requests=min(one.daily_requests for one in crawls),
        round_time=max(one.round_time for one in crawls),
        allow_hosts=tuple(dict.fromkeys(host for one in crawls for host in one.allow_hosts)),
        hosts={name: address for one in reversed(crawls) for name, address in one.hosts.items()},
    )


def main() -> int:
    arguments = argparse.ArgumentParser(prog="jobs.collect")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--now", type=datetime.fromisoformat)
    given = arguments.parse_args()
    set_up_logs()
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    clock: Clock = utc_now if given.now is None else lambda: given.now
    try:
        configurations = read_offices(given.folder)
        use_own(places_of(configurations))
        archive = data_folder_of(given.folder, configurations) / configurations[0].archive_folder.name
        plan = dataclasses.replace(plan_for(configurations, clock, archive), progress=_report)
        storage = open_storage(configurations[0].database_url, clock=clock)
        try:
            result = collect(plan, storage)
        finally:
            storage.close()
    except NewsError as error:
        logging.getLogger(__name__).debug("round failed", exc_info=error)
        sys.stderr.write(f"{error.vi}\n")
        return 1
    _write("summary", result.summary())
    return 0


def _report(progress: Progress) -> None:
    _write("progress", dataclasses.asdict(progress))


def _write(kind: str, record: dict[str, object]) -> None:
    sys.stdout.buffer.write(orjson.dumps({"kind": kind, **record}) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_the_starter() -> None:
    while os.read(sys.stdin.fileno(), 65536):  # unbuffered: a buffer's lock would be in the way at the end
        continue
    os._exit(3)  # nothing to clean up: a round may be killed at any instant


if __name__ == "__main__":
    sys.exit(main())
