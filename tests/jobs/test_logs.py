"""The log is for those who keep the machines running: no texts, no addresses of persons, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import smtplib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from jobs.logs import JsonLines, TextLines, scrubbed
from jobs.wiring import open_office
from tests.crawlers.outlets import publish, source
from tests.jobs.office import PROGRAM, ROOT, run, write_office
from tests.servers import Press, breaks_off, says

SECRET = "Bà Mẫu ở ngõ 5 kể rằng"
PERSONS = ("ba.mau+tin@thu.example", "0912 345 678", "+84912345678", "bot1234567:AAF-abcdefghijklmnopqrstuv")


def record(words: str, error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord("jobs.advance", logging.ERROR, __file__, 1, words, None, info)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


@pytest.mark.parametrize("lines", [JsonLines(), TextLines()])
def test_an_unforeseen_error_leaves_its_kind_and_place_but_not_its_words(lines: logging.Formatter) -> None:
    line = lines.format(record("round failed", raised(ValueError(SECRET))))
    assert SECRET not in line
    assert "ValueError" in line
    assert "test_logs.py" in line


@pytest.mark.parametrize("address", PERSONS)
def test_addresses_of_persons_are_masked_whoever_wrote_them(address: str) -> None:
    refusal = smtplib.SMTPRecipientsRefused({address: (550, b"no such user")})
    for lines in (JsonLines(), TextLines()):
        assert address not in lines.format(record(f"not sent: {refusal} https://api.example/{address}/send"))


def test_what_an_operator_needs_stays() -> None:
    words = "https://bao.example/bai-20261122081234567.html: 404 at 10:20:30, 12345 articles, v0.1.0, 127.0.0.1:8080"
    assert scrubbed(words) == words


@given(st.text())
def test_an_event_is_one_json_object_on_one_line(words: str) -> None:
    line = JsonLines().format(record(words.replace("%", "")))
    assert "\n" not in line
    assert set(orjson.loads(line)) == {"at", "level", "part", "words"}


def test_a_round_among_failing_outlets_logs_neither_texts_nor_recipients(tmp_path: Path) -> None:
    with Press() as press:
        good, bad, odd = (press.outlet(f"bao{n}.thu", f"127.37.0.{n}") for n in (1, 2, 3))
        publish(good, 2, path="/rss", latest=datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
        bad.on("/rss", breaks_off())
        odd.on("/rss", says(f"<rss><channel><title>{SECRET}</title><item><title>{SECRET}", "text/xml"))
        folder = write_office(
            tmp_path / "office", [source(f"bao{n}", one) for n, one in enumerate((good, bad, odd), 1)], press.hosts
        )
        (folder / "recipients.toml").write_text(
            '[mail]\nhost = "127.0.0.1"\nport = 1\nfrom = "vp@thu.example"\n'
            f'[[recipient]]\nname = "truc"\nemail = "{PERSONS[0]}"\n',
            encoding="utf-8",
        )
        with open_office(folder) as office, office.storage.begin() as work:
            work.outbox.add("ninh-binh", f"letter/{PERSONS[0]}", "email", PERSONS[0], b'{"subject": "x"}')
        ran = run("--log", "json", "run", "--once", "--config", folder)
        titles = [title for (title,) in _titles(folder)]
    assert ran.returncode == 0, ran.stderr
    assert titles
    for word in (SECRET, PERSONS[0], *titles):
        assert word not in ran.stderr
    events = [json.loads(line) for line in ran.stderr.splitlines()]
    assert events, "the letter that could not be sent is an event"
    assert all({"at", "level", "part", "words"} <= event.keys() for event in events)


def _titles(folder: Path) -> list[tuple[str]]:
    engine = create_engine(f"sqlite:///{folder / 'data' / 'diembao.db'}")
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text("select distinct title from article_version"))]
    finally:
        engine.dispose()


def test_a_crash_is_an_event_without_its_words() -> None:
    program = f"from jobs.logs import set_up_logs; set_up_logs(); raise RuntimeError({SECRET!r})"
    environ = {"DIEMBAO_LOG": "json", "PATH": "/usr/bin"}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    event = json.loads(ran.stderr)
    assert (ran.returncode, event["level"], event["error"]) == (1, "critical", "RuntimeError")
    assert SECRET not in ran.stderr


def test_an_unknown_form_is_wrong_use() -> None:
    ran = subprocess.run([*PROGRAM, "--log", "xml", "run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
