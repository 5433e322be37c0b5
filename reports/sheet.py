"""A document before layout: its words in their order, with the role of each piece. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the document and to whom: heading block, "Nơi nhận" and signature of Decree 30/2020.

    The number and sign belong to the registry (văn thư) and the name to the signer: both places stay empty.
    """

    parent: str
    office: str
    place: str
    recipients: tuple[str, ...]
    signer_title: str = "CHÁNH VĂN PHÒNG"

    @property
    def parent_lines(self) -> tuple[str, ...]:
        """The parent body as documents write it: the name of the place on a line of its own."""
        for unit in (" TỈNH ", " THÀNH PHỐ "):
            body, found, name = self.parent.partition(unit)
            if found:
                return body, f"{unit.strip()} {name}"
        return (self.parent,)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line. ``url`` is http(s), ``target`` a heading's anchor; ``language`` is said if not Vietnamese."""

    text: str
    url: str | None = None
    target: str | None = None
    language: str | None = None
    bold: bool = False


class Role(StrEnum):
    """What a paragraph is for; each format has one style per role."""

    BODY = "body"
    #: Stays with the table that follows.
    INTRO = "intro"
    QUIET = "quiet"
    FACTS = "facts"
    QUOTE = "quote"
    OUTLETS = "outlets"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1: a part, numbered I, II …; 2: an entry, numbered 1, 2 … anew in each part; ``number`` has no stop."""

    level: int
    number: str
    spans: tuple[Span, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    role: Role
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """``share``: part of the table's width; ``is_centred``: numbers and short words."""

    name: str
    share: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of our own (``reports.charts``), ``width`` by ``height`` units; ``alt`` says it, its table follows."""

    svg: str
    alt: str
    width: int
    height: int


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Sheet:
    """``notice``: words that stand on every page, such as that the press is fictional."""

    letterhead: Letterhead
    place_and_date: str
    title: str
    subtitle: tuple[str, ...]
    blocks: tuple[Block, ...]
    notice: str | None = None
