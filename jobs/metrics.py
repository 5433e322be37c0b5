"""``/metrics`` for Prometheus, on a port of its own: every figure is a query on the store at the moment of asking.

So they are right after a restart, whichever process answers, and also while collection itself is dead. Labels are
steps, states, channels, periods and ids of provinces; no text, outlet or person (SCOPE §7).
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.metrics import MetricsSettings
from factcheck.articles import HORIZON
from jobs.punctuality import Punctuality, punctuality_of
from jobs.wiring import Office
from jobs.workers.presence import GONE_AFTER
from news.errors import NewsError, disk_error
from news.times import Clock, Window, utc_now
from search.follower import remembered_lag
from storage import Storage
from storage.inspection import BACKUP
from storage.rounds import Round

#: Where ``diembao metrics`` listens when ``[metrics]`` names no port.
USUAL_PORT = 9464
#: What outcomes are counted over.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

log = logging.getLogger(__name__)


class PortTaken(NewsError):
    """The figures cannot be shown at this port."""

    def __init__(self, listen: str, port: int, reason: str) -> None:
        super().__init__(listen, port, reason)
        self.listen, self.port, self.reason = listen, port, reason

    @property
    def vi(self) -> str:
        return f"Không mở được cổng số liệu {self.listen}:{self.port} ({self.reason}); đổi port trong [metrics]."


@dataclass(frozen=True, slots=True)
class Watched:
    """What is looked at: a store with all its offices, the time between two rounds, and where the data lies."""

    storage: Storage
    round_every: timedelta
    data_folder: Path
    clock: Clock = utc_now

    @classmethod
    def of(cls, office: Office) -> Watched:
        configuration = office.configuration
        return cls(office.storage, configuration.schedule.round_every, configuration.data_folder, office.clock)


class StoreFigures(Collector):
    """The figures of one installation, read anew at each look."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Names need not be known before the first look; the store is not asked for them."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = list(self._read(self._watched.clock()))
        except NewsError as error:
            log.warning("metrics: %s", error)
            found = []
        yield gauge("diembao_store_up", "1 if the store answers", float(bool(found)))
        yield from found

    def _read(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        storage = self._watched.storage
        with storage.read() as work:
            queues = work.figures.queues(now, now - HORIZON)
            feeds, sources = work.figures.feeds(now - HOUR), work.figures.sources()
            deliveries, digests = work.figures.deliveries(), work.figures.digests()
            backed_up = work.figures.followed_at(BACKUP)
            workers = Counter(one.role for one in work.workers.list(now - GONE_AFTER))
            rounds = work.rounds.list(Window(now - DAY, now))
        lag = remembered_lag(storage)
        depth, oldest = _steps("queue_units", "waiting at a step"), _steps("queue_oldest_seconds", "age of the oldest")
        for queue in queues:
            depth.add_metric([queue.step], queue.depth)
            oldest.add_metric([queue.step], _age(queue.since, now))
        yield depth
        yield oldest
        yield counted("diembao_feed_readings", "readings of feeds in the last hour", "outcome", feeds)
        yield counted("diembao_feeds", "feeds by their health now", "health", sources)
        yield counted("diembao_pages", "pages in the last day's rounds", "outcome", _pages(rounds))
        yield gauge("diembao_index_lag_articles", "articles the index does not have yet", lag.articles)
        yield gauge("diembao_index_lag_seconds", "age of the oldest of them", _age(lag.since, now))
        yield _deliveries(deliveries)
        yield counted("diembao_workers", "workers at work by their role (diembao work)", "role", workers)
        yield from _rounds(punctuality_of(rounds, now, self._watched.round_every))
        signed = GaugeMetricFamily(
            "diembao_last_digest_timestamp_seconds", "when a digest was last signed", labels=["province", "period"]
        )
        for (province, period), at in digests.items():
            signed.add_metric([province, period], at.timestamp())
        yield signed
        if backed_up is not None:
            yield gauge("diembao_last_backup_timestamp_seconds", "when a backup was last made", backed_up.timestamp())
        yield gauge("diembao_disk_free_bytes", "left where the data lies", self._free())

    def _free(self) -> int:
        folder = self._watched.data_folder
        try:
            return shutil.disk_usage(folder).free
        except OSError as error:
            raise disk_error(folder, error) from error


@contextmanager
def shown(watched: Watched, settings: MetricsSettings, port: int) -> Iterator[int]:
    """Answer at the port (0: any that is free) for the time of the ``with``; the port. Raises ``PortTaken``."""
    registry = CollectorRegistry()
    registry.register(StoreFigures(watched))
    try:
        server, thread = start_http_server(port, settings.listen, registry)
    except OSError as error:
        raise PortTaken(settings.listen, port, error.strerror or str(error)) from error
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def counted(name: str, words: str, label: str, counts: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, count in sorted(counts.items()):
        family.add_metric([value], count)
    return family


def _steps(name: str, words: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"diembao_{name}", words, labels=["step"])


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _pages(rounds: Sequence[Round]) -> dict[str, float]:
    """By what became of them; a round that is under way or was killed said nothing yet."""
    outcomes = {"kept": 0.0, "refused": 0.0, "failed": 0.0, "left": 0.0}
    for one in rounds:
        summary: Mapping[str, Any] = one.summary or {}
        for outcome in outcomes:
            outcomes[outcome] += summary.get(f"pages_{outcome}", 0)
    return outcomes


def _deliveries(counts: Mapping[tuple[str, str, str], int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily("diembao_deliveries", "messages by state", labels=["province", "channel", "state"])
    for labels, count in sorted(counts.items()):
        family.add_metric(labels, count)
    return family


def _rounds(rounds: Punctuality) -> Iterator[GaugeMetricFamily]:
    yield gauge("diembao_rounds_missed", "rounds due in the last day that never began", rounds.missed)
    yield gauge("diembao_rounds_cut_short", "rounds of the last day without an end", rounds.cut_short)
    for name, at in (("started", rounds.started_at), ("finished", rounds.finished_at)):
        if at is not None:
            yield gauge(f"diembao_last_round_{name}_timestamp_seconds", f"when a round last {name}", at.timestamp())
