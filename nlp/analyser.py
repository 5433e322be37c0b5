"""One reading of an article by all light models: language, mentions, relevance, tone, topics."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from news.analysis import Analysis, Tone
from nlp import linear, tone, topics

#: Raise it when the code of a step changes what it says: stored analyses are then made anew.
VERSION = "1"
STEPS = ("language", "relevance", "tone", "topics")


class Analyser:
    """Reads articles for the given provinces. Models load when first needed."""

    def __init__(self, provinces: Sequence[str]) -> None:
        self._provinces = tuple(provinces)

    @property
    def models(self) -> str:
        """Names code, model files and provinces; changes when any of them does."""
        return f"light-{VERSION}-{_files_hash()}-{'+'.join(sorted(self._provinces))}"

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
        """Return the analysis; ``only`` names the ``STEPS`` to take, the others keep their empty value.

        ``home`` is the outlet's province. ``mentions`` refer to ``joined(title, lead and text)`` and come with
        ``relevance``.
        """
        steps = STEPS if only is None else only
        body = "\n".join(part for part in (lead, text) if part)
        judged, score = Tone.NEUTRAL, 0.0
        found = ()
        if "tone" in steps or "topics" in steps:
            reading = linear.read(title, body)
            if "tone" in steps:
                judged, score = tone.judge_reading(reading)
            if "topics" in steps:
                found = topics.judge_reading(reading)
        return Analysis(self.models, language, judged, score, found)


@cache
def _files_hash() -> str:
    digest = hashlib.sha256()
    for file in sorted(linear.MODELS.iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:10]
