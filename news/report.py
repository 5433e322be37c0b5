"""The leaders' report of a week, month or year: counts and headlines as values, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from news.analysis import Tone, Topic
from news.digest import Period
from news.edition import EditionLine
from news.times import Window

#: A period of which fewer days were read is shown, but nothing is compared with it.
ENOUGH_DAYS = 0.9


@dataclass(frozen=True, slots=True)
class Figures:
    """One window in numbers. Articles are those about the province in the home press; reprints are among them.

    Tones and topics are of articles that repeat nobody: ``…_machine`` as the models read them, the other with the words
    of people; ``…_by_people``: of how many articles somebody said so. An article may have two topics.
    """

    window: Window
    days: int
    days_read: int
    articles_read: int
    articles: int
    reprints: int
    stories: int
    outlets: int
    foreign: int
    foreign_outlets: int
    sport: int
    older: int
    tones_machine: tuple[tuple[Tone, int], ...] = ()
    tones: tuple[tuple[Tone, int], ...] = ()
    tones_by_people: int = 0
    topics_machine: tuple[tuple[Topic, int], ...] = ()
    topics: tuple[tuple[Topic, int], ...] = ()
    topics_by_people: int = 0
    claims: int = 0
    corrections: int = 0
    cases: int = 0
    cases_late: int = 0

    @property
    def originals(self) -> int:
        return self.articles - self.reprints

    @property
    def is_enough(self) -> bool:
        """Whether enough of its days were read for a comparison to mean anything."""
        return self.days_read >= ENOUGH_DAYS * self.days


@dataclass(frozen=True, slots=True)
class VolumeBar:
    """Articles of a stretch of time that begins on ``day``: a day, or a month in a report of the year."""

    day: date
    originals: int
    reprints: int


@dataclass(frozen=True, slots=True)
class OutletLine:
    """A publisher. ``before``: its own articles in the period before; ``None`` where that cannot be compared."""

    name: str
    originals: int
    reprints: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """``is_commune``: a commune, ward or special zone of today; else a former unit or a landmark."""

    name: str
    articles: int
    is_commune: bool


@dataclass(frozen=True, slots=True)
class ForeignLine:
    title: str
    url: str
    outlet: str
    language: str | None
    day: date


@dataclass(frozen=True, slots=True)
class TopMatter:
    """A story that counted in the period. ``outcome``: what came of its case, in words; empty where there is none.

    ``article_id`` is the article that leads it: an officer's word on the matter names it.
    """

    article_id: int
    title: str
    url: str
    outlet: str
    outlets: int
    articles: int
    reprints: int
    first_day: date
    last_day: date
    is_important: bool = False
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class EffectBar:
    """A day before or after a correction. ``tips`` and ``platforms`` are coarse; ``None`` where nobody counted."""

    day: date
    articles: int
    tips: int | None = None
    platforms: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A correction published in the period, and its effect. ``hours``: from the first article to the publication."""

    statement: str
    verdict: str
    url: str
    publisher: str
    published_on: date
    hours: float | None = None
    before: int = 0
    after: int = 0
    corrected: tuple[str, ...] = ()
    still: tuple[str, ...] = ()
    days: tuple[EffectBar, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Cases of a unit that were on its desk in the period, as they stood at its end; the four add up."""

    unit: str
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        return self.on_time + self.late + self.waiting + self.overdue


@dataclass(frozen=True, slots=True)
class TroubledSource:
    """A source that often could not be read."""

    name: str
    readings: int
    answered: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the period could see and what it could not. ``gaps``: the longest stretches without a round."""

    sources_read: int
    troubled: tuple[TroubledSource, ...] = ()
    gap_count: int = 0
    gap_hours: int = 0
    gaps: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """``day`` names the period: its Monday, the first of its month or year, wherever an office lets them begin.

    ``now.window`` ends at ``as_of`` where the period had not ended then. Equal content is equal bytes of JSON.
    """

    province: str
    province_name: str
    office: str
    period: Period
    day: date
    as_of: datetime
    is_whole: bool
    now: Figures
    previous: Figures | None
    last_year: Figures | None
    volume: tuple[VolumeBar, ...]
    outlets: tuple[OutletLine, ...]
    places: tuple[PlaceLine, ...]
    foreign: tuple[ForeignLine, ...]
    matters: tuple[TopMatter, ...]
    claims: tuple[ClaimLine, ...]
    units: tuple[UnitLine, ...]
    seen: Seen
    is_sample: bool = False
    #: The office's own words, before the figures.
    lead: str = ""
    edition: EditionLine | None = None

    @property
    def is_blind(self) -> bool:
        """Nothing was read at all: then nothing can be said of the press."""
        return self.now.articles_read == 0
