"""How long a digest takes to become a document: cold processes, imports included, against the house's limit.

    nice .venv/bin/python -m bench.documents [--entries 40] [--runs 7]

The digest (fictional articles) is selected once and kept as a file; each run is a new process that reads it and renders
one format. "wall" is the process's whole life, "cpu" the processor time in it (what wall would be on an idle machine).
"""

from __future__ import annotations

import argparse
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.reports import samples

LIMIT_SECONDS = 0.5
FORMATS = ("docx", "pdf", "html", "json")
_CHILD = """
import pickle, sys
from pathlib import Path
from reports.render import Format, document
digest, letterhead = pickle.loads(Path(sys.argv[2]).read_bytes())
Path(sys.argv[3]).write_bytes(document(digest, letterhead, Format(sys.argv[1])))
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=40)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "digest.pickle"
        kept.write_bytes(pickle.dumps((samples.long_digest(given.entries), samples.LETTERHEAD)))
        print(f"{given.entries} entries, {given.runs} cold processes each; limit {LIMIT_SECONDS} s")
        print(f"{'format':8}{'wall':>8}{'worst':>8}{'cpu':>8}{'peak MB':>9}{'KB':>6}")
        return max(_report(form, kept, given.runs) for form in FORMATS)


def _report(form: str, kept: Path, runs: int) -> int:
    """Print one line; 1 when the median is over the limit."""
    made = kept.with_suffix(f".{form}")
    command = [sys.executable, "-c", _CHILD, form, str(kept), str(made)]
    walls, processor, peak = [], [], 0.0
    for _ in range(runs):
        begun = time.perf_counter()
        child = subprocess.Popen(command)
        _, status, used = os.wait4(child.pid, 0)
        walls.append(time.perf_counter() - begun)
        processor.append(used.ru_utime + used.ru_stime)
        peak = max(peak, used.ru_maxrss / 1024)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command)
    wall, cpu = statistics.median(walls), statistics.median(processor)
    size = made.stat().st_size / 1024
    figures = f"{form:8}{wall:8.3f}{max(walls):8.3f}{cpu:8.3f}{peak:9.0f}{size:6.0f}"
    print(f"{figures}   limit / wall = {LIMIT_SECONDS / wall:.1f}")
    return int(wall > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
