"""Memory of the service through a round of the sample press: sum of PSS of all its processes, peak and at rest.

.venv/bin/python -m bench.memory
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from config import write_folder, write_sources
from jobs.sample import SampleClock, SamplePress
from news.times import local_date

WATCH_SECONDS = 45


def pss_of(process: psutil.Process) -> int:
    """Bytes of the process and its descendants, shared pages counted once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def main() -> None:
    now = datetime.now(UTC)
    anchor = local_date(now - timedelta(hours=24))
    with tempfile.TemporaryDirectory() as place, SamplePress(anchor, SampleClock(now)) as press:
        folder = Path(place) / "office"
        write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
        write_sources(folder / "sources.csv", press.sources)
        file = folder / "province.toml"
        words = file.read_text(encoding="utf-8").replace("allow_hosts = []", 'allow_hosts = ["127.10.0.0/24"]')
        file.write_text(words.replace('delay = "1500ms"', 'delay = "0s"'), encoding="utf-8")
        service = subprocess.Popen(
            [sys.executable, "-m", "jobs.cli", "run", "--config", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        seen: list[int] = []
        until = time.monotonic() + WATCH_SECONDS
        while time.monotonic() < until and service.poll() is None:
            seen.append(pss_of(psutil.Process(service.pid)))
            time.sleep(0.1)
        service.terminate()
        service.wait()
        listed = [sys.executable, "-m", "jobs.cli", "index", "status", "--json", "--config", str(folder)]
        articles = json.loads(subprocess.run(listed, capture_output=True, text=True, check=True).stdout)["articles"]
    print(
        f"{articles} articles; sum of PSS: peak {max(seen) / 1e6:.0f} MB, at rest {seen[-1] / 1e6:.0f} MB (wanted: 600)"
    )


if __name__ == "__main__":
    main()
