"""Pages under a real load tool: p50 and p95 over an office of 200,000 articles, the server on one core.

    python -m bench.web [--articles N] [--folder DIR] [--seconds S] [--clients 1,4] [--writing]

Needs ``wrk`` (Debian package). Articles are recombined from real headlines (``bench.search.recombined``), three minutes
apart up to now, a tenth of them about the province. ``--writing``: another process writes articles all the while, as a
round does. A folder made before is used again.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import uvicorn

from bench.search import START, recombined
from config import write_folder
from dashboards.app import create_app
from dashboards.cookies import SESSION, full_name
from jobs.desks import services_of
from jobs.desks.digest import DigestDesk
from jobs.web import bound
from jobs.wiring import Office, open_office
from news.analysis import Analysis, Mention, MentionKind, Relevance, Tone, Topic
from news.article import Article
from news.people import Person, Role
from news.times import Precision, Published, utc_now
from search.follower import catch_up
from storage.sessions import Stage

_BATCH = 2_000
_ROLES = frozenset(Role)
_PERCENTILES = """done = function(_, latency, _)
    io.write(string.format("%f %f", latency:percentile(50), latency:percentile(95)))
end
"""
_PAGES = (
    "/",
    "/digest/{day}",
    "/search?q=ninh+binh",
    "/search?q=%22du+lich%22&sort=rank",
    "/sources",
    "/audit",
    "/me",
    "/api/v1/digests/{day}",
)


def fill(office: Office, count: int) -> None:
    """Articles with a reading each, as import and analysis leave them; then the index."""
    rng, press = random.Random(8), recombined(count, random.Random(6))
    shift = utc_now() - START - timedelta(minutes=3 * count)
    for first in range(0, count, _BATCH):
        articles = []
        for number in range(first, min(first + _BATCH, count)):
            document = next(press)
            at = START + shift + timedelta(minutes=3 * number)
            one = Article(
                url=f"https://bao-{number % 40}.example/bai-{number}.html",
                source=f"bao-{number % 40}",
                title=" ".join(document.title),
                lead=" ".join(document.lead),
                published=Published(at, Precision.MINUTE),
            )
            articles.append((one, at))
        with office.storage.begin() as work:
            stored = work.articles.add_many(articles)
            work.analyses.add_many((one.id, 1, _analysis(office.province, rng)) for one in stored)
        print(f"\r{first + len(articles):,} articles", end="", flush=True)
    print()
    begun = time.perf_counter()
    catch_up(office.storage, office.engine)
    print(f"indexed in {time.perf_counter() - begun:.0f} s")


def _analysis(province: str, rng: random.Random) -> Analysis:
    is_about = rng.random() < 0.1
    mention = Mention("Hoa Lư", province, 0, 6, MentionKind.PLACE, "Hoa Lư", "tên phường")
    relevance = {province: Relevance.ABOUT} if is_about else {}
    tone, topics = rng.choice(list(Tone)), (rng.choice(list(Topic)),)
    return Analysis("bench", "vi", tone, 0.8, topics, (mention,) * is_about, relevance)


def serve(folder: Path, cookie: str) -> None:
    """The application on one core, on a free port that it prints."""
    os.sched_setaffinity(0, {0})
    with open_office(folder) as office:
        somebody = Person("do-toc-do", "Đo tốc độ", office.province, _ROLES)
        with office.storage.begin() as work:
            work.people.add(somebody)
            work.sessions.add(cookie, office.province, somebody.id, Stage.FULL)
        with bound("127.0.0.1", 0) as listener:
            print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
            uvicorn.Server(uvicorn.Config(create_app(services_of(office)), log_level="error")).run([listener])


def write(folder: Path) -> None:
    """Write articles without end, fifty at a time, as a round does."""
    os.sched_setaffinity(0, {1 % (os.cpu_count() or 1)})
    with open_office(folder) as office:
        for number in range(10**9):
            at = utc_now()
            articles = [
                (
                    Article(
                        url=f"https://bao.example/{number}/{one}.html", source="bao-1", title=f"Bài {number} {one}"
                    ),
                    at,
                )
                for one in range(50)
            ]
            with office.storage.begin() as work:
                work.articles.add_many(articles)
            time.sleep(0.05)


def measure(address: str, path: str, cookie: str, clients: int, seconds: int) -> tuple[float, float, float]:
    """p50 and p95 in milliseconds, answers a second. Raises ``RuntimeError`` where an answer was no page."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_PERCENTILES)
        script.flush()
        header = f"Cookie: {full_name(SESSION, is_tls=False)}={cookie}"
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "-s", script.name, "-H", header]
        said = subprocess.run([*command, address + path], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{path}: {said}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p50, p95 = said.rsplit("\n", 1)[-1].split()
    return float(p50) / 1000, float(p95) / 1000, float(rate[1]) if rate else 0.0


def _apart(call: str) -> subprocess.Popen[str]:
    code = f"from pathlib import Path; from bench.web import serve, write; {call}"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--clients", default="1,4")
    parser.add_argument("--writing", action="store_true")
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch) / "province"
        if not (folder / "province.toml").exists():
            write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
            with open_office(folder) as office:
                fill(office, chosen.articles)
        with open_office(folder) as office:
            day = DigestDesk(office).today().isoformat()
        run(folder, day, [int(one) for one in chosen.clients.split(",")], chosen.seconds, is_writing=chosen.writing)


def run(folder: Path, day: str, clients: list[int], seconds: int, *, is_writing: bool) -> None:
    cookie = secrets.token_urlsafe(32)
    serving = _apart(f"serve(Path({str(folder)!r}), {cookie!r})")
    writing = _apart(f"write(Path({str(folder)!r}))") if is_writing else None
    try:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        print(f"{'milliseconds':34}{'clients':>8}{'p50':>9}{'p95':>9}{'a second':>10}")
        for path in (page.format(day=day) for page in _PAGES):
            measure(address, path, cookie, 1, 1)
            for count in clients:
                p50, p95, rate = measure(address, path, cookie, count, seconds)
                print(f"{path:34}{count:8}{p50:9.1f}{p95:9.1f}{rate:10.1f}", flush=True)
    finally:
        for child in (serving, writing):
            if child is not None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    main()
