"""What a province's folder says, as frozen values. Defaults stand here, once, in the order of the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

from config.counters import CounterSettings
from config.metrics import MetricsSettings
from config.post import PostSecrets
from config.public import PublicSettings
from config.tables import Table
from config.web import WebSettings
from news.calendar import Calendar
from news.case import DeadlineRule, Unit
from news.place import OwnPlace
from news.rhythm import Rhythm
from news.source import Source


@dataclass(frozen=True, slots=True)
class ProvinceSettings:
    """``[province]`` and ``[office]`` of ``province.toml``: who is speaking in digests and letters."""

    id: str
    name: str
    office: str
    parent: str
    place: str


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """``[crawl]``: manners and limits towards the publishers. ``hosts``: names of private test hosts → address."""

    contact: str
    delay: timedelta
    feed_bytes: int
    page_bytes: int
    answer_time: timedelta
    redirects: int
    #: Requests to one host in a day.
    daily_requests: int
    round_time: timedelta
    workers: int
    allow_hosts: tuple[str, ...]
    hosts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When only what is urgent is told, from one time of day to another, over midnight if ``ends`` is earlier.

    ``on_days_off``: on weekends and holidays what is not urgent waits for the next working day.
    """

    begins: time = time(21)
    ends: time = time(6)
    on_days_off: bool = True

    def __contains__(self, hour: object) -> bool:
        """Whether a local time of day is within them."""
        if not isinstance(hour, time):
            return False
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """``schedule.toml``; local times (+07:00)."""

    round_every: timedelta
    digest_at: time
    digest_formats: tuple[str, ...]
    #: What goes out when nobody signed by ``digest_at``: an ``edition`` marked as unsigned, a ``word``, ``nothing``.
    without_signature: str = "word"
    #: Whether weekends and holidays have a digest; without it the next working day's covers them.
    on_days_off: bool = True
    calendar: Calendar = field(default_factory=Calendar)
    quiet: QuietHours = field(default_factory=QuietHours)
    #: When the reports of week, month and year are made.
    reports: Rhythm = field(default_factory=Rhythm)


@dataclass(frozen=True, slots=True)
class RetentionSettings:
    """How long raw pages are kept unless something cites them; never longer than SCOPE §1 allows."""

    snapshots: timedelta


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """What is laid on the desk."""

    most_stories: int
    old_after: timedelta


@dataclass(frozen=True, slots=True)
class ElasticSettings:
    """Where Elasticsearch answers and as whom we ask; from the environment only. ``index`` begins all names there."""

    url: str
    username: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    #: Who vouches for the server, where that is no public authority.
    ca_file: Path | None = None
    index: str = "diembao"


@dataclass(frozen=True, slots=True)
class Configuration:
    """One province's folder, read and checked. ``watches`` and ``recipients`` stay tables: ``alerts`` owns them."""

    folder: Path
    data_folder: Path
    database_url: str
    province: ProvinceSettings
    sources: tuple[Source, ...]
    crawl: CrawlSettings
    schedule: ScheduleSettings
    retention: RetentionSettings
    digest: DigestSettings
    watches: Table
    recipients: Table
    is_sample: bool = False
    post: PostSecrets = field(default_factory=PostSecrets)
    #: ``None``: the embedded index serves.
    elastic: ElasticSettings | None = None
    web: WebSettings = field(default_factory=WebSettings)
    counters: CounterSettings = field(default_factory=CounterSettings)
    public: PublicSettings = field(default_factory=PublicSettings)
    metrics: MetricsSettings = field(default_factory=MetricsSettings)
    deadlines: tuple[DeadlineRule, ...] = ()
    units: tuple[Unit, ...] = ()
    #: The places that the office has listed itself.
    places: tuple[OwnPlace, ...] = ()

    @property
    def sources_file(self) -> Path:
        return self.folder / "sources.csv"

    @property
    def archive_folder(self) -> Path:
        """Raw pages (WARC)."""
        return self.data_folder / "archive"

    @property
    def digests_folder(self) -> Path:
        return self.data_folder / "digests"

    @property
    def translation_folder(self) -> Path:
        """Models that translate foreign headlines, one folder a language; the office may put some there."""
        return self.data_folder / "models" / "translation"
