"""deadlines.toml and units.csv: what `init` writes is read; each fault names its file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import read, write_folder
from news.errors import ConfigErrors

PROVINCES = {"ninh-binh": "Ninh Bình"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "office", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    return tmp_path / "office"


def test_what_is_shipped_is_read_and_confirmed_by_nobody(folder: Path) -> None:
    configuration = read(folder, lambda _: None, PROVINCES, environ={})
    assert {one.id for one in configuration.deadlines} >= {"unit_answer", "answer_press"}
    assert not any(one.is_confirmed for one in configuration.deadlines)
    assert configuration.units == ()


def test_a_folder_from_before_there_were_cases_is_read(folder: Path) -> None:
    (folder / "deadlines.toml").unlink()
    (folder / "units.csv").unlink()
    configuration = read(folder, lambda _: None, PROVINCES, environ={})
    assert (configuration.deadlines, configuration.units) == ((), ())


def test_every_fault_is_named_with_its_place_and_police_is_refused(folder: Path) -> None:
    (folder / "units.csv").write_text(
        "id,name,email\nso-y-te,Sở Y tế,so@yte.example\n#x,ghi chú,\nca,Công an tỉnh,\n"
        "vp,Văn phòng,a@congan.ninhbinh.gov.vn\nSai Mã,Sở Khác,\nso-noi-vu,Sở Nội vụ,khong-phai-thu\n",
        encoding="utf-8-sig",
    )
    with (folder / "deadlines.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[deadline]]\nrule = "moi"\nname = "Mới"\nvalue = 0\ncounts = "weeks"\nsource = "?"\n')
        file.write('confirmed_by = "Lan"\n\n[[deadline]]\nrule = "unit_answer"\nname = "Hai lần"\nvalue = 1\n')
        file.write('counts = "days"\nsource = "?"\n')
    with pytest.raises(ConfigErrors) as caught:
        read(folder, lambda _: None, PROVINCES, environ={})
    found = {(one.file.name, one.key.rpartition(".")[2]): one.line for one in caught.value.errors}
    units = {key: line for (file, key), line in found.items() if file == "units.csv"}
    assert units == {"name": 4, "email": 7, "id": 6}
    assert len([one for one in caught.value.errors if one.file.name == "units.csv"]) == 4
    rules = {key for file, key in found if file == "deadlines.toml"}
    assert rules == {"value", "counts", "confirmed_on", "in_force_from"}
    assert all(line for (file, _), line in found.items() if file == "deadlines.toml")
