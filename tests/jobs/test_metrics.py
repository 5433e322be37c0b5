"""The figures that a monitor reads: right from the store, in Prometheus' own words, without a text or a person."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from config.metrics import MetricsSettings
from jobs.metrics import PortTaken, Watched, shown
from jobs.punctuality import punctuality_of
from jobs.wiring import Office, open_office
from news.article import FeedEntry
from news.source import Health
from storage.inspection import BACKUP
from storage.rounds import Round
from storage.workers import WorkerRow
from tests.jobs.office import PROGRAM, ROOT, write_office
from tests.jobs.test_service import started, stopped

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
#: What no figure may ever hold.
TITLE, PERSON, ADDRESS = "Cầu Bến Mẫu thông xe", "nguoi-mau", "mau@thu.example"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(write_office(tmp_path / "office", [], {}), lambda: NOW) as opened:
        yield opened


def scraped(port: int) -> tuple[str, dict[tuple[str, ...], float]]:
    """A scrape as Prometheus makes it: the text, and its samples by name and labels' values (by label)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 200
    assert (answer.getheader("content-type") or "").startswith("text/plain")
    return text, {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def fill(office: Office) -> None:
    entry = FeedEntry(link="https://bao.example/1", title=TITLE)
    with office.storage.begin() as work:
        for minutes in (30, 20, 5):
            started = work.rounds.start(NOW - minutes * MINUTE)
        work.rounds.finish(started, NOW - 4 * MINUTE, {"pages_kept": 7, "pages_failed": 2})
        work.sources.add_reading(started, "bao", "https://bao.example/rss", NOW, Health.OK, "", 1, 1)
        work.entries.add("bao", [entry], first_seen_at=NOW - 9 * MINUTE, wanted={entry.link})
        work.outbox.add(office.province, "k", "email", ADDRESS, PERSON.encode())
        work.changes.advance(BACKUP, 0)
        for name in "ab":
            work.workers.mark(WorkerRow(name, "fetch", f"{PERSON}:1", NOW, NOW, ""))
        work.audit.add(office.province, PERSON, "see", "article", 1)


def test_the_figures_are_those_of_the_store(office: Office) -> None:
    fill(office)
    with shown(Watched.of(office), MetricsSettings(), 0) as port:
        text, found = scraped(port)
    assert found["diembao_store_up",] == 1
    assert found["diembao_queue_units", "pages"] == 1
    assert found["diembao_queue_oldest_seconds", "pages"] == 540
    assert found["diembao_index_lag_articles",] == 1
    assert found["diembao_feed_readings", "ok"] == 1
    assert (found["diembao_pages", "kept"], found["diembao_pages", "failed"]) == (7, 2)
    assert found["diembao_deliveries", "email", "ninh-binh", "waiting"] == 1
    # Every five minutes: 20 -> 5 minutes ago lost two turns, 30 -> 20 one.
    assert (found["diembao_rounds_missed",], found["diembao_rounds_cut_short",]) == (3, 2)
    assert found["diembao_last_round_finished_timestamp_seconds",] == (NOW - 4 * MINUTE).timestamp()
    assert found["diembao_workers", "fetch"] == 2
    assert found["diembao_last_backup_timestamp_seconds",] == NOW.timestamp()
    assert found["diembao_disk_free_bytes",] > 0
    assert not [word for word in (TITLE, PERSON, ADDRESS, "bao.example") if word in text]


def test_an_empty_office_has_figures_too_and_a_dead_store_says_so(office: Office) -> None:
    with shown(Watched.of(office), MetricsSettings(), 0) as port:
        _, found = scraped(port)
        assert found["diembao_rounds_missed",] == 0
        database = Path(office.configuration.data_folder) / "diembao.db"
        office.storage.close()
        database.write_bytes(b"no database" * 1_000)
        _, found = scraped(port)
    assert found == {("diembao_store_up",): 0}


def test_a_port_in_use_is_said_in_words(office: Office) -> None:
    with (
        shown(Watched.of(office), MetricsSettings(), 0) as port,
        pytest.raises(PortTaken, match=str(port)),
        shown(Watched.of(office), MetricsSettings(), port),
    ):
        pass


@pytest.mark.parametrize(
    ("starts", "missed"),
    [
        ([], 0),
        ([4], 0),
        ([15, 10, 5], 0),
        ([11, 5.9, 0.8], 0),  # a little late is not missed
        ([12], 1),  # the round after it should have begun seven minutes ago
        ([65, 5], 11),
    ],
)
def test_only_whole_turns_are_missed(starts: list[float], missed: int) -> None:
    rounds = [Round(number, NOW - start * MINUTE, NOW) for number, start in enumerate(starts)]
    assert punctuality_of(rounds, NOW, 5 * MINUTE).missed == missed


def test_the_verb_shows_them_on_loopback_and_stops_in_order(tmp_path: Path) -> None:
    folder = write_office(tmp_path / "office", [], {})
    command = [*PROGRAM, "metrics", "--port", "0", "--config", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, env=None) as child:
        assert child.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/metrics", child.stdout.readline())
            assert found
            assert scraped(int(found[1]))[1]["diembao_store_up",] == 1
        finally:
            child.terminate()
        _, errors = child.communicate(timeout=30)
    assert (child.returncode, errors) == (0, "")


def test_the_service_shows_them_where_the_configuration_says(tmp_path: Path) -> None:
    folder = write_office(tmp_path / "office", [], {})
    with open_office(folder) as opened, shown(Watched.of(opened), MetricsSettings(), 0) as free:
        pass
    province = folder / "province.toml"
    province.write_text(province.read_text(encoding="utf-8").replace("port = 0", f"port = {free}"), encoding="utf-8")
    with started("run", "--config", folder) as child:
        until = time.monotonic() + 60
        while True:
            try:
                assert scraped(free)[1]["diembao_store_up",] == 1
                break
            except ConnectionRefusedError:
                assert time.monotonic() < until
                time.sleep(0.1)
        stopped(child, signal.SIGTERM)
