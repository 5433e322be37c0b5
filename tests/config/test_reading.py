"""A folder that ``init`` wrote is read as it is; every typing error is named with its place, all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from config import Configuration, FolderInUse, read, write_folder
from news.errors import ConfigErrors

PROVINCES = {"ninh-binh": "Ninh Bình", "quang-ngai": "Quảng Ngãi"}


def no_refusal(url: str) -> str | None:
    return "mạng xã hội" if "facebook.com" in url else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "office", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    return tmp_path / "office"


def open_folder(folder: Path) -> Configuration:
    return read(folder, no_refusal, PROVINCES, environ={})


def edit(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


def test_reads_what_init_wrote(folder: Path) -> None:
    configuration = open_folder(folder)
    assert configuration.province.parent == "ỦY BAN NHÂN DÂN TỈNH NINH BÌNH"
    assert configuration.schedule.round_every == timedelta(minutes=5)
    assert len(configuration.sources) > 150
    assert {source.id for source in configuration.sources if source.enabled} >= {"vnexpress", "tuoitre", "vov"}


def test_enables_only_sources_with_a_likely_feed(folder: Path) -> None:
    for source in open_folder(folder).sources:
        assert source.enabled == bool(source.feeds)


def test_never_overwrites_a_folder(folder: Path) -> None:
    with pytest.raises(FolderInUse):
        write_folder(folder, "quang-ngai", "Quảng Ngãi", "Tỉnh Quảng Ngãi")


@pytest.mark.parametrize(
    ("file", "old", "new", "line_has", "expected"),
    [
        ("province.toml", 'id = "ninh-binh"', 'id = "ninhbinh"', "id =", "one of ninh-binh"),
        ("province.toml", 'delay = "1500ms"', 'delay = "fast"', "delay", "a span of time"),
        ("province.toml", "redirects = 5", 'redirects = "5"', "redirects", "a whole number"),
        ("province.toml", "redirects = 5", "redirekts = 5", "redirekts", "did you mean redirects?"),
        ("province.toml", 'snapshots = "90d"', 'snapshots = "91d"', "snapshots =", "90 days"),
        ("province.toml", 'snapshots = "90d"', "snapshots = 90", "snapshots =", "a span of time"),
        ("schedule.toml", 'digest_at = "06:30"', 'digest_at = "6h30"', "digest_at =", "a local time"),
        ("schedule.toml", '"html", "docx"', '"html", "doc"', "digest_formats =", "some of html"),
        ("schedule.toml", 'round_every = "5m"', 'round_every = "5m', "round_every", "valid TOML"),
        ("sources.csv", "vnexpress,VnExpress,central", "vnexpress,VnExpress,centrall", "VnExpress,centrall", "one of"),
        ("sources.csv", "https://tuoitrenews.vn,", "tuoitrenews.vn,", "tuoitre-en", "full addresses"),
        ("sources.csv", "https://tuoitrenews.vn,", "https://facebook.com/a,", "tuoitre-en", "an outlet of the press"),
    ],
)
def test_names_file_line_found_and_expected(
    folder: Path, file: str, old: str, new: str, line_has: str, expected: str
) -> None:
    edit(folder / file, lambda text: text.replace(old, new, 1))
    with pytest.raises(ConfigErrors) as caught:
        open_folder(folder)
    (error,) = caught.value.errors
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    assert error.file == folder / file
    assert error.line is not None
    assert line_has in lines[error.line - 1]
    assert expected in str(error)
    assert "cần" in error.vi


def test_reports_all_faults_at_once(folder: Path) -> None:
    edit(folder / "province.toml", lambda text: text.replace("redirects = 5", "redirects = -1"))
    edit(folder / "schedule.toml", lambda text: text.replace('"06:30"', '"25:00"'))
    edit(folder / "sources.csv", lambda text: text.replace("tuoitre-en,", "Tuoi Tre,", 1))
    with pytest.raises(ConfigErrors) as caught:
        open_folder(folder)
    assert len(caught.value.errors) == 3


def test_refuses_a_second_row_with_the_same_id(folder: Path) -> None:
    edit(folder / "sources.csv", lambda text: text.replace("\ntuoitre-en,", "\nvnexpress,", 1))
    with pytest.raises(ConfigErrors, match="an id that no other row has"):
        open_folder(folder)


def test_reads_a_list_saved_with_semicolons_by_a_spreadsheet(folder: Path) -> None:
    (folder / "sources.csv").write_text(
        "id;name;class;country;languages;homepage;feeds;enabled\n"
        "a;Báo A;local;VN;vi;https://a.vn;https://a.vn/rss;có\n",
        encoding="utf-8-sig",
    )
    (source,) = open_folder(folder).sources
    assert source.feeds == ("https://a.vn/rss",)
    assert source.enabled


def test_takes_addresses_and_secrets_from_environment_or_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://localhost/diembao\n")
    environ = {"DIEMBAO_DATA": str(tmp_path / "elsewhere"), "DIEMBAO_DATABASE_URL_FILE": str(tmp_path / "url")}
    configuration = read(folder, no_refusal, PROVINCES, environ)
    assert configuration.data_folder == tmp_path / "elsewhere"
    assert configuration.database_url == "postgresql://localhost/diembao"


def test_says_where_a_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigErrors, match="no such file"):
        open_folder(tmp_path / "nowhere")
