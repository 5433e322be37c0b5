"""The web application opens to others only with TLS or behind a named proxy; a wrong setting is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.tables import Faults, read_table
from config.web import WebSettings, read_web


def read(folder: Path, text: str, secret: str | None = None) -> tuple[WebSettings, list[str]]:
    file = folder / "province.toml"
    file.write_text(f"[web]\n{text}", encoding="utf-8")
    faults = Faults()
    settings = read_web(read_table(file, faults).table("web"), secret)
    return settings, [f"{error.line}: {error.key}" for error in faults.errors]


def test_nothing_said_is_this_machine_only(tmp_path: Path) -> None:
    settings, faults = read(tmp_path, "")
    assert faults == []
    assert settings.is_on_loopback
    assert settings.address == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('listen = "0.0.0.0"', "2: web.listen"),
        ('listen = "0.0.0.0"\naddress = "http://bao.example"\nproxy = "10.0.0.1"', "3: web.address"),
        ('tls_key = "k.pem"\naddress = "https://bao.example"', "2: web.tls_key"),
        ('address = "bao.example"', "2: web.address"),
        ('proxy = "nginx"', "2: web.proxy"),
        ('session_idle = "1s"', "2: web.session_idle"),
        ('[web.oidc]\nissuer = "http://bao.example"\nclient_id = "x"', "3: web.oidc.issuer"),
        ('lisen = "127.0.0.1"', "2: web.lisen"),
    ],
)
def test_what_would_be_unsafe_or_misspelt_is_named_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    _, faults = read(tmp_path, text, secret="s")
    assert fault in faults


def test_a_proxy_or_a_certificate_opens_it(tmp_path: Path) -> None:
    for name in ("c.pem", "k.pem"):
        (tmp_path / name).write_text("x")
    common = 'listen = "0.0.0.0"\naddress = "https://bao.example"\n'
    for ways in ('proxy = "10.0.0.1"', 'tls_certificate = "c.pem"\ntls_key = "k.pem"'):
        settings, faults = read(tmp_path, common + ways)
        assert faults == []
        assert not settings.is_on_loopback


def test_the_providers_secret_comes_from_the_environment_only(tmp_path: Path) -> None:
    table = '[web.oidc]\nissuer = "https://id.example"\nclient_id = "x"'
    assert read(tmp_path, table)[1] == ["4: web.oidc.client_id"]
    settings, faults = read(tmp_path, table, secret="s")
    assert faults == []
    assert settings.provider is not None
    assert settings.provider.claim == "sub"
