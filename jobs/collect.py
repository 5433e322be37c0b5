"""The process of one round: ``python -m jobs.collect FOLDER [--now ISO]``, started by ``jobs.rounds``.

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
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import orjson

from config.settings import Configuration
from crawlers.plan import Progress, RoundPlan, user_agent
from crawlers.round import collect
from jobs.logs import set_up_logs
from jobs.wiring import read_configuration
from net.addresses import AddressPolicy
from net.bounds import Bounds
from news.article import FeedEntry
from news.errors import NewsError
from news.source import Source
from news.times import Clock, utc_now
from nlp.gazetteer import load, names_by_language
from nlp.mentions import may_concern
from storage import open_storage


def plan_of(configuration: Configuration, clock: Clock) -> RoundPlan:
    """The round that a province's configuration asks for."""
    crawl = configuration.crawl
    return RoundPlan(
        sources=configuration.sources,
        wanted=partial(is_wanted, configuration.province.id),
        names=names_by_language(configuration.province.id),
        archive=configuration.archive_folder,
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
        retention=configuration.retention.snapshots,
        workers=crawl.workers or os.cpu_count() or 1,
        deadline=crawl.round_time,
    )


def is_wanted(province: str, source: Source, entry: FeedEntry) -> bool:
    """Pages are fetched of the province's own outlets, and of entries that may concern it."""
    return source.home == province or may_concern(f"{entry.title}\n{entry.summary}", (province,), load())


def main() -> int:
    arguments = argparse.ArgumentParser(prog="jobs.collect")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--now", type=datetime.fromisoformat)
    given = arguments.parse_args()
    set_up_logs()
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    clock: Clock = utc_now if given.now is None else lambda: given.now
    try:
        configuration = read_configuration(given.folder)
        plan = dataclasses.replace(plan_of(configuration, clock), progress=_report)
        storage = open_storage(configuration.database_url, clock=clock)
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
