"""Start one round of collection as a process of its own, follow its progress, and end it when asked.

The process can be killed at any instant: what it had fetched is in storage, what it had not is still wanted.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from news.errors import NewsError

log = logging.getLogger(__name__)

#: How long a round that was asked to stop may take to release its hosts before it is killed.
_GRACE = timedelta(seconds=5)
#: How much longer than its own limit a round may live before it is taken for stuck.
_PATIENCE = timedelta(minutes=2)

Progress = Callable[[Mapping[str, Any]], None]


class RoundFailed(NewsError):
    """The process of a round ended without a result; the next round takes up what it left."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(code, words)
        self.code, self.words = code, words

    def __str__(self) -> str:
        return f"collection ended with code {self.code}: {self.words}"

    @property
    def vi(self) -> str:
        return f"Lượt thu thập dừng giữa chừng (mã {self.code}): {self.words}"


@dataclass
class Rounds:
    """Runs rounds for one folder, one at a time; ``stop`` ends the one that runs."""

    folder: Path
    limit: timedelta

    def __post_init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def run(self, now: datetime | None = None, progress: Progress = lambda _counts: None) -> dict[str, Any]:
        """Run one round to its end and return its summary. Raises ``RoundFailed``."""
        if self._stopped.is_set():
            raise RoundFailed(-signal.SIGTERM, "đã dừng")
        command = [sys.executable, "-m", "jobs.collect", str(self.folder)]
        if now is not None:
            command += ["--now", now.isoformat()]
        summary: dict[str, Any] | None = None
        errors: list[bytes] = []
        with self._started(command) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            reader = threading.Thread(target=_drain, args=(child.stderr, errors), daemon=True)
            reader.start()
            for line in child.stdout:
                record = orjson.loads(line)
                if record.pop("kind") == "summary":
                    summary = record
                else:
                    progress(record)
            code = child.wait()
            reader.join()
        if summary is None:
            words = b"".join(errors[-1:]).decode(errors="replace").strip() or "không rõ lý do"
            raise RoundFailed(code, words)
        _pass_on(errors)
        return summary

    def stop(self) -> None:
        """Ask the running round to end now, and start no other; one that waits for a slow publisher is killed."""
        self._stopped.set()
        child = self._child
        if child is not None and child.poll() is None:
            child.send_signal(signal.SIGTERM)
            timer = threading.Timer(_GRACE.total_seconds(), child.kill)
            timer.daemon = True
            timer.start()

    @contextmanager
    def _started(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        pipe = subprocess.PIPE
        # The child reads its standard input only to notice our end: killed outright, we leave no orphan collecting.
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as child:  # noqa: S603
            self._child = child
            timer = threading.Timer((self.limit + _PATIENCE).total_seconds(), child.kill)
            timer.daemon = True
            timer.start()
            try:
                yield child
            finally:
                timer.cancel()
                if child.poll() is None:
                    child.terminate()
                    try:
                        child.wait(_GRACE.total_seconds())
                    except subprocess.TimeoutExpired:
                        child.kill()
                self._child = None


def _drain(stream: Any, last: list[bytes]) -> None:
    """Pass the round's log on but for its last line: it says why when the round failed, and whoever asked says that."""
    for line in stream:
        if line.strip():
            _pass_on(last)
            last[:] = [line]


def _pass_on(lines: list[bytes]) -> None:
    for line in lines:
        sys.stderr.buffer.write(line)
    sys.stderr.buffer.flush()
