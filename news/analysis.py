"""What the machine says about an article; what people say stands apart and is stronger (``Override``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MentionKind(StrEnum):
    PLACE = "place"
    ORGANISATION = "organisation"
    CLUB = "club"
    PRODUCT = "product"
    STREET = "street"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text: ``start``/``end`` are characters of ``news.article.joined(title, body)``.

    ``province`` is the present province's id (``ninh-binh``), ``None`` where the name is no place of it.
    """

    place: str
    province: str | None
    start: int
    end: int
    kind: MentionKind
    surface: str
    reason: str = ""


class Relevance(StrEnum):
    """What an article has to do with a province."""

    ABOUT = "about"
    SPORT = "sport"
    PASSING = "passing"
    NONE = "none"


RELEVANCE_VI: dict[Relevance, str] = {
    Relevance.ABOUT: "viết về tỉnh",
    Relevance.SPORT: "thể thao",
    Relevance.PASSING: "chỉ nhắc qua",
    Relevance.NONE: "không liên quan",
}


class Tone(StrEnum):
    """Tone of the matter reported, not of the writer's mood; a statistic of the press (SCOPE §4)."""

    POSITIVE = "pos"
    NEUTRAL = "neu"
    NEGATIVE = "neg"


TONE_VI: dict[Tone, str] = {Tone.POSITIVE: "tích cực", Tone.NEUTRAL: "trung tính", Tone.NEGATIVE: "tiêu cực"}


class Topic(StrEnum):
    """The matter of an article. There is no topic for criticism, officials or opinion (SCOPE §4)."""

    ECONOMY = "economy"
    AGRICULTURE = "agriculture"
    TRANSPORT = "transport"
    LAND = "land"
    TOURISM = "tourism"
    CULTURE = "culture"
    EDUCATION = "education"
    HEALTH = "health"
    ENVIRONMENT = "environment"
    ORDER = "order"
    SAFETY = "safety"
    GOVERNMENT = "government"
    WELFARE = "welfare"
    SCIENCE = "science"
    SEA = "sea"
    FOREIGN = "foreign"
    SPORT = "sport"
    ENTERTAINMENT = "entertainment"
    OTHER = "other"


TOPIC_VI: dict[Topic, str] = {
    Topic.ECONOMY: "kinh tế",
    Topic.AGRICULTURE: "nông nghiệp",
    Topic.TRANSPORT: "giao thông",
    Topic.LAND: "đất đai, xây dựng",
    Topic.TOURISM: "du lịch",
    Topic.CULTURE: "văn hóa",
    Topic.EDUCATION: "giáo dục",
    Topic.HEALTH: "y tế",
    Topic.ENVIRONMENT: "môi trường, thiên tai",
    Topic.ORDER: "pháp luật, trật tự",
    Topic.SAFETY: "tai nạn, cứu hộ",
    Topic.GOVERNMENT: "chính quyền",
    Topic.WELFARE: "an sinh, đời sống",
    Topic.SCIENCE: "khoa học, công nghệ",
    Topic.SEA: "biển đảo",
    Topic.FOREIGN: "đối ngoại",
    Topic.SPORT: "thể thao",
    Topic.ENTERTAINMENT: "giải trí",
    Topic.OTHER: "lĩnh vực khác",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where a text lies among others, whatever its language: ``vector`` are whole numbers of one byte.

    Only vectors of one ``model`` compare.
    """

    model: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of one version of an article by the models named in ``models``; never edited in place.

    ``meaning`` is kept apart in storage (``Vectors``): what is read back has none.
    """

    models: str
    language: str | None
    tone: Tone
    tone_score: float
    topics: tuple[Topic, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relevance: Mapping[str, Relevance] = field(default_factory=dict)
    meaning: Meaning | None = None

    def relevance_to(self, province: str) -> Relevance:
        return self.relevance.get(province, Relevance.NONE)


class OverrideField(StrEnum):
    TONE = "tone"
    TOPIC = "topic"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Override:
    """A person's word on one field of one article, for one province; the newest wins over every model."""

    province: str
    article_id: int
    field: OverrideField
    value: str
    person: str
    at: datetime
