"""An installation: one store, one index, and the offices of one or many provinces, each with a folder of its own.

provinces/ninh-binh/province.toml ...      --config provinces        all of them
provinces/lam-dong/province.toml ...       --config provinces/lam-dong   one
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from config import Configuration, Faults, setting
from jobs.advance import Advance
from jobs.reading import Reader
from jobs.wiring import Office, learnt_file, office_of, open_engine, prepare_models, read_configuration
from news.errors import ConfigError, ConfigErrors, NewsError
from news.place import OwnPlace
from news.times import Clock, utc_now
from nlp import gazetteer, taught, transformer
from search.engine import Engine
from storage import Storage, open_storage

log = logging.getLogger(__name__)

_FILE = "province.toml"


class NotShared(NewsError):
    """Workers need a store that machines can share."""

    def __str__(self) -> str:
        return "workers need PostgreSQL; one office on SQLite runs `diembao run`"

    @property
    def vi(self) -> str:
        return (
            "Các tiến trình `diembao work` cần kho PostgreSQL: đặt DIEMBAO_DATABASE_URL=postgresql://… rồi chạy lại "
            "(chuyển kho cũ bằng `diembao db copy`). Một văn phòng dùng SQLite thì chạy `diembao run`."
        )


@dataclass
class Installation:
    """What workers work on. ``storage`` sees all offices; each office's own sees that office."""

    folder: Path
    data_folder: Path
    offices: Mapping[str, Office]
    storage: Storage
    engine: Engine
    clock: Clock

    @property
    def advance(self) -> Advance:
        """The steps after collection, for all provinces of the store."""
        with self.storage.read() as work:
            provinces, homes = work.offices.list(), work.offices.homes()
        places = places_of([office.configuration for office in self.offices.values()])
        learnt = learnt_file(self.data_folder)
        reader = Reader(provinces, homes, transformer.taking_over(), learnt, taught.mark(), places)
        return Advance(self.storage, self.engine, reader, workers=1)


def folders_of(folder: Path) -> Sequence[Path]:
    """The folders of the offices: this one, or those in it. Raises ``ConfigErrors`` when there is none."""
    if (folder / _FILE).is_file():
        return [folder]
    found = sorted(file.parent for file in folder.glob(f"*/{_FILE}"))
    if not found:
        raise ConfigErrors([ConfigError(folder / _FILE, None, "--config", "nothing", "a province's folder or several")])
    return found


def read_offices(folder: Path) -> Sequence[Configuration]:
    """All configurations that read without a fault. Of several, one with faults is left out and said; the others work.

    Raises ``ConfigErrors`` when none is left, or when two mean different outlets by one id.
    """
    read: list[Configuration] = []
    faults: list[ConfigError] = []
    for one in folders_of(folder):
        try:
            read.append(read_configuration(one))
        except ConfigErrors as error:
            faults += error.errors
    if not read:
        raise ConfigErrors(faults)
    for fault in faults:
        log.error("%s", fault.vi)
    strangers = list(_strangers(read))
    if strangers:
        raise ConfigErrors(strangers)
    return read


@contextmanager
def open_installation(folder: Path, clock: Clock = utc_now) -> Iterator[Installation]:
    """Open what a worker needs. Raises ``ConfigErrors``, ``NotShared``, ``StorageError``."""
    configurations = read_offices(folder)
    data_folder = data_folder_of(folder, configurations)
    prepare_models(data_folder)
    gazetteer.use_own(places_of(configurations))
    with ExitStack() as opened:
        storage = open_storage(configurations[0].database_url, clock=clock)
        opened.callback(storage.close)
        if not storage.is_shared:
            raise NotShared
        engine = open_engine(replace(configurations[0], data_folder=data_folder))
        opened.callback(engine.close)
        offices = {}
        for one in configurations:
            office = office_of(_apart(one, configurations), storage, engine, clock)
            opened.callback(office.close)
            offices[office.province] = office
        yield Installation(folder, data_folder, offices, storage, engine, clock)


def places_of(configurations: Sequence[Configuration]) -> tuple[OwnPlace, ...]:
    """The places that the offices list themselves."""
    return tuple(dict.fromkeys(place for one in configurations for place in one.places))


def data_folder_of(folder: Path, configurations: Sequence[Configuration]) -> Path:
    """Where the models, the embedded index and the locks of an installation lie: one place for all its offices."""
    faults = Faults()
    named = setting(os.environ, "DIEMBAO_DATA", faults)
    if faults.errors:
        raise ConfigErrors(faults.errors)
    if named:
        return Path(named)
    return configurations[0].data_folder if configurations[0].folder == folder else folder / "data"


def _apart(one: Configuration, all_: Sequence[Configuration]) -> Configuration:
    """Offices that share a data folder write their documents into folders of their own in it."""
    if sum(other.data_folder == one.data_folder for other in all_) < 2:
        return one
    return replace(one, data_folder=one.data_folder / one.province.id)


def _strangers(configurations: Sequence[Configuration]) -> Iterator[ConfigError]:
    """An id that two lists use for two outlets: their articles could not be told apart."""
    known: dict[str, tuple[str, Path]] = {}
    for one in configurations:
        for source in one.sources:
            homepage, file = known.setdefault(source.id, (source.homepage, one.sources_file))
            if homepage != source.homepage:
                yield ConfigError(
                    one.sources_file, None, source.id, source.homepage, f"{homepage} as in {file}, or another id"
                )
