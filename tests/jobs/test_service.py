"""``diembao run`` and ``diembao serve``: they begin at once, stop in order, leave nobody behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from http.client import HTTPConnection
from pathlib import Path

import pytest

from jobs.advance import BATCH
from jobs.service import POST, Periodic, make_scheduler
from jobs.wiring import open_office
from news.article import Article
from news.errors import StorageFull
from news.source import Source, SourceClass
from tests.crawlers.outlets import source
from tests.jobs.office import PROGRAM, ROOT, contents, open_press, run, write_office
from tests.servers import Press, hangs

EVERY_SECOND = timedelta(seconds=1)
STOPS_WITHIN = 15


def wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """``diembao ARGUMENTS`` in a session of its own, so that whatever it leaves behind is seen."""
    command = [*PROGRAM, *map(str, arguments)]
    pipe = subprocess.PIPE
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=environ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


def stopped(child: subprocess.Popen[str], number: signal.Signals) -> str:
    """Send the signal, see the program end in time with code 0, and return what it complained of."""
    family = descendants(child.pid)
    child.send_signal(number)
    _, errors = child.communicate(timeout=STOPS_WITHIN)
    assert child.returncode == 0, errors
    assert "Traceback" not in errors
    wait_until(lambda: not [pid for pid in family if is_running(pid)], 2)
    return errors


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    children = [int(one) for file in Path(f"/proc/{pid}/task").glob("*/children") for one in file.read_text().split()]
    return [*children, *(one for child in children for one in descendants(child))]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with Press() as press:
        yield write_office(tmp_path_factory.mktemp("service") / "office", open_press(press, articles=2), press.hosts)


def is_analysed(folder: Path) -> bool:
    """Whether a round has come to its end: all nine articles are read and taken apart."""
    return (folder / "data" / "index.db").exists() and len(contents(folder)["stories"]) == 9


def test_the_service_collects_at_once_and_stops_in_order(office: Path) -> None:
    with started("run", "--config", office) as child:
        wait_until(lambda: is_analysed(office), 120)
        stopped(child, signal.SIGTERM)
    assert {page for _, _, page in contents(office)["entries"]} == {"fetched"}


def test_the_service_stops_in_the_middle_of_a_round(tmp_path: Path) -> None:
    with Press() as press:
        outlet = press.outlet("cho.thu", "127.35.0.1")
        outlet.on("/rss", hangs())
        folder = write_office(tmp_path / "office", [source("cho", outlet)], press.hosts)
        province = folder / "province.toml"
        province.write_text(province.read_text(encoding="utf-8").replace('answer_time = "3s"', 'answer_time = "60s"'))
        with started("run", "--config", folder) as child:
            wait_until(lambda: "/rss" in outlet.paths, 60)
            assert descendants(child.pid)
            stopped(child, signal.SIGTERM)


class Work:
    """A fake duty that takes its time and remembers when it began."""

    def __init__(self, seconds: float = 0.0, error: Exception | None = None) -> None:
        self.began: list[float] = []
        self.at_once = self.most_at_once = 0
        self._seconds, self._error = seconds, error
        self._lock = threading.Lock()

    def __call__(self) -> None:
        with self._lock:
            self.began.append(time.monotonic())
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self._seconds)
        with self._lock:
            self.at_once -= 1
        if self._error is not None:
            raise self._error


@contextmanager
def scheduled(*rows: Periodic) -> Iterator[None]:
    scheduler = make_scheduler(rows)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)


def test_the_first_round_begins_at_once() -> None:
    round_, began = Work(), time.monotonic()
    with scheduled(Periodic("round", round_, every=timedelta(hours=1))):
        wait_until(lambda: bool(round_.began), 5)
    assert round_.began[0] - began < 2
    assert len(round_.began) == 1


def test_rounds_that_were_missed_run_once_and_never_pile_up() -> None:
    round_ = Work(seconds=3.3)
    with scheduled(Periodic("round", round_, every=EVERY_SECOND)):
        wait_until(lambda: len(round_.began) >= 2, 15)
    assert round_.most_at_once == 1
    # The clock struck three times during the first round; one round makes up for all of them.
    assert len(round_.began) == 2


@pytest.mark.parametrize("error", [StorageFull.no_room("/kho"), RuntimeError("unforeseen")])
def test_a_round_that_fails_does_not_end_the_schedule(error: Exception) -> None:
    round_ = Work(error=error)
    with scheduled(Periodic("round", round_, every=EVERY_SECOND)):
        wait_until(lambda: len(round_.began) >= 2, 10)


def test_a_missed_digest_is_made_however_late() -> None:
    nothing = Work()
    rows = (Periodic("round", nothing, every=EVERY_SECOND), Periodic("digest", nothing, at=time_of_day(6, 30)))
    scheduler = make_scheduler(rows)
    scheduler.start(paused=True)
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert set(jobs) == {"round", "digest"}
        for job in jobs.values():
            assert job.coalesce
            assert job.max_instances == 1
            assert job.misfire_grace_time is None
        due = jobs["digest"].trigger.get_next_fire_time(None, datetime(2026, 11, 22, 0, 0, tzinfo=UTC))
        assert due.isoformat() == "2026-11-23T06:30:00+07:00"
    finally:
        scheduler.shutdown()


def test_letters_go_out_while_a_round_takes_long() -> None:
    long_round, post = Work(seconds=3), Work()
    rows = (
        Periodic("round", long_round, every=timedelta(hours=1)),
        Periodic("deliver", post, every=EVERY_SECOND, lane=POST),
    )
    with scheduled(*rows):
        wait_until(lambda: len(post.began) >= 2, 2.9)


def test_a_row_says_either_how_often_or_when() -> None:
    with pytest.raises(ValueError):
        Periodic("tidy", Work())
    with pytest.raises(ValueError):
        Periodic("tidy", Work(), every=EVERY_SECOND, at=time_of_day(2, 15))


def port_of(child: subprocess.Popen[str]) -> int:
    assert child.stdout is not None
    for line in child.stdout:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return int(found[1])
    raise AssertionError("the program never said where it serves")


def test_pages_are_served_on_loopback_only_and_guarded(office: Path) -> None:
    with started("serve", "--port", "0", "--config", office) as child:
        port = port_of(child)
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.getheader("location")) == (303, "/sign-in?next=%2F")
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()
        body, headers = answer.read(), {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        assert answer.status == 200
        assert "Ninh Bình" in body.decode()
        assert "'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=2):
            pass
        stopped(child, signal.SIGINT)


def test_a_taken_port_gives_the_next_one(office: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started("serve", "--port", str(port), "--config", office) as child:
            assert port < port_of(child) <= port + 50
            stopped(child, signal.SIGTERM)


def test_a_stop_is_heard_between_two_batches_and_the_rest_is_still_pending(tmp_path: Path) -> None:
    folder = write_office(
        tmp_path / "office", [Source("bao1", "Báo 1", SourceClass.LOCAL, "VN", ("vi",), "https://bao1.example/")], {}
    )
    with open_office(folder) as here:
        with here.storage.begin() as work:
            for number in range(BATCH + 10):
                article = Article(f"https://bao1.example/{number}", "bao1", f"Tin số {number} ở Ninh Bình")
                work.articles.add(article, first_seen_at=here.clock())
        advance = replace(here.advance, workers=1)
        batches: list[int] = []
        stopped_early = advance.run(report=lambda done: batches.append(done.analysed), stopping=lambda: bool(batches))
        assert stopped_early.analysed == batches[0] == BATCH
        assert advance.run().analysed == 10


def test_why_a_round_failed_is_said_once(tmp_path: Path) -> None:
    with Press() as press:
        folder = write_office(tmp_path / "office", open_press(press, articles=2), press.hosts)
        (folder / "data").mkdir()
        (folder / "data" / "archive").write_text("in the way", encoding="utf-8")
        ran = run("run", "--once", "--config", folder)
    assert ran.returncode == 1
    (line,) = [line for line in ran.stderr.splitlines() if "dừng giữa chừng" in line]
    words = line.rpartition("): ")[2]
    assert ran.stderr.count(words) == 1
