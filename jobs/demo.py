"""The demonstration: a province's folder for the sample press, and its week of rounds.

The press is served on loopback and crawled for real; only the clock is played. Everything is kept in one folder, so
that a second run takes up where the first one ended: the same addresses, the same week, nothing twice.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from config import write_folder, write_sources
from jobs.desks.digest import DigestDesk
from jobs.main_job import MainJob, Outcome
from jobs.rounds import RoundFailed
from jobs.sample import SampleClock, SamplePress
from jobs.sample.office_work import MORNINGS
from jobs.wiring import Office, open_office
from news.digest import Period
from news.errors import NewsError
from news.times import Window, at_local, local, utc_now
from reports.windows import due_day

_STATE = "sample.toml"
_RECIPIENTS = Path(__file__).parent / "sample" / "recipients.toml"
_UNITS = Path(__file__).parent / "sample" / "units.csv"
_PROVINCE = ("ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
_EDITS = (
    ("allow_hosts = []", 'allow_hosts = ["127.10.0.0/24"]'),
    ('delay = "1500ms"', 'delay = "0s"'),
)
_SAMPLE = """
# Báo chí mẫu, hư cấu: mọi trang đều ghi rõ.
sample = true
"""
#: Days before the anchor day on which a round is played, all in the morning; the last day has one in the evening too.
_DAYS_BEFORE = (5, 3, 1)
_MORNING = (6, 20)
_EVENING = (18, 20)


class DemoFolderInUse(NewsError):
    """The folder holds something else than a demonstration."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    @property
    def vi(self) -> str:
        return f"Thư mục {self.folder} đã có nội dung khác; hãy chọn thư mục khác bằng --folder"


@dataclass(frozen=True, slots=True)
class _State:
    """What must stay the same from run to run: articles are known by their addresses."""

    anchor: date
    port: int


class Demo:
    """The sample press with the office that reads it; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        state = _read_state(folder)
        self._anchor = state.anchor if state else due_day(utc_now())
        self._clock = SampleClock(at_local(self._anchor - timedelta(days=_DAYS_BEFORE[0]), *_MORNING))
        self.press = SamplePress(self._anchor, self._clock, port=state.port if state else 0)
        self._is_new = state is None

    def __enter__(self) -> Demo:
        self.press.start()
        if self._is_new:
            try:
                self._write_folder()
            except BaseException:
                self.press.stop()
                raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.press.stop()

    def moments_to_play(self) -> list[datetime]:
        """The week's rounds that have not been finished yet; the last one is always played again."""
        moments = [at_local(self._anchor - timedelta(days=days), *_MORNING) for days in _DAYS_BEFORE]
        moments += [at_local(self._anchor - timedelta(days=1), *_EVENING), at_local(self._anchor, *_MORNING)]
        with open_office(self._folder) as office, office.storage.read() as work:
            played = work.rounds.list(Window(moments[0], moments[-1] + timedelta(minutes=1)))
        done = {one.started_at for one in played if one.finished_at is not None}
        return [moment for moment in moments if moment not in done] or moments[-1:]

    def play(self, moment: datetime) -> Outcome:
        """One round of the main job as it would have been then. Raises ``RoundFailed``."""
        self._clock.move_to(moment)
        with open_office(self._folder, self._clock) as office:
            outcome = MainJob(office, quiet=True).round(moment)
            if outcome.failure is not None:
                raise RoundFailed(1, outcome.failure)
            if local(moment).time() < time(12):
                day = local(moment).date()
                for morning in MORNINGS:
                    morning(office, day, day == self._anchor)
        return outcome

    @contextmanager
    def office(self) -> Iterator[tuple[Office, DigestDesk]]:
        """The office on the morning of the anchor day, when the digest is due. From here on its clock goes.

        A second visit begins after what was done in the first: of two words the later one counts.
        """
        self._clock.move_to(at_local(self._anchor, 6, 30))
        with open_office(self._folder, self._clock) as office:
            with office.storage.read() as work:
                edits = work.drafts.list(office.province, Period.DAY, self._anchor)
            if edits and edits[-1].at > self._clock():
                self._clock.move_to(edits[-1].at + timedelta(seconds=1))
            self._clock.go()
            yield office, DigestDesk(office)

    def _write_folder(self) -> None:
        if self._folder.exists() and any(self._folder.iterdir()):
            raise DemoFolderInUse(self._folder)
        # Made beside and moved into place: killed before that, the next run begins anew.
        fresh = self._folder.with_name(f".{self._folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        write_folder(fresh, *_PROVINCE)
        write_sources(fresh / "sources.csv", self.press.sources)
        shutil.copyfile(_RECIPIENTS, fresh / "recipients.toml")
        shutil.copyfile(_UNITS, fresh / "units.csv")
        province = fresh / "province.toml"
        text = province.read_text(encoding="utf-8")
        for old, new in _EDITS:
            text = text.replace(old, new)
        first_table = text.index("[province]")
        province.write_text(text[:first_table] + _SAMPLE.lstrip() + "\n" + text[first_table:], encoding="utf-8")
        schedule = fresh / "schedule.toml"
        words = schedule.read_text(encoding="utf-8").replace('round_every = "5m"', 'round_every = "6h"')
        schedule.write_text(words, encoding="utf-8")
        (fresh / _STATE).write_text(
            f"# Ngày gốc và cổng của báo chí mẫu; giữ nguyên để lần chạy sau không nhân đôi bài.\n"
            f"anchor = {self._anchor.isoformat()}\nport = {self.press.port}\n",
            encoding="utf-8",
        )
        if self._folder.exists():
            self._folder.rmdir()
        fresh.rename(self._folder)


def _read_state(folder: Path) -> _State | None:
    file = folder / _STATE
    if not file.exists():
        return None
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
        return _State(values["anchor"], int(values["port"]))
    except (ValueError, KeyError, TypeError):
        raise DemoFolderInUse(folder) from None
