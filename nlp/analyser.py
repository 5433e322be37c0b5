"""One reading of an article by all light models: language, mentions, relevance, tone, topics."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, cached_property

from news.analysis import Analysis, Mention, Relevance, Tone, Topic
from nlp import gazetteer, linear, mentions, relevance, tone, topics
from nlp.language import detect

#: Raise it when the code of a step changes what it says: stored analyses are then made anew.
VERSION = 1
STEPS = ("language", "relevance", "tone", "topics")
#: The language that tone and topics were trained on; nothing is claimed about others.
TRAINED = "vi"


class Analyser:
    """Reads articles for the given provinces (none: every province that a text names). Models load when needed."""

    def __init__(self, provinces: Sequence[str] = ()) -> None:
        self._provinces = tuple(provinces)

    @cached_property
    def models(self) -> str:
        """Changes with the code's version, the model files, the gazetteer and the provinces."""
        about = "+".join(sorted(self._provinces)) or "all"
        return f"light-{VERSION}-{_shipped_hash()}-{about}"

    def read(
        self,
        title: str,
        lead: str,
        text: str,
        *,
        language: str | None = None,
        published_at: datetime | None = None,
        home: str | None = None,
        only: Collection[str] | None = None,
    ) -> Analysis:
        """Return the analysis; ``only`` names the ``STEPS`` to take, what the others give stays empty.

        ``language`` is the source's word for it, ``home`` the outlet's province. Mentions come with relevance; their
        offsets are those of ``joined(title, lead and text)``. A tone with score 0 is unread, not neutral.
        """
        steps = frozenset(STEPS if only is None else only)
        body = f"{lead}\n{text}" if lead and text else lead or text
        spoken = detect(f"{title}\n{body[:_LANGUAGE_CHARS]}", language)
        found: tuple[Mention, ...] = ()
        about: Mapping[str, Relevance] = {}
        if "relevance" in steps:
            found = mentions.find(
                title, body, language=spoken, published_at=published_at, gazetteer=gazetteer.load(), home=home
            )
            about = relevance.judge(title, lead, text, found, provinces=self._provinces or None)
        judged, score, named = _judge(title, body, steps) if spoken in (TRAINED, None) else _UNREAD
        return Analysis(self.models, spoken, judged, score, named, found, about)


_LANGUAGE_CHARS = 400
_UNREAD: tuple[Tone, float, tuple[Topic, ...]] = (Tone.NEUTRAL, 0.0, ())


def _judge(title: str, body: str, steps: Collection[str]) -> tuple[Tone, float, tuple[Topic, ...]]:
    if "tone" not in steps and "topics" not in steps:
        return _UNREAD
    reading = linear.read(title, body)
    judged, score = tone.judge_reading(reading) if "tone" in steps else _UNREAD[:2]
    return judged, score, topics.judge_reading(reading) if "topics" in steps else ()


@cache
def _shipped_hash() -> str:
    """Hash of every file that an analysis depends on."""
    digest = hashlib.sha256()
    for file in (linear.FILE, relevance.MODEL, *sorted(gazetteer.FOLDER.iterdir())):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:10]
