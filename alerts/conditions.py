"""When a watch speaks: the conditions of one ``[[watch]]`` as values, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from alerts.counting import words_of
from config.tables import Table

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``articles`` on within a span."""

    articles: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Spike:
    """Far more than in the same hours of the same weekday; never below ``least`` articles."""

    within: timedelta
    least: int = 5


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """An outlet that had nothing for so long."""

    within: timedelta


@dataclass(frozen=True, slots=True)
class StoryAbove:
    """A new story that so many outlets have."""

    outlets: int


@dataclass(frozen=True, slots=True)
class ToneShift:
    """The share of negative articles moved against the period before; each period has ``least`` articles or more."""

    within: timedelta
    least: int


@dataclass(frozen=True, slots=True)
class SourceSilence:
    """Nothing new from a source for so long; no names: from any source that is read."""

    after: timedelta
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of one watch; any of them is enough."""

    any: bool = False
    foreign: bool = False
    claim: bool = False
    threshold: Threshold | None = None
    spike: Spike | None = None
    story: StoryAbove | None = None
    new_outlet: NewOutlet | None = None
    tone: ToneShift | None = None
    silence: SourceSilence | None = None
    #: A case is due within so long.
    deadline: timedelta | None = None

    @property
    def needs_query(self) -> bool:
        """Whether articles are asked for; sources and cases are watched without a query."""
        return self.any or self.foreign or self.claim or self.counts

    @property
    def counts(self) -> bool:
        """Whether hits of weeks are counted."""
        return any(one is not None for one in (self.threshold, self.spike, self.story, self.new_outlet, self.tone))

    def words(self) -> list[str]:
        """Each condition as the office says it."""
        said = [
            (self.any, "mỗi bài mới"),
            (self.foreign, "báo nước ngoài"),
            (self.claim, "trái với căn cứ"),
            (
                self.threshold,
                self.threshold and f"từ {self.threshold.articles} bài trong {words_of(self.threshold.within)}",
            ),
            (self.spike, self.spike and f"tăng đột biến trong {words_of(self.spike.within)}"),
            (self.story, self.story and f"từ {self.story.outlets} báo cùng đưa"),
            (self.new_outlet, self.new_outlet and f"báo {words_of(self.new_outlet.within)} nay không nhắc đến"),
            (self.tone, self.tone and f"sắc thái thay đổi trong {words_of(self.tone.within)}"),
            (self.silence, self.silence and f"nguồn im lặng {words_of(self.silence.after)}"),
            (self.deadline, self.deadline and f"còn {words_of(self.deadline)} đến hạn"),
        ]
        return [str(words) for holds, words in said if holds]


def read_conditions(row: Table) -> Conditions:
    """The conditions of a watch; with none, every new article counts."""
    found = Conditions(
        any=row.flag("any", default=False),
        foreign=row.flag("foreign", default=False),
        claim=row.flag("claim", default=False),
        threshold=_threshold(row.table("threshold")) if "threshold" in row else None,
        spike=_spike(row.table("spike")) if "spike" in row else None,
        story=_story(row.table("story")) if "story" in row else None,
        new_outlet=NewOutlet(_within(row.table("new_outlet"), "90d", most=366 * _DAY)) if "new_outlet" in row else None,
        tone=_tone(row.table("tone")) if "tone" in row else None,
        silence=_silence(row.table("silence")) if "silence" in row else None,
        deadline=_within(row.table("deadline"), "2d", most=60 * _DAY) if "deadline" in row else None,
    )
    if not found.needs_query and found.silence is None and found.deadline is None:
        return Conditions(any=True)
    return found


def _within(table: Table, default: str, *, most: timedelta) -> timedelta:
    span = table.duration("within", default, least=_HOUR, most=most)
    table.finish()
    return span


def _threshold(table: Table) -> Threshold:
    articles = table.integer("articles", least=1, most=100_000)
    return Threshold(articles, _within(table, "24h", most=31 * _DAY))


def _spike(table: Table) -> Spike:
    least = table.integer("least", 5, least=2, most=100_000)
    return Spike(_within(table, "3h", most=_DAY), least)


def _story(table: Table) -> StoryAbove:
    found = StoryAbove(table.integer("outlets", least=2, most=1_000))
    table.finish()
    return found


def _tone(table: Table) -> ToneShift:
    least = table.integer("least", 20, least=10, most=100_000)
    return ToneShift(_within(table, "7d", most=31 * _DAY), least)


def _silence(table: Table) -> SourceSilence:
    found = SourceSilence(table.duration("after", "24h", least=_HOUR, most=60 * _DAY), table.texts("sources"))
    table.finish()
    return found
