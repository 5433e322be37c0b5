"""What the environment may say of Elasticsearch."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.elastic import read_elastic
from config.tables import Faults

ADDRESS = {"DIEMBAO_ELASTICSEARCH_URL": "https://tim-kiem.thu:9200/"}


def read(**values: str):
    faults = Faults()
    prefixed = {f"DIEMBAO_ELASTICSEARCH_{name}": value for name, value in values.items()}
    return read_elastic({**ADDRESS, **prefixed}, faults), [error.key for error in faults.errors]


def test_without_an_address_the_embedded_index_serves() -> None:
    assert read_elastic({}, Faults()) is None


def test_secrets_stand_in_files_and_are_never_shown(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("rất kín\n")
    settings, faults = read(USERNAME="diembao", PASSWORD_FILE=str(tmp_path / "password"))
    assert faults == []
    assert (settings.url, settings.username, settings.password) == ("https://tim-kiem.thu:9200", "diembao", "rất kín")
    assert "rất kín" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"URL": "tim-kiem.thu:9200"}, "URL"),
        ({"URL": "https://ten:mat-khau@tim-kiem.thu"}, "URL"),
        ({"URL": "https://tim-kiem.thu:99999999"}, "URL"),
        ({"API_KEY": "k", "USERNAME": "a", "PASSWORD": "b"}, "API_KEY"),
        ({"USERNAME": "a"}, "USERNAME"),
        ({"CA": "/khong/co"}, "CA"),
        ({"CA_FILE": __file__}, "CA"),
        ({"INDEX": "Điểm báo"}, "INDEX"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_starts(values: dict[str, str], key: str) -> None:
    _, faults = read(**values)
    assert faults == [f"DIEMBAO_ELASTICSEARCH_{key}"]
