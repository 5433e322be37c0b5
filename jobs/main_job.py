"""One round of the main job from the newspapers to the index, and what is done beside it."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from jobs.alerting import Alerter
from jobs.casework import due_cases
from jobs.delivering import delivery_of, forget_links
from jobs.desks.digest import DigestDesk
from jobs.factchecking import FactCheck
from jobs.meanwhile import repeated
from jobs.output import progress
from jobs.rounds import RoundFailed, Rounds
from jobs.watching import Watcher
from jobs.wiring import Office

log = logging.getLogger(__name__)

#: So that a report of a year can say what was read.
READINGS_KEPT = timedelta(days=400)
#: How often what was read so far is taken further while a round goes on.
MEANWHILE = timedelta(minutes=1)


def _silent(_words: str) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The closing line of a round. ``failure``: words, when collection ended early; what it had read is kept."""

    collected: Mapping[str, Any]
    analysed: int
    failure: str | None = None

    def as_record(self) -> dict[str, Any]:
        return {**self.collected, "analysed": self.analysed, "failure": self.failure}

    def lines(self) -> list[str]:
        one = self.collected
        if not one:
            return [f"Đã phân tích {self.analysed} bài."]
        lines = [
            f"Đã đọc {one['feeds']} nguồn cấp tin ({one['feeds_failed']} không đọc được), {one['entries']} mục tin: "
            f"{one['new']} mới, {one['edited']} sửa tiêu đề.",
            f"Trang bài: {one['pages_fetched']} đã tải, {one['pages_kept']} giữ lại, {one['pages_refused']} bị từ chối,"
            f" {one['pages_failed']} lỗi, {one['pages_left']} để lượt sau. Đã phân tích {self.analysed} bài.",
        ]
        if one["not_due"] or one["busy"]:
            lines.append(f"Chưa đến lượt: {one['not_due']}; máy khác đang đọc: {one['busy']}.")
        return lines


class MainJob:
    """The main job of one office. ``quiet``: no progress bar."""

    def __init__(self, office: Office, *, quiet: bool = False) -> None:
        self._office = office
        self._quiet = quiet
        self._rounds = Rounds(office.configuration.folder, office.configuration.crawl.round_time)
        self._watcher = Watcher(office, due_cases(office))
        self._alerter, self._factcheck = Alerter(office), FactCheck(office)
        self._stopped = threading.Event()

    @property
    def office(self) -> Office:
        return self._office

    def round(self, now: datetime | None = None) -> Outcome:
        """Collect, then do all that is pending. ``now``: the moment the demonstration plays."""
        collected: dict[str, Any] = {}
        failure: str | None = None
        with progress(quiet=self._quiet) as bar:
            task = bar.add_task("Thu thập", total=None)

            def show(counts: Mapping[str, Any]) -> None:
                words = f"Thu thập: {counts['entries_new']} mục tin mới, {counts['pages']} trang"
                bar.update(task, description=words, completed=counts["feeds"], total=counts["feeds_total"])

            def say(words: str) -> None:
                bar.update(task, description=words)

            analysed: list[int] = []
            try:
                # What one paper says is not to wait for the slowest of all.
                with repeated(lambda: analysed.append(self._advance(_silent)), MEANWHILE):
                    collected = self._rounds.run(now, show)
            except RoundFailed as error:
                failure = error.vi
            analysed.append(self._advance(say))
        outcome = Outcome(collected, sum(analysed), failure)
        for line in outcome.lines():
            log.debug("%s", line)
        return outcome

    def _advance(self, say: Callable[[str], None]) -> int:
        """All that follows from what was read: analysis, index, claims, watches, alerts; articles analysed."""
        done = self._office.advance.run(
            report=lambda done: say(f"Phân tích: {done.analysed} bài"), stopping=self._stopped.is_set
        )
        if not self._stopped.is_set():
            self.follow(say)
        return done.analysed

    def follow(self, say: Callable[[str], None] = _silent) -> None:
        """What follows for the office from what was analysed: claims, watches, alerts."""
        say("Đối chiếu")
        self._factcheck.match_articles()
        say("Theo dõi")
        self._watcher.look()
        self._alerter.route()

    def scheduled_round(self) -> None:
        """A round of the service, which has nobody to hand its outcome to."""
        failure = self.round().failure
        if failure and not self._stopped.is_set():
            log.error("%s", failure)

    def route_alerts(self) -> None:
        """Tell what waits, is to be repeated, or escalates."""
        self._alerter.route()

    def deliver(self) -> None:
        """Send what is due."""
        delivery_of(self._office, self._stopped.is_set).run()

    def write_due_digest(self) -> None:
        """Write the documents of the digest that is due."""
        desk = DigestDesk(self._office)
        for file in desk.write(desk.today(), self._office.configuration.schedule.digest_formats):
            log.info("%s", file)

    def refresh_public(self) -> None:
        """Make the public copies what is published, whatever was cut short."""
        self._factcheck.refresh()

    def read_fact_checks(self) -> None:
        """Read the fact checks of others into the library."""
        self._factcheck.read_others()

    def forget(self) -> None:
        """Delete tips, objections and raw pages of evidence past their time."""
        self._factcheck.forget()

    def tidy(self) -> None:
        """Delete scans and readings past their time, empty the log of the store; raw pages go with each round."""
        with self._office.storage.begin() as work:
            work.scans.delete_expired(self._office.clock())
            work.sources.forget_readings(self._office.clock() - READINGS_KEPT)
        forget_links(self._office.storage, self._office.clock())
        self._office.storage.tidy()

    def stop(self) -> None:
        """End what runs between two of its steps; nothing is lost, the rest waits."""
        self._stopped.set()
        self._rounds.stop()

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """SIGTERM and Ctrl-C end the round in order: what was read is kept, the rest waits."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
