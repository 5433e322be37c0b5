from __future__ import annotations

import subprocess
from pathlib import Path

from tests.search.real_elastic import _GUARD


def test_the_guard_leaves_no_server_and_no_folder_when_the_tests_die(tmp_path: Path) -> None:
    """Once a shell did not understand how it was told to kill, and servers stayed for hours."""
    folder = tmp_path / "server"
    folder.mkdir()
    server = subprocess.Popen(["sh", "-c", "sleep 60 & wait"], start_new_session=True)
    (folder / "group").write_text(str(server.pid))
    guard = subprocess.Popen(["/bin/sh", "-c", _GUARD, "sh", str(folder)], stdin=subprocess.PIPE)
    assert guard.stdin is not None
    guard.stdin.close()
    guard.wait(20)
    assert server.wait(20) == -9
    assert not folder.exists()
