"""Every page under a real load tool: p50, p95 and size over an office of 200,000 articles, the server on one core.

    python -m bench.web [--articles N] [--folder DIR] [--seconds S] [--clients 1,4] [--only PART] [--writing]

Needs ``wrk`` (Debian package). Articles are recombined from real headlines (``bench.search.recombined``), three minutes
apart up to now, a tenth of them about the province. ``--writing``: on another core articles are read, stored and
indexed all the while, as a round does once it has fetched them. A folder made before is used again. The last column
is the server's own processor time an answer: the figure that a busy machine does not move.
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
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import uvicorn

from bench.search import START, recombined
from config import write_folder
from dashboards.app import PAGES, create_app
from dashboards.cookies import SESSION, full_name
from dashboards.services.cases import NewCase
from jobs.desks import services_of
from jobs.desks.cases import CasesDesk
from jobs.desks.digest import DigestDesk
from jobs.web import bound
from jobs.wiring import Office, open_office
from news.analysis import Analysis, Mention, MentionKind, Relevance, Tone, Topic
from news.article import Article, StoredArticle
from news.case import CaseKind
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
#: Pages with something in their address, and those that would not show much without a question.
_EXAMPLES = {
    "digest": "/digest/{day}",
    "search": "/search?q=ninh+binh",
    "article": "/articles/{article}",
    "desk_entry": "/desk/{day}/entry/{article}",
    "desk_sign": "/desk/{day}/sign",
    "case": "/cases/1",
    "user": "/users/do-toc-do",
}
_MORE = ("/search?q=%22du+lich%22&sort=rank", "/cases?view=closed", "/api/v1/digests/{day}", "/api/v1/search?q=du+lich")
#: Steps of a way in that was begun elsewhere, and pages that answer with another page.
_LEFT_OUT = frozenset({"code", "enrolment", "enrolment_picture", "from_provider", "sign_in"})
_CASES = 300
#: Looks before the measure: templates are read, the selection of the day is made.
_WARMING = 5


def fill(office: Office, count: int) -> None:
    """Articles with a reading each, as import and analysis leave them; then the index."""
    rng, press = random.Random(8), recombined(count, random.Random(6))
    models = office.advance.reader.analyser.models
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
            work.analyses.add_many((one.id, 1, _analysis(models, office.province, rng)) for one in stored)
        print(f"\r{first + len(articles):,} articles", end="", flush=True)
    print()
    begun = time.perf_counter()
    catch_up(office.storage, office.engine)
    print(f"indexed in {time.perf_counter() - begun:.0f} s")


def _analysis(models: str, province: str, rng: random.Random) -> Analysis:
    is_about = rng.random() < 0.1
    mention = Mention("Hoa Lư", province, 0, 6, MentionKind.PLACE, "Hoa Lư", "tên phường")
    relevance = {province: Relevance.ABOUT} if is_about else {}
    tone, topics = rng.choice(list(Tone)), (rng.choice(list(Topic)),)
    return Analysis(models, "vi", tone, 0.8, topics, (mention,) * is_about, relevance)


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


def pages() -> list[str]:
    """Addresses of all pages that can be looked at."""
    found = [
        _EXAMPLES.get(one.name, one.path) for one in PAGES if one.methods == ("GET",) and one.name not in _LEFT_OUT
    ]
    return [one for one in found if "{" not in one or one in _EXAMPLES.values()] + list(_MORE)


def open_cases(office: Office) -> None:
    """A year's cases of one unit."""
    desk = CasesDesk(office)
    somebody = Person("do-toc-do", "Đo tốc độ", office.province, _ROLES)
    if desk.list():
        return
    unit = office.configuration.units[0].id
    for number in range(_CASES):
        desk.open(
            somebody,
            NewCase(CaseKind.PRESS_REQUEST, f"Vụ việc {number}", "Vì sao?", unit, "unit_answer", outlet="Báo Mẫu"),
        )


def write(folder: Path) -> None:
    """Read, store and index articles without end, 250 at a time, as a round does."""
    os.sched_setaffinity(0, {1 % (os.cpu_count() or 1)})
    press = recombined(10**6, random.Random(9))
    with open_office(folder) as office:
        for number in range(10**6):
            at = utc_now()
            batch = [
                (
                    Article(
                        url=f"https://bao.example/{os.getpid()}/{number}/{one.id}.html",
                        source="bao-1",
                        title=" ".join(one.title),
                        lead=" ".join(one.lead),
                    ),
                    at,
                )
                for one in islice(press, 250)
            ]
            readings = office.advance.reader.read([StoredArticle(0, 0, one, at, at) for one, _ in batch])
            with office.storage.begin() as work:
                stored = work.articles.add_many(batch)
                pairs = zip(stored, readings, strict=True)
                work.analyses.add_many((one.id, 1, analysis) for one, (analysis, _) in pairs)
            catch_up(office.storage, office.engine)


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds by the clock and of the server's processor; ``kilobytes``: of one answer."""

    p50: float
    p95: float
    rate: float
    processor: float
    kilobytes: float


def measure(address: str, path: str, cookie: str, clients: int, seconds: int, server: int) -> Measured:
    """Raises ``RuntimeError`` where an answer was no page."""
    cookie_line = f"{full_name(SESSION, is_tls=False)}={cookie}"
    size = 0.0
    for _ in range(_WARMING):
        with urlopen(Request(address + path, headers={"Cookie": cookie_line}), timeout=60) as answer:
            size = len(answer.read()) / 1000
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_PERCENTILES)
        script.flush()
        before = _processor_seconds(server)
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "20s", "-s", script.name]
        command += ["-H", f"Cookie: {cookie_line}", address + path]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{path}: {said}")
    spent = _processor_seconds(server) - before
    rate, answers = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    p50, p95 = said.rsplit("\n", 1)[-1].split()
    each = 1000 * spent / max(1, int(answers[1]) if answers else 1)
    return Measured(float(p50) / 1000, float(p95) / 1000, float(rate[1]) if rate else 0.0, each, size)


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _apart(call: str) -> subprocess.Popen[str]:
    code = f"from pathlib import Path; from bench.web import serve, write; {call}"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--clients", default="1,4")
    parser.add_argument("--only", default="", help="pages whose address holds this")
    parser.add_argument("--writing", action="store_true")
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch) / "province"
        if not (folder / "province.toml").exists():
            write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
            (folder / "units.csv").write_text("id,name,email\nso-mau,Sở Mẫu,\n", encoding="utf-8")
            with open_office(folder) as office:
                fill(office, chosen.articles)
        with open_office(folder) as office:
            day = DigestDesk(office).today()
            article = DigestDesk(office).get(day).stories[0].leading.article_id
            open_cases(office)
        names = {"day": day.isoformat(), "article": article}
        clients = [int(one) for one in chosen.clients.split(",")]
        run(folder, names, clients, chosen.seconds, only=chosen.only, is_writing=chosen.writing)


def run(
    folder: Path, names: dict[str, object], clients: list[int], seconds: int, *, only: str, is_writing: bool
) -> None:
    cookie = secrets.token_urlsafe(32)
    serving = _apart(f"serve(Path({str(folder)!r}), {cookie!r})")
    writing = _apart(f"write(Path({str(folder)!r}))") if is_writing else None
    try:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        print(f"{'milliseconds':34}{'clients':>8}{'p50':>9}{'p95':>9}{'a second':>10}{'processor':>11}{'KB':>8}")
        for path in (page.format(**names) for page in pages() if only in page):
            for count in clients:
                try:
                    one = measure(address, path, cookie, count, seconds, serving.pid)
                except HTTPError as error:
                    # What is read meanwhile may join the story whose entry is asked for with another.
                    print(f"{path:34}{count:8} {error.code}", flush=True)
                    continue
                line = f"{path:34}{count:8}{one.p50:9.1f}{one.p95:9.1f}{one.rate:10.1f}{one.processor:11.1f}"
                print(f"{line}{one.kilobytes:8.1f}", flush=True)
    finally:
        for child in (serving, writing):
            if child is not None:
                child.terminate()
                child.wait()


if __name__ == "__main__":
    main()
