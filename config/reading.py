"""Read a province's folder: every fault of every file is reported at once, before anything starts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path

from config.counters import read_counters
from config.deadlines import read_deadlines
from config.elastic import read_elastic
from config.environment import setting
from config.metrics import read_metrics
from config.places import read_places
from config.post import read_post
from config.public import read_public
from config.schedule import read_schedule
from config.settings import (
    Configuration,
    CrawlSettings,
    DigestSettings,
    ProvinceSettings,
    RetentionSettings,
)
from config.sources import Refusal, read_sources
from config.tables import Faults, Table, read_table
from config.units import read_units
from config.web import read_web
from news.errors import ConfigErrors

#: SCOPE §1: raw pages are deleted after 90 days unless a claim, case or correction cites them.
MOST_SNAPSHOT_AGE = timedelta(days=90)
_MB = 1_000_000


def read(
    folder: Path,
    refused: Refusal,
    known_provinces: Mapping[str, str],
    environ: Mapping[str, str] = os.environ,
    owners: Iterable[Callable[[Configuration], object]] = (),
) -> Configuration:
    """Read the folder. ``known_provinces``: id → name of the gazetteer's; ``owners`` check what is theirs.

    Raises ``ConfigErrors`` with the faults of all files and owners.
    """
    faults = Faults()
    file = folder / "province.toml"
    top = read_table(file, faults)
    if not top.keys() and faults.errors:
        raise ConfigErrors(faults.errors)
    schedule = read_table(folder / "schedule.toml", faults)
    data_folder = Path(setting(environ, "DIEMBAO_DATA", faults) or folder / "data")
    province = _province(top, known_provinces)
    configuration = Configuration(
        folder=folder,
        data_folder=data_folder,
        database_url=setting(environ, "DIEMBAO_DATABASE_URL", faults)
        or f"sqlite:///{(data_folder / 'diembao.db').resolve()}",
        province=province,
        sources=read_sources(folder / "sources.csv", faults, refused),
        crawl=_crawl(top.table("crawl")),
        schedule=read_schedule(schedule),
        retention=_retention(top.table("retention")),
        digest=_digest(top.table("digest")),
        watches=read_table(folder / "watches.toml", faults),
        recipients=read_table(folder / "recipients.toml", faults, may_be_absent=True),
        is_sample=top.flag("sample", default=False),
        post=read_post(environ, faults),
        elastic=read_elastic(environ, faults),
        counters=read_counters(top.table("counters"), environ, faults),
        web=read_web(top.table("web"), setting(environ, "DIEMBAO_OIDC_SECRET", faults)),
        public=read_public(top.table("public"), environ, faults),
        metrics=read_metrics(top.table("metrics")),
        deadlines=read_deadlines(read_table(folder / "deadlines.toml", faults, may_be_absent=True)),
        units=read_units(folder / "units.csv", faults),
        places=read_places(folder / "places.csv", province.id, known_provinces.values(), faults),
    )
    top.finish()
    for check in owners:
        check(configuration)
    if faults.errors:
        raise ConfigErrors(faults.errors)
    return configuration


def _province(top: Table, known: Mapping[str, str]) -> ProvinceSettings:
    province, office = top.table("province"), top.table("office")
    id_ = province.text("id")
    if "id" in province and id_ not in known:
        province.fault("id", f"one of {', '.join(sorted(known))}")
    name = province.text("name", known.get(id_, id_))
    settings = ProvinceSettings(
        id=id_,
        name=name,
        office=office.text("name", "VĂN PHÒNG"),
        parent=office.text("parent", f"ỦY BAN NHÂN DÂN TỈNH {name.upper()}"),
        place=office.text("place", name),
    )
    province.finish()
    office.finish()
    return settings


def _crawl(table: Table) -> CrawlSettings:
    hosts = table.table("hosts")
    settings = CrawlSettings(
        contact=table.text("contact", ""),
        delay=table.duration("delay", "1500ms", most=timedelta(minutes=5)),
        feed_bytes=int(table.number("feed_megabytes", 10, least=0.01, most=100) * _MB),
        page_bytes=int(table.number("page_megabytes", 8, least=0.01, most=100) * _MB),
        answer_time=table.duration("answer_time", "30s", least=timedelta(seconds=1), most=timedelta(minutes=10)),
        redirects=table.integer("redirects", 5, most=20),
        daily_requests=table.integer("daily_requests", 5_000, least=10, most=1_000_000),
        round_time=table.duration("round_time", "4m", least=timedelta(seconds=10), most=timedelta(hours=6)),
        workers=table.integer("workers", 0, most=256),
        allow_hosts=table.texts("allow_hosts"),
        hosts={name: hosts.text(name) for name in hosts.keys()},  # noqa: SIM118  (a Table is no mapping)
    )
    table.finish()
    return settings


def _retention(table: Table) -> RetentionSettings:
    settings = RetentionSettings(table.duration("snapshots", "90d", least=timedelta(days=1), most=MOST_SNAPSHOT_AGE))
    table.finish()
    return settings


def _digest(table: Table) -> DigestSettings:
    settings = DigestSettings(
        most_stories=table.integer("most_stories", 60, least=1, most=1000),
        old_after=table.duration("old_after", "48h", least=timedelta(hours=1), most=timedelta(days=365)),
    )
    table.finish()
    return settings
