"""An office with a few fictional weeks in its store, for reports: what is read, said and done, each at its moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from news.analysis import Analysis, Mention, MentionKind, Override, OverrideField, Relevance, Tone, Topic
from news.article import Article, Origin
from news.case import Case, CaseChange, CaseKind, CaseState
from news.digest import Period
from news.report import ClaimLine, Report
from news.rhythm import Rhythm
from news.source import Health, Source, SourceClass
from news.story import FactKind, StoryFact
from news.times import Precision, Published, Window, at_local
from reports.gather import Office
from reports.letterhead import letterhead
from reports.periods.gather import Asked, Others, make_report
from storage import MemberRow, Storage, Work
from tests.fakes import FakeClock

PROVINCE = "ninh-binh"
WEEK = date(2026, 11, 16)
OFFICE = Office(PROVINCE, "tỉnh Ninh Bình", "VĂN PHÒNG")
LETTERHEAD = letterhead("Ủy ban nhân dân tỉnh Ninh Bình", "Văn phòng", "Ninh Bình")


def _source(id: str, name: str, kind: SourceClass, country: str = "VN") -> Source:
    return Source(id, name, kind, country, ("vi" if country == "VN" else "en",), f"https://{id}.example")


SOURCES = {
    one.id: one
    for one in (
        _source("bao-hoa-lau", "Báo Hoa Lau", SourceClass.LOCAL),
        _source("nhat-trinh", "Nhật trình Phương Đông", SourceClass.CENTRAL),
        _source("thoi-luan", "Thời luận", SourceClass.CENTRAL),
        _source("gom-tin", "Gom Tin", SourceClass.DISCOVERY),
        _source("harbour-times", "The Harbour Times", SourceClass.FOREIGN, "SG"),
    )
}


class Weeks:
    """Writes what happens; the clock is the office's."""

    def __init__(self, storage: Storage, clock: FakeClock) -> None:
        self.storage, self.clock = storage, clock
        self._number = 0

    def publish(
        self,
        source: str = "bao-hoa-lau",
        day: date = WEEK,
        *,
        tone: Tone = Tone.NEUTRAL,
        topics: tuple[Topic, ...] = (Topic.TRANSPORT,),
        label: Relevance = Relevance.ABOUT,
        places: Sequence[str] = ("phường Hoa Lư",),
        story: str = "",
        reprint_of: int | None = None,
    ) -> int:
        """An article first seen at 9:00 of the day, read and grouped; its id."""
        self._number += 1
        at = at_local(day, 9) + timedelta(seconds=self._number)
        article = Article(
            url=f"https://{source}.example/{self._number}",
            source=source,
            title=f"Ninh Bình: việc số {self._number}",
            text="Chữ của bài.",
            published=Published(at, Precision.MINUTE),
            language="vi",
            origin=Origin.PAGE,
        )
        with self.storage.begin() as work:
            stored = work.articles.add(article, first_seen_at=at)
            work.analyses.add_many([(stored.id, stored.version, reading(tone, topics, label, places))])
            row = MemberRow(stored.id, 1, story or f"s{self._number}", reprint_of, b"x", at)
            work.stories.put([row])
        return stored.id

    def edit(self, key: int, title: str, tone: Tone) -> None:
        """Its publisher changes an article, and a model reads it again."""
        with self.storage.begin() as work:
            old = work.articles.get(key).article
            new = Article(old.url, old.source, title, "", title, old.published, language="vi", origin=Origin.PAGE)
            stored = work.articles.add(new, first_seen_at=self.clock())
            work.analyses.add_many([(key, stored.version, reading(tone))])

    def reread(self, key: int, tone: Tone, label: Relevance, models: str) -> None:
        """Other models read the same words."""
        with self.storage.begin() as work:
            version = work.articles.get(key).version
            work.analyses.add_many([(key, version, reading(tone, label=label, models=models))])

    def say(self, key: int, field: OverrideField, value: str) -> Override:
        word = Override(PROVINCE, key, field, value, "lan", self.clock())
        with self.storage.begin() as work:
            work.overrides.add(word)
        return word

    def take_back(self, word: Override) -> None:
        with self.storage.begin() as work:
            work.overrides.take_back(word)

    def move(self, key: int, story: str, reprint_of: int | None = None) -> None:
        """The machine groups an article anew."""
        with self.storage.begin() as work:
            at = work.stories.rows_of([key])[key].at
            work.stories.put([MemberRow(key, 1, story, reprint_of, None, at)])

    def join(self, a: int, b: int, kind: FactKind = FactKind.MUST_LINK) -> None:
        with self.storage.begin() as work:
            work.stories.add_fact(StoryFact(PROVINCE, kind, min(a, b), max(a, b), "lan", self.clock()))

    def open_case(self, unit: str, opened: datetime, due: datetime, article_id: int | None = None) -> Case:
        case = Case(
            0, PROVINCE, CaseKind.ARTICLE, "Việc", "", article_id, "Báo", unit, "Trả lời?", CaseState.OPEN, 1,
            opened, opened, due,
        )  # fmt: skip
        with self.storage.begin() as work:
            return work.cases.add(CaseChange(case, "open", "lan", opened))

    def step(self, changed: Case, verb: str) -> None:
        with self.storage.begin() as work:
            work.cases.change(CaseChange(changed, verb, "lan", changed.changed_at))

    def read_round(self, at: datetime, *healths: tuple[str, Health]) -> None:
        with self.storage.begin() as work:
            number = work.rounds.start(at)
            for source, health in healths:
                work.sources.add_reading(number, source, f"https://{source}.example/rss", at, health, "", 1, 0)
            work.rounds.finish(number, at + timedelta(minutes=1), {})

    def report(
        self, as_of: datetime, period: Period = Period.WEEK, name: date = WEEK, claims: Sequence[ClaimLine] = ()
    ) -> Report:
        def given(_work: Work, _window: Window, _as_of: datetime) -> Sequence[ClaimLine]:
            return claims

        with self.storage.read() as work:
            others = Others(lambda case: case.unit, given)
            return make_report(work, OFFICE, SOURCES, Asked(period, name, Rhythm(), as_of), others)


def reading(
    tone: Tone = Tone.NEUTRAL,
    topics: tuple[Topic, ...] = (Topic.TRANSPORT,),
    label: Relevance = Relevance.ABOUT,
    places: Sequence[str] = (),
    models: str = "m1",
) -> Analysis:
    mentions = tuple(Mention(one, PROVINCE, 0, 5, MentionKind.PLACE, one) for one in places)
    return Analysis(models, "vi", tone, 0.7, topics, mentions, {PROVINCE: label})
