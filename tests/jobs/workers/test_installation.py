"""Several offices' folders become one round and one schedule; one office's fault is not the others'."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from config import write_folder, write_sources
from jobs.collect import plan_for, sources_of
from jobs.service import Periodic
from jobs.workers.installation import folders_of, read_offices
from jobs.workers.leading import is_missed
from news.article import FeedEntry
from news.errors import ConfigErrors
from news.source import Source, SourceClass
from news.times import ICT, utc_now

PAPER = Source(
    "bao-a", "Báo A", SourceClass.LOCAL, "VN", ("vi",), "https://a.example/", ("https://a.example/1.rss",), enabled=True
)


def offices(folder: Path, **sources: tuple[Source, ...]) -> Path:
    for name, listed in sources.items():
        province, title = {"nb": ("ninh-binh", "Ninh Bình"), "qn": ("quang-ngai", "Quảng Ngãi")}[name]
        write_folder(folder / name, province, title, f"Tỉnh {title}")
        write_sources(folder / name / "sources.csv", listed)
    return folder


def test_an_outlet_of_two_offices_is_read_once_at_all_its_addresses(tmp_path: Path) -> None:
    more = replace(PAPER, feeds=("https://a.example/2.rss",))
    off = replace(PAPER, id="bao-b", homepage="https://b.example/", enabled=False)
    read = read_offices(offices(tmp_path, nb=(PAPER, off), qn=(more, replace(off, enabled=True))))
    first, second = sources_of(read)
    assert first.feeds == ("https://a.example/1.rss", "https://a.example/2.rss")
    assert second.enabled, "one office has it on"


def test_the_round_of_all_is_as_polite_as_the_most_polite_asks(tmp_path: Path) -> None:
    folder = offices(tmp_path, nb=(PAPER,), qn=(PAPER,))
    file = folder / "qn" / "province.toml"
    words = file.read_text(encoding="utf-8").replace('delay = "1500ms"', 'delay = "9s"')
    file.write_text(words.replace("daily_requests = 5000", "daily_requests = 70"), encoding="utf-8")
    plan = plan_for(read_offices(folder), utc_now, tmp_path / "archive")
    assert (plan.delay, plan.daily_requests) == (timedelta(seconds=9), 70)
    for title in ("Ninh Bình thông xe cầu mới", "Quảng Ngãi thông xe cầu mới"):
        assert plan.wanted(PAPER, FeedEntry(title=title, link="https://a.example/1.htm"))
    assert not plan.wanted(PAPER, FeedEntry(title="Cà Mau thông xe cầu mới", link="https://a.example/2.htm"))


def test_a_fault_of_one_office_does_not_stop_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = offices(tmp_path, nb=(PAPER,), qn=(PAPER,))
    (folder / "qn" / "province.toml").write_text("[province]\nid = 7\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert [one.province.id for one in read_offices(folder)] == ["ninh-binh"]
    assert str(folder / "qn") in caplog.text
    with pytest.raises(ConfigErrors):
        read_offices(folder / "qn")


def test_one_id_for_two_outlets_is_a_fault(tmp_path: Path) -> None:
    folder = offices(tmp_path, nb=(PAPER,), qn=(replace(PAPER, homepage="https://khac.example/"),))
    with pytest.raises(ConfigErrors, match="bao-a"):
        read_offices(folder)


def test_a_folder_of_no_office_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match=r"province\.toml"):
        folders_of(tmp_path)


def test_a_daily_row_is_missed_when_its_hour_passed_and_not_too_long_ago() -> None:
    row = Periodic("digest", lambda: None, at=time(6, 30))
    morning = datetime(2026, 11, 20, 6, 45, tzinfo=ICT)
    yesterday = morning - timedelta(days=1)
    assert is_missed(row, yesterday, morning)
    assert not is_missed(row, morning - timedelta(minutes=10), morning), "it was woken at half past six"
    assert not is_missed(row, yesterday, morning.replace(hour=6, minute=10)), "its hour has not come"
    assert not is_missed(row, yesterday, morning.replace(hour=20)), "the morning's digest is not for the evening"
