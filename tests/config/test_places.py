"""places.csv: the office's own places; what `init` writes is read, each fault names its line and cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import read, write_folder
from config.settings import Configuration
from news.analysis import MentionKind
from news.errors import ConfigErrors
from news.place import OwnPlace

PROVINCES = {"ninh-binh": "Ninh Bình", "hue": "Huế"}
HEADER = "name,other_names,kind,needs_province\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "office", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    return tmp_path / "office"


def reading(folder: Path, rows: str) -> Configuration:
    (folder / "places.csv").write_text(HEADER + rows, encoding="utf-8-sig")
    return read(folder, lambda _: None, PROVINCES, environ={})


def test_what_is_shipped_is_read_and_lists_nothing(folder: Path) -> None:
    assert read(folder, lambda _: None, PROVINCES, environ={}).places == ()


def test_a_folder_without_the_file_is_read(folder: Path) -> None:
    (folder / "places.csv").unlink()
    assert read(folder, lambda _: None, PROVINCES, environ={}).places == ()


def test_rows_become_places_of_the_offices_province(folder: Path) -> None:
    found = reading(folder, "Cầu Mây,cầu Mây Xanh| Cầu Mây Trắng ,,\n#Bến,,,\nchợ Mới,,organisation,có\n").places
    assert found == (
        OwnPlace("ninh-binh", ("Cầu Mây", "cầu Mây Xanh", "Cầu Mây Trắng")),
        OwnPlace("ninh-binh", ("chợ Mới",), MentionKind.ORGANISATION, needs_province=True),
    )


def test_a_spreadsheet_may_write_semicolons(folder: Path) -> None:
    file = folder / "places.csv"
    file.write_text((HEADER + "Cầu Mây,,,\n").replace(",", ";"), encoding="utf-8-sig")
    assert [one.names for one in read(folder, lambda _: None, PROVINCES, environ={}).places] == [("Cầu Mây",)]


def test_every_fault_is_named_with_its_line_and_cell(folder: Path) -> None:
    with pytest.raises(ConfigErrors) as caught:
        reading(
            folder, "Huế,,,\nCầu Mây,,sông,\nBến Mơ,bến mơ nhỏ,,\n,Bến,,\nĐồi Gió,,,đôi khi\nCầu Dài,,,\nCẦU DÀI,,,\n"
        )
    found = [(one.line, one.key) for one in caught.value.errors if one.file.name == "places.csv"]
    assert found == [(2, "name"), (3, "kind"), (4, "other_names"), (5, "name"), (6, "needs_province"), (8, "name")]
