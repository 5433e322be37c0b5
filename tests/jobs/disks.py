"""Running the program without root's rights over files, and on a disk that is soon full."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

#: Words before a command: root keeps its number (the interpreter may lie in its home) and loses every right of root.
PLAIN_USER = ("setpriv", "--inh-caps=-all", "--bounding-set=-all", "--") if os.geteuid() == 0 else ()
_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")


@dataclass(frozen=True)
class SmallDisk:
    """A disk: ``folder`` for the program, ``view`` for the test, ``prefix`` before a command that uses it."""

    folder: Path
    view: Path
    prefix: tuple[str, ...]

    def fill(self, leave: int) -> None:
        """Leave so many bytes free."""
        state = os.statvfs(self.view)
        (self.view / "ballast").write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - leave)))

    def make_room(self) -> None:
        (self.view / "ballast").unlink()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[SmallDisk]:
    """A disk of ``size`` (``"4m"``) at ``folder``; skips the test where nobody may mount one."""
    folder.mkdir()
    if os.geteuid() == 0:
        _try("mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder))
        try:
            yield SmallDisk(folder, folder, PLAIN_USER)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        return
    _try(*_NAMESPACE, "true")
    script = 'mount -t tmpfs -o size="$1" tmpfs "$2" && echo mounted && exec cat'
    pipe = subprocess.PIPE
    # The namespace, and the disk in it, lives as long as this process waits for its standard input.
    with subprocess.Popen([*_NAMESPACE, "sh", "-c", script, "sh", size, folder], stdin=pipe, stdout=pipe) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        if keeper.stdout.readline() != b"mounted\n":
            pytest.skip("this user may not mount a small disk in a namespace")
        enter = ("nsenter", f"--target={keeper.pid}", "--user", "--mount", "--preserve-credentials", "--")
        view = Path(f"/proc/{keeper.pid}/root") / folder.relative_to("/")
        yield SmallDisk(folder, view, enter)
        keeper.stdin.close()


def needs_plain_user() -> None:
    """Skip where root cannot lay down its rights: to root no folder is read-only."""
    if PLAIN_USER:
        _try(*PLAIN_USER, "true")


def _try(*command: str) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"neither root's rights nor user namespaces: {' '.join(command[:2])}: {tried.stderr.strip()}")
