"""The tree of a query. Each node is a predicate over a document and can say itself as text again.

This predicate is the meaning of a query: watches use it as it stands, and both search engines are held to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from news.analysis import Relevance
from nlp.document import Document, Field, spaced
from nlp.tokens import folded


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""

    def matches(self, document: Document) -> bool:  # noqa: ARG002
        return True

    def render(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several in this order within one field; ``is_prefix``: the last may go on.

    With an accent anywhere it asks for the words as accented, without any for every accentuation (đ = d).
    """

    tokens: tuple[str, ...]
    in_title: bool = False
    is_prefix: bool = False

    @property
    def is_accented(self) -> bool:
        return any(token != folded(token) for token in self.tokens)

    @property
    def needle(self) -> str:
        """What is sought in ``Field.accented`` or ``Field.folded``."""
        needle = spaced(self.tokens)
        return needle[:-1] if self.is_prefix else needle

    def sought_in(self, document: Document) -> tuple[Field, ...]:
        return (document.title_field,) if self.in_title else document.fields

    def matches(self, document: Document) -> bool:
        # A plain word is its own folded form, so its needle serves as it is.
        needle, accented = self.needle, self.is_accented
        return any(field.has(needle, accented=accented) for field in self.sought_in(document))

    def render(self) -> str:
        words = " ".join(self.tokens)
        quoted = words if len(self.tokens) == 1 else f'"{words}"'
        return ("title:" if self.in_title else "") + quoted + ("*" if self.is_prefix else "")


class Label(StrEnum):
    """What a filter asks for; the value is the field's name in a query."""

    SOURCE = "source"
    TONE = "tone"
    TOPIC = "topic"
    LANGUAGE = "lang"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Has:
    """A label of the document equals ``value``."""

    label: Label
    value: str

    def matches(self, document: Document) -> bool:
        return self.value in labels_of(document, self.label)

    def render(self) -> str:
        return f"{self.label}:{self.value}"


def labels_of(document: Document, label: Label) -> tuple[str, ...]:
    """The document's values of one label, as queries write them."""
    match label:
        case Label.SOURCE:
            return (document.source,)
        case Label.TONE:
            return () if document.tone is None else (document.tone.value,)
        case Label.TOPIC:
            return tuple(topic.value for topic in document.topics)
        case Label.LANGUAGE:
            return () if document.language is None else (document.language,)
        case Label.STORY:
            return () if document.story is None else (document.story,)


@dataclass(frozen=True, slots=True)
class Concerns:
    """The document has this to do with a province; ``None``: anything but nothing."""

    province: str
    relevance: Relevance | None = Relevance.ABOUT

    def matches(self, document: Document) -> bool:
        found = document.provinces.get(self.province, Relevance.NONE)
        return found is not Relevance.NONE if self.relevance is None else found is self.relevance

    def render(self) -> str:
        if self.relevance is Relevance.ABOUT:
            return f"province:{self.province}"
        return f"province:{self.province}/{self.relevance or 'any'}"


@dataclass(frozen=True, slots=True)
class Days:
    """Local days of publication, both included; ``None`` is open."""

    since: date | None = None
    until: date | None = None

    def matches(self, document: Document) -> bool:
        day = document.day
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def render(self) -> str:
        if self.since == self.until and self.since is not None:
            return f"date:{self.since}"
        if self.since is None:
            return f"until:{self.until}"
        return f"since:{self.since}" if self.until is None else f"date:{self.since}..{self.until}"


@dataclass(frozen=True, slots=True)
class Not:
    part: Node

    def matches(self, document: Document) -> bool:
        return not self.part.matches(document)

    def render(self) -> str:
        return f"-({self.part.render()})" if isinstance(self.part, And | Or) else f"-{self.part.render()}"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]

    def matches(self, document: Document) -> bool:
        return all(part.matches(document) for part in self.parts)

    def render(self) -> str:
        return " ".join(f"({part.render()})" if isinstance(part, Or) else part.render() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]

    def matches(self, document: Document) -> bool:
        return any(part.matches(document) for part in self.parts)

    def render(self) -> str:
        return " OR ".join(part.render() for part in self.parts)


Node = Everything | Words | Has | Concerns | Days | Not | And | Or

EVERYTHING = Everything()


def all_of(parts: Iterable[Node]) -> Node:
    """All of the parts, flat: no ``And`` in an ``And``, none of a single part."""
    flat: list[Node] = []
    for part in parts:
        if isinstance(part, And):
            flat.extend(part.parts)
        elif not isinstance(part, Everything):
            flat.append(part)
    if not flat:
        return EVERYTHING
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def none_of(part: Node) -> Node:
    return part.part if isinstance(part, Not) else Not(part)


def wanted_words(node: Node) -> Iterator[Words]:
    """The words that a hit may owe its place to: those not denied. In order, each once."""
    seen: set[Words] = set()
    for words in _wanted(node, denied=False):
        if words not in seen:
            seen.add(words)
            yield words


def _wanted(node: Node, *, denied: bool) -> Iterator[Words]:
    match node:
        case Words() if not denied:
            yield node
        case Not(part):
            yield from _wanted(part, denied=not denied)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part, denied=denied)
