"""What ``deploy/`` starts exists, what it watches is shown, and the proxy writes down nobody who reads in public."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from jobs.cli import command as program
from jobs.metrics import StoreFigures, Watched
from news.digest import Period
from news.source import Health, SourceState
from storage import Storage
from storage.figures import Step
from storage.inspection import BACKUP
from storage.workers import WorkerRow
from tests.alerts.servers import certificate, client_context
from tests.storage.samples import NOW
from tests.storage.test_office import edition

DEPLOY = Path(__file__).parents[2] / "deploy"
METRIC = re.compile(r"\bdiembao_[a-z_]+")
#: Options that compose knows for a service, as far as we use them.
SERVICE_KEYS = """build cap_drop command depends_on deploy environment healthcheck image init logging networks ports
    profiles read_only restart secrets security_opt shm_size stop_grace_period tmpfs ulimits volumes"""


def check_command(words: list[str]) -> None:
    """That the program has this verb with these options; nothing is run. Raises ``click.ClickException``."""
    group: click.Command = program
    context = click.Context(group, info_name="diembao")
    rest = list(words)
    while isinstance(group, click.Group):
        context = group.make_context("diembao", rest, parent=None)
        name, found, rest = group.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None, name
        group = found
    group.make_context(group.name, rest, resilient_parsing=False)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def services(compose: dict[str, Any], *, ours: bool) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose["services"].items() if ("build" in one) == ours}


def test_every_service_starts_what_the_program_has(compose: dict[str, Any]) -> None:
    roles = set()
    for name, one in services(compose, ours=True).items():
        check_command([re.sub(r"\$\{PROVINCE:[^}]*\}", "ninh-binh", str(word)) for word in one["command"]])
        roles.add(" ".join(map(str, one["command"][:2])) if one["command"][0] == "work" else one["command"][0])
        assert one["read_only"] is True, name
    assert {"serve", "metrics", "doctor"} | {
        f"work {role}" for role in ("scheduler", "fetch", "analysis", "delivery")
    } == roles


def test_compose_names_only_what_it_defines(compose: dict[str, Any]) -> None:
    assert set(compose) <= {"name", "services", "networks", "volumes", "secrets", "x-logging", "x-diembao", "x-office"}
    for name, one in compose["services"].items():
        assert set(one) <= set(SERVICE_KEYS.split()), name
        assert {str(network) for network in one["networks"]} <= compose["networks"].keys(), name
        assert set(one.get("secrets", ())) <= compose["secrets"].keys(), name
        assert set(one.get("depends_on", ())) <= compose["services"].keys(), name
        for volume in one.get("volumes", ()):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in compose["volumes"], name
        # Every file a variable names is a secret that the service has.
        for variable, value in one.get("environment", {}).items():
            if str(value).startswith("/run/secrets/"):
                assert Path(value).name in one["secrets"], f"{name}: {variable}"
    made = (DEPLOY / "prepare").read_text(encoding="utf-8")
    assert all(Path(one["file"]).name in made for one in compose["secrets"].values())


def test_the_public_pages_reach_nothing_of_the_office(compose: dict[str, Any]) -> None:
    public = compose["services"]["public"]
    assert public["secrets"] == ["public_database_url"]
    assert "inside" not in public["networks"]
    assert "out" not in public["networks"]
    assert not [volume for volume in public["volumes"] if "provinces" in volume or volume.startswith("data:")]
    assert not [name for name in public["environment"] if "PUBLIC" not in name and "URL" in name]
    unit = (DEPLOY / "systemd" / "diembao-public.service").read_text(encoding="utf-8")
    assert "User=diembao-public" in unit
    assert re.search(r"InaccessiblePaths=.*/var/lib/diembao .*secrets\.env", unit)


def test_only_the_proxy_and_loopback_are_opened_to_the_network(compose: dict[str, Any]) -> None:
    for name, one in compose["services"].items():
        for port in one.get("ports", ()):
            assert name == "nginx" or port.startswith("127.0.0.1:"), f"{name}: {port}"
    address = compose["services"]["nginx"]["networks"]["front"]["ipv4_address"]
    assert address in (DEPLOY / "README.md").read_text(encoding="utf-8"), "it is what [web] and [public] name as proxy"


@pytest.mark.parametrize("unit", sorted(one.name for one in (DEPLOY / "systemd").glob("*.service")))
def test_every_unit_starts_what_the_program_has_and_may_do_little(unit: str) -> None:
    text = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    if unit == "diembao-backup.service":
        line = re.search(r"exec (.*)'$", line)[1].replace("$(date +%%Y%%m%%d)", "20261122")  # type: ignore[index]
    words = shlex.split(line)
    assert words[0] == "/opt/diembao/.venv/bin/diembao"
    check_command(words[1:])
    for promise in ("NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0", "LogNamespace=diembao"):
        assert promise in text, promise


def test_the_units_are_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze")
    for file in (DEPLOY / "systemd").iterdir():
        if file.suffix in (".service", ".target", ".timer"):
            text = file.read_text(encoding="utf-8").replace("/opt/diembao/.venv/bin/diembao", sys.executable)
            (tmp_path / file.name).write_text(text.replace("WorkingDirectory=/opt/diembao\n", ""), encoding="utf-8")
    names = [one.name.replace("@.", "@1.") for one in tmp_path.iterdir()]
    environ = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names],
        cwd=tmp_path, env=environ, capture_output=True, text=True,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.strip()) == (0, "")


@pytest.fixture
def names(storage: Storage, tmp_path: Path) -> set[str]:
    """What ``/metrics`` shows of a store in which everything happened once."""
    with storage.begin() as work:
        for _ in range(2):
            round_id = work.rounds.start(NOW)
        work.rounds.finish(round_id, NOW, {})
        work.sources.put(SourceState("bao", "https://bao.example/rss", Health.OK))
        work.sources.add_reading(round_id, "bao", "https://bao.example/rss", NOW, Health.OK, "", 1, 1)
        work.outbox.add("ninh-binh", "k", "email", "a@b.example", b"x")
        work.editions.add(edition(1))
        work.workers.mark(WorkerRow("w", "fetch", "m:1", NOW, NOW, ""))
        work.changes.advance(BACKUP, 0)
    figures = StoreFigures(Watched(storage, timedelta(minutes=5), tmp_path, lambda: NOW + timedelta(seconds=1)))
    return {family.name for family in figures.collect()}


def test_every_rule_watches_a_figure_that_is_shown(names: set[str]) -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    watched = {name for rule in rules for name in METRIC.findall(rule["expr"])}
    assert watched <= names
    for rule in rules:
        assert {"alert", "expr", "for", "labels", "annotations"} == set(rule)
        assert rule["annotations"]["description"], "who is called at night is told what to do"
        assert re.fullmatch(r"\d+[smh]", rule["for"])
        assert rule["expr"].count("(") == rule["expr"].count(")")
    steps = {step for rule in rules for step in re.findall(r'step="(\w+)"', rule["expr"])}
    assert steps <= {step.value for step in Step}
    assert {value for rule in rules for value in re.findall(r'period="(\w+)"', rule["expr"])} <= {
        p.value for p in Period
    }


def test_the_dashboard_shows_every_figure_and_no_other(names: set[str]) -> None:
    board = json.loads((DEPLOY / "grafana" / "diembao.json").read_text(encoding="utf-8"))
    shown = {
        name for panel in board["panels"] for target in panel["targets"] for name in METRIC.findall(target["expr"])
    }
    assert shown == names
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]


@contextmanager
def behind() -> Iterator[int]:
    """A server in the place of diembao's public process."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"x" * 3_000_000
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(500)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Says)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(port: int, pem: Path, method: str, path: str, body: bytes = b"") -> tuple[int, int]:
    """The status of an answer and the length of its body."""
    connection = HTTPSConnection("127.0.0.1", port, timeout=30, context=client_context(pem))
    try:
        connection.request(method, path, body, {"User-Agent": "may-cua-nguoi-dan"})
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    finally:
        connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def test_the_proxy_writes_down_nobody_who_reads_or_asks_in_public(tmp_path: Path) -> None:
    if shutil.which("nginx") is None:
        pytest.skip("no nginx; scripts/system-packages installs nginx-light")
    plain, tls, message = free_port(), free_port(), "tin-nhan-can-hoi-" + "x" * 60_000
    text = (DEPLOY / "nginx" / "diembao.conf").read_text(encoding="utf-8")
    pem = certificate(tmp_path)
    with behind() as port:
        for old, new in {
            "/etc/nginx/mime.types": str(tmp_path / "mime.types"),
            "listen 80 ": f"listen 127.0.0.1:{plain} ",
            "listen 443 ": f"listen 127.0.0.1:{tls} ",
            "server_name kiemchung.tinh.example": "server_name 127.0.0.1",
            "web:8080": f"127.0.0.1:{port}",
            "public:8081": f"127.0.0.1:{port}",
            "/tmp/nginx.pid": str(tmp_path / "pid"),
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        text = re.sub(r"/etc/nginx/tls/\w+\.(crt|key)", str(pem), text)
        (tmp_path / "mime.types").write_text("types { text/html html; }", encoding="utf-8")
        (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
        for folder in ("logs", "body", "proxy"):
            (tmp_path / folder).mkdir()
        tmp_path.chmod(0o777)
        said = tmp_path / "said"
        with said.open("wb") as out:
            server = subprocess.Popen(
                ["nginx", "-p", str(tmp_path), "-c", "nginx.conf", "-g", "daemon off;"], stdout=out, stderr=out
            )
        try:
            for _ in range(200):
                try:
                    assert asked(tls, pem, "GET", "/dinh-chinh/1-a") == (200, 3_000_000)
                    break
                except ConnectionRefusedError:
                    assert server.poll() is None, said.read_text()
                    threading.Event().wait(0.05)
            statuses = [asked(tls, pem, "POST", "/hoi-tin", message.encode())[0] for _ in range(30)]
            assert {500, 429} == set(statuses), "floods are bounded"
            assert asked(tls, pem, "POST", "/dinh-chinh/1-a/xem-lai", b"y" * 200_000)[0] == 413
        finally:
            server.terminate()
            server.wait(20)
    written = [file for file in tmp_path.rglob("*") if file.is_file() and file.name not in ("nginx.conf", "thu.pem")]
    for file in written:
        content = file.read_bytes()
        assert b"may-cua-nguoi-dan" not in content, file
        assert b"tin-nhan-can-hoi" not in content, file
        assert b"client" not in content, f"{file}: {content[:500]!r}"
