"""The one list of places: provinces, districts, communes old and new, landmarks, clubs, and names that mislead.

Everything is data in ``nlp/places``; adding detail for a province adds rows there and no code. ``load()`` reads it once
(about 0.1 s) and keeps it; ``use_own`` adds the places that an office lists itself. ``provinces()`` reads only what
``diembao init`` needs.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from news.analysis import MentionKind
from news.place import OwnPlace
from nlp.automaton import Automaton
from nlp.forms import Clue, Form, Level, Place, Trust
from nlp.spelling import spellings
from nlp.text import fold

FOLDER = Path(__file__).parent / "places"


@dataclass(frozen=True, slots=True)
class Unit:
    """A present commune, ward or special zone: ``kind`` is xã, phường or đặc khu."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """A present province, as ``diembao init --province`` writes it down."""

    id: str
    name: str
    full_name: str
    name_en: str
    code: str
    former_names: tuple[str, ...]
    units: tuple[Unit, ...]


class Gazetteer:
    """All forms, ready to be found in a text."""

    def __init__(self, forms: Sequence[Form], clues: Mapping[str, tuple[Clue, ...]]) -> None:
        self.forms = forms
        self.clues = clues

    @cached_property
    def automaton(self) -> Automaton:
        return Automaton([form.text for form in self.forms])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _unit_rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def names_by_language(province: str) -> dict[str, tuple[str, ...]]:
    """What the province and those that became it are called in each language of the sources, present names first."""
    facts = next(one for one in provinces() if one.id == province)
    vietnamese = (facts.name, *facts.former_names)
    names = {
        "vi": vietnamese,
        "en": tuple(dict.fromkeys((facts.name_en, *(fold(name).title() for name in vietnamese)))),
    }
    for row in _rows("exonyms.csv"):
        if row["province"] == province and row["trust"] != Trust.STRICT:
            names[row["language"]] = (*names.get(row["language"], ()), row["form"])
    return names


@lru_cache(maxsize=1)
def provinces() -> Sequence[ProvinceFacts]:
    """The 34 provinces with their present units, in the order of their codes."""
    units: dict[str, list[Unit]] = {}
    for level, kind, name, province, _, _, _, until in _unit_rows("units.tsv"):
        if level == Level.COMMUNE and not until:
            units.setdefault(province, []).append(Unit(kind, name))
    return tuple(
        ProvinceFacts(
            id=row["id"],
            name=row["name"],
            full_name=row["full_name"],
            name_en=row["name_en"],
            code=row["code"],
            former_names=tuple(filter(None, row["former"].split("|"))),
            units=tuple(units[row["id"]]),
        )
        for row in _rows("provinces.csv")
    )


#: The office's own places in this process.
_own: list[OwnPlace] = []


def use_own(places: Iterable[OwnPlace]) -> None:
    """From now on, in this process, ``load`` knows these places too, and no others beside the shipped ones."""
    wanted = list(places)
    if wanted != _own:
        _own[:] = wanted
        load.cache_clear()


def own_mark() -> str:
    """Names the office's own places; empty where there are none."""
    return hashlib.sha256(repr(_own).encode()).hexdigest()[:8] if _own else ""


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The gazetteer of all 34 provinces, with the office's own places."""
    clues: dict[str, list[Clue]] = {}
    for row in _rows("contexts.csv"):
        near, unless = (tuple(filter(None, row[column].split("|"))) for column in ("near", "unless"))
        clues.setdefault(row["name"], []).append(Clue(near, unless, row["province"] or None, row["reason"]))
    return Gazetteer(_forms(chain(_shipped(), _listed(_own))), {name: tuple(found) for name, found in clues.items()})


def _shipped() -> Iterator[tuple[str, Place]]:
    """Each name as written with what it means."""
    for file in ("units.tsv", "former_units.tsv"):
        for level, kind, name, province, former, district, since, until in _unit_rows(file):
            place = Place(name, Level(level), (province,), MentionKind.PLACE, kind, former, district, since, until)
            yield name, place
    for row in _rows("aliases.csv"):
        yield row["form"], Place(row["name"], Level.PROVINCE, tuple(filter(None, [row["province"]])))
    for row in _rows("exonyms.csv"):
        yield row["form"], Place(row["name"], Level.LANDMARK, (row["province"],), trust=Trust(row["trust"]))
    for row in _rows("landmarks.csv"):
        where, kind, trust = tuple(row["provinces"].split("|")), MentionKind(row["kind"]), Trust(row["trust"])
        for name in row["names"].split("|"):
            yield name, Place(name, Level.LANDMARK, where, kind, trust=trust)
    for row in _rows("clubs.csv"):
        yield row["form"], Place(row["form"], Level.CLUB, (row["province"],), MentionKind.CLUB)
    for row in _rows("traps.csv"):
        where = tuple(filter(None, [row["province"]]))
        yield row["form"], Place(row["form"], Level.TRAP, where, reason=row["reason"])


def _listed(places: Iterable[OwnPlace]) -> Iterator[tuple[str, Place]]:
    for own in places:
        trust = Trust.STRICT if own.needs_province else Trust.SURE
        for name in own.names:
            yield name, Place(own.names[0], Level.LANDMARK, (own.province,), own.kind, trust=trust, reason="own list")


def _forms(named: Iterable[tuple[str, Place]]) -> list[Form]:
    exact: dict[str, list[Place]] = {}
    loose: dict[str, list[Place]] = {}
    caps: dict[str, tuple[int, ...]] = {}
    for name, place in named:
        written = tuple(at for at, letter in enumerate(name) if letter.isupper())
        for text in spellings(name):
            exact.setdefault(text, []).append(place)
            caps.setdefault(text, written if len(text) == len(name) else (0,) * bool(written))
        folded = fold(name)
        if folded not in exact or place not in exact[folded]:
            loose.setdefault(folded, []).append(place)
            caps.setdefault(folded, written if len(folded) == len(name) else (0,) * bool(written))
    return [
        Form(text, caps[text], tuple(exact.get(text, ())), tuple(loose.get(text, ())))
        for text in sorted(exact.keys() | loose.keys())
    ]
