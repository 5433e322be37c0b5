"""The one place where all parts are put together: a province's folder becomes an ``Office`` that can work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import config
from alerts import Watch, read_watches
from alerts.policy import Policy
from alerts.recipients import read_policy
from config.settings import Configuration
from jobs.advance import Advance
from jobs.reading import Reader
from net.refusal import refuse
from news.errors import disk_error
from news.source import Source
from news.times import Clock, utc_now
from nlp import adopted, gazetteer, taught, transformer
from nlp.gazetteer import provinces
from nlp.translation import LocalTranslator, Translator
from search.embedded import EmbeddedEngine
from search.engine import Engine
from storage import Storage, open_storage
from storage.public import PublicStore, open_public, public_url


def read_configuration(folder: Path) -> Configuration:
    """Read and check the folder with all owners' checks. Raises ``ConfigErrors``."""
    return config.read(folder, refusal, {facts.id: facts.name for facts in provinces()}, owners=(watches_of, policy_of))


def watches_of(configuration: Configuration) -> tuple[Watch, ...]:
    return read_watches(configuration.watches)


def policy_of(configuration: Configuration) -> Policy:
    """Who is told what, when and how."""
    return read_policy(configuration.recipients, configuration.schedule)


def learnt_file(data_folder: Path) -> Path:
    """Where what the office's corrections taught lies, if anything was learnt."""
    return data_folder / "learnt.npz"


def refusal(url: str) -> str | None:
    """Why an address may not be a source, or ``None`` (SCOPE §1)."""
    forbidden = refuse(url)
    return None if forbidden is None else forbidden.reason


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a letter goes: ``channel`` as in the outbox, and an address of it."""

    channel: str
    address: str


@dataclass
class Office:
    """One province at work: its settings, its storage, its index, its models. Close it when done."""

    configuration: Configuration
    storage: Storage
    engine: Engine
    clock: Clock = utc_now
    #: Ids of all provinces analysed in this installation.
    provinces: tuple[str, ...] = field(default=())

    @property
    def province(self) -> str:
        return self.configuration.province.id

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.configuration.sources}

    def use_sources(self, sources: tuple[Source, ...]) -> None:
        """Go on with another list of sources; ``sources.csv`` was written anew."""
        self.configuration = replace(self.configuration, sources=sources)
        self.__dict__.pop("sources", None)

    @property
    def advance(self) -> Advance:
        """The steps after collection; in a store of several offices they are not one office's to take."""
        with self.storage.read() as work:
            is_alone = len(work.offices.list()) < 2
        homes = homes_of(self.configuration)
        workers = self.configuration.crawl.workers or os.cpu_count() or 1
        learnt = learnt_file(self.configuration.data_folder)
        reader = Reader(
            self.provinces,
            homes,
            transformer.taking_over(),
            learnt,
            taught.mark(),
            self.configuration.places,
        )
        return Advance(self.storage, self.engine, reader, workers, is_alone)

    @cached_property
    def translator(self) -> Translator:
        """Translates foreign headlines where the office has a model for their language."""
        return LocalTranslator(self.configuration.translation_folder)

    @property
    def enabled_sources(self) -> list[Source]:
        return [source for source in self.configuration.sources if source.enabled]

    def has_digest(self, day: date) -> bool:
        """Whether the office makes a digest for this day; days off may leave theirs to the next working day."""
        schedule = self.configuration.schedule
        return schedule.on_days_off or schedule.calendar.is_working_day(day)

    @cached_property
    def policy(self) -> Policy:
        """Who is told what, when and how."""
        return policy_of(self.configuration)

    def digest_readers(self, *, to_deputy: bool = False) -> tuple[Addressee, ...]:
        """Who receives the digest; or who is told that nobody has signed it."""
        chosen = [one for one in self.policy.recipients.values() if (one.deputy if to_deputy else one.digest)]
        return tuple(Addressee(way.channel, way.address) for one in chosen for way in one.ways)

    @cached_property
    def public(self) -> PublicStore:
        """Where tips and copies of corrections lie, apart from the office's store."""
        return open_public(public_place(self.configuration), clock=self.clock).of(self.province)

    def close(self) -> None:
        if "public" in self.__dict__:
            self.public.close()

    def source_name(self, source: str) -> str:
        """The outlet's name; an outlet that left the list keeps its id."""
        return self.sources[source].name if source in self.sources else source


def public_place(configuration: Configuration) -> str:
    """Where the public pages' store lies: where the settings say, else beside the office's."""
    return configuration.public.database_url or public_url(configuration.database_url)


@contextmanager
def open_office(folder: Path, clock: Clock = utc_now) -> Iterator[Office]:
    """Open everything a verb may need; migrations run first. Raises ``ConfigErrors``, ``StorageError``."""
    configuration = read_configuration(folder)
    prepare_models(configuration.data_folder)
    gazetteer.use_own(configuration.places)
    storage = open_storage(configuration.database_url, clock=clock)
    try:
        engine = open_engine(configuration)
        try:
            office = office_of(configuration, storage, engine, clock)
            try:
                yield office
            finally:
                office.close()
        finally:
            engine.close()
    finally:
        storage.close()


def prepare_models(data_folder: Path) -> None:
    """Make the folder, and take up the models that an office put there or its corrections taught."""
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(data_folder, error) from error
    transformer.adopt(adopted.read(data_folder))
    taught.use(learnt_file(data_folder))


def office_of(configuration: Configuration, storage: Storage, engine: Engine, clock: Clock) -> Office:
    """One office of a store, which knows it from now on; it sees what is its own and what all share."""
    province, homes = configuration.province.id, homes_of(configuration)
    with storage.read() as work:
        is_known = work.offices.knows(province, homes)
    if not is_known:
        with storage.begin() as work:
            work.offices.join(province, homes)
    return Office(configuration, storage.of(province), engine, clock, (province,))


def homes_of(configuration: Configuration) -> dict[str, str | None]:
    """The province of each outlet in the list."""
    return {source.id: source.home for source in configuration.sources}


def open_engine(configuration: Configuration) -> Engine:
    """The embedded index, or Elasticsearch where an address is set; it need not answer yet."""
    if configuration.elastic is None:
        return EmbeddedEngine(configuration.data_folder / "index.db")
    # Its client takes a quarter of a second to import, which offices without it need not wait.
    from search.elastic import open_elastic

    return open_elastic(configuration.elastic)
