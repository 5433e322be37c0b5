"""What a discovery service is, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from news.times import UNKNOWN_TIME, Published

#: Names of the province by language, the surest first.
Names = Mapping[str, tuple[str, ...]]
_MOST_NAMES = 8


class NotUnderstood(Exception):
    """The answer is not what the service documents; the words say what it is instead."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Somebody published something. ``is_direct``: ``link`` is the publisher's own address, not the service's."""

    link: str
    title: str
    host: str
    publisher: str
    published: Published = UNKNOWN_TIME
    is_direct: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """``question``: the names in the service's query language; ``read`` raises ``NotUnderstood``.

    ``pause``: between two questions, as the service asks.
    """

    host: str
    question: Callable[[tuple[str, ...]], str]
    read: Callable[[bytes, str, datetime], tuple[Hint, ...]]
    pause: timedelta


def filled(template: str, service: Service, names: Names) -> str:
    """The address with the question for its edition in the place of ``{query}``."""
    asked = names.get(language_of(template)) or names.get("en") or ()
    return template.replace("{query}", quote(service.question(asked[:_MOST_NAMES]), safe=""))


def language_of(template: str) -> str:
    """The language of the edition (``hl``, ``setlang``, ``mkt``); English where the address does not say."""
    given = parse_qs(urlsplit(template).query)
    said = next((given[key][0] for key in ("hl", "setlang", "mkt") if key in given), "en")
    return said.partition("-")[0].lower()


def either(names: tuple[str, ...]) -> str:
    """Any of the names, each as a phrase."""
    phrases = [f'"{name}"' for name in names]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"
