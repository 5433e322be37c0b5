"""The drill: an office is saved, lost, restored elsewhere, and goes on collecting without losing or doubling."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage

from jobs.backups import Lock, back_up
from jobs.main_job import MainJob
from jobs.wiring import open_office, read_configuration
from news.analysis import Override, OverrideField
from news.times import utc_now
from search.follower import rebuild
from search.status import status
from storage.copying import digest_store
from tests.crawlers.outlets import article, publish, rss, source
from tests.jobs.office import contents, run, write_office
from tests.servers import Press, says


def said(*words: str | Path, **options: object) -> str:
    """What a verb says; it must succeed."""
    ran = run(*words, **options)  # type: ignore[arg-type]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_an_office_that_was_lost_goes_on_elsewhere_without_a_double(tmp_path: Path) -> None:
    latest = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    identity = pyrage.x25519.Identity.generate()
    key, file = tmp_path / "khoa", tmp_path / "ban-sao.age"
    key.write_text(f"# created by the office\n{identity}\n", encoding="utf-8")
    key.chmod(0o600)
    lost, found = tmp_path / "cu", tmp_path / "moi"
    with Press() as press:
        outlet = press.outlet("bao.thu", "127.38.0.1")
        publish(outlet, 4, path="/rss", latest=latest)
        folder = write_office(lost / "tinh", [source("bao", outlet, home="ninh-binh")], press.hosts)
        collect(folder)
        with open_office(folder) as office, office.storage.begin() as work:
            (first, *_) = work.articles.newest(1)
            work.overrides.add(Override(office.province, first, OverrideField.TONE, "neg", "lan", utc_now()))
            work.audit.add(office.province, "lan", "override", "article", first)
            work.outbox.add(office.province, "sent", "email", "a@b.example", b"x")
            work.outbox.mark_sent(work.outbox.due(utc_now(), 1)[0].id, utc_now())
            work.outbox.add(
                office.province, "waiting", "email", "a@b.example", b"y", not_before=utc_now() + timedelta(days=1)
            )
        database = f"sqlite:///{folder}/data/diembao.db"
        before, saved = contents(folder), digest_store(database)
        lock = Lock(recipients=(str(identity.to_public()),))
        back_up(read_configuration(folder), file, lock, utc_now())
        shutil.rmtree(lost)

        told = json.loads(said("restore", file, found / "tinh", "--identity", key, "--json"))
        folder = found / "tinh"
        database = f"sqlite:///{folder}/data/diembao.db"
        assert digest_store(database) == saved, "counts and digests of every table"
        assert told["rows"] == sum(one.rows for one in saved)
        assert contents(folder) == before
        with open_office(folder) as office:
            with office.storage.read() as work:
                assert work.audit.verify() == []
            rebuild(office.storage, office.engine)
            assert status(office.storage, office.engine, verify=True).is_sound

        # Nothing new was published: nothing is new. Feeds rest between two rounds, so their time is made to have come.
        make_due(folder)
        collect(folder)
        assert contents(folder) == before
        url = outlet.url("/moi.htm")
        title = "Ninh Bình khôi phục dữ liệu sau sự cố"
        outlet.on("/moi.htm", says(article(title, url, latest + timedelta(hours=1))))
        entries = [(url, title, latest + timedelta(hours=1))]
        entries += [
            (outlet.url(f"/bai-{n}.htm"), f"Bài số {n} của bao.thu", latest - timedelta(hours=n + 1)) for n in range(4)
        ]
        outlet.on("/rss", says(rss("bao.thu", entries), "application/rss+xml"))
        make_due(folder)
        collect(folder)
        after = contents(folder)
    new = [row for row in after["articles"] if row not in before["articles"]]
    assert [row[0] for row in new] == [url]
    assert len(after["articles"]) == len(before["articles"]) + 1
    assert [row for row in before["versions"] if row not in after["versions"]] == []
    with open_office(folder) as office, office.storage.read() as work:
        assert work.audit.verify() == []
        states = {one.key: one.state for one in work.outbox.list(office.province)}
        assert states == {"sent": "sent", "waiting": "waiting"}, "a letter that was sent is not sent again"
        assert status(office.storage, office.engine, verify=True).is_sound


def collect(folder: Path) -> None:
    """A round of the main job, as ``diembao run --once``."""
    with open_office(folder) as office:
        assert MainJob(office, quiet=True).round().failure is None


def make_due(folder: Path) -> None:
    """As if the time until the next reading had passed."""
    with open_office(folder) as office, office.storage.begin() as work:
        for one in work.sources.list():
            work.sources.put(replace(one, next_due_at=utc_now() - timedelta(seconds=1)))
