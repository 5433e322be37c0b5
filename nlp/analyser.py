"""One reading of articles by all models: language, mentions, relevance, tone, topics.

The light models read everything; the transformer gives tone and topics of what touches a wanted province, many articles
at a time. Where it cannot, the light models' answer stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property

from news.analysis import Analysis, Mention, Relevance, Tone, Topic
from nlp import gazetteer, linear, meaning, mentions, mixture, relevance, taught, tone, topics, transformer
from nlp.graph import Floats
from nlp.language import detect

#: Raise it when the code of a step changes what it says: stored analyses are then made anew.
VERSION = 2
STEPS = ("language", "relevance", "tone", "topics")
#: The language that tone and topics were trained on; nothing is claimed about others.
TRAINED = "vi"


@dataclass(frozen=True, slots=True)
class Asked:
    """An article to read: ``language`` is the source's word for it, ``home`` the outlet's province."""

    title: str
    lead: str = ""
    text: str = ""
    language: str | None = None
    published_at: datetime | None = None
    home: str | None = None

    @property
    def body(self) -> str:
        return f"{self.lead}\n{self.text}" if self.lead and self.text else self.lead or self.text


class Analyser:
    """Reads articles for the given provinces (none: every province that a text names). Models load when needed.

    ``best``: the transformer reads all that is in its language, not only what touches a province.
    """

    def __init__(self, provinces: Sequence[str] = (), *, best: bool = False) -> None:
        self._provinces = tuple(provinces)
        self._best = best

    @cached_property
    def models(self) -> str:
        """Changes with the code's version, the model files, adopted models, the gazetteer and the provinces."""
        about = "+".join(sorted(self._provinces)) or "all"
        others = "".join(f"-{one.task}:{one.sha256[:8]}" for one in transformer.taking_over())
        others += f"-places:{mark}" if (mark := gazetteer.own_mark()) else ""
        others += f"-learnt:{mark}" if (mark := taught.mark()) else ""
        return f"{'best' if self._best else 'both'}-{VERSION}-{_shipped_hash()}{others}-{about}"

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
        """Return the analysis of one article; see ``read_many``."""
        return self.read_many([Asked(title, lead, text, language, published_at, home)], only)[0]

    def read_many(self, articles: Sequence[Asked], only: Collection[str] | None = None) -> list[Analysis]:
        """Return the analyses; ``only`` names the ``STEPS`` to take, what the others give stays empty.

        Mentions come with relevance; their offsets are those of ``joined(title, lead and text)``. A tone with score 0
        is unread, not neutral.
        """
        steps = frozenset(STEPS if only is None else only)
        found = [self._look(one, steps) for one in articles]
        readings = self._read_lightly(articles, found, steps)
        again, foreign = list[tuple[int, linear.Reading]](), list[int]()
        for place, analysis in enumerate(found):
            touches = self._touches(analysis)
            if place in readings and (self._best or touches):
                again.append((place, readings[place]))
            elif touches and steps == set(STEPS):
                foreign.append(place)
        texts = [(articles[place].title, articles[place].body) for place, _ in again]
        better = mixture.judge(texts, [reading for _, reading in again]) if again else mixture.Judged()
        for rank, (place, _) in enumerate(again):
            if better.tones and "tone" in steps:
                judged, score = better.tones[rank]
                found[place] = replace(found[place], tone=judged, tone_score=score)
            if better.topics and "topics" in steps:
                found[place] = replace(found[place], topics=better.topics[rank])
        self._place(found, articles, [place for place, _ in again], foreign, better.vectors)
        return found

    def _place(
        self,
        found: list[Analysis],
        articles: Sequence[Asked],
        judged: Sequence[int],
        foreign: Sequence[int],
        known: Floats | None,
    ) -> None:
        """Write down where what touches a province lies; ``known`` are the shipped encoder's vectors of ``judged``."""
        wanted = [*judged, *foreign]
        titles, bodies = [articles[place].title for place in wanted], [articles[place].body for place in wanted]
        if (own := transformer.placed(titles, bodies)) is not None:
            self._keep(found, wanted, own[1], own[0])
            return
        if known is not None:
            self._keep(found, judged, known)
        read = transformer.headlines(titles[len(judged) :], bodies[len(judged) :])
        if read is not None:
            self._keep(found, foreign, read.vectors)

    def _keep(self, found: list[Analysis], places: Sequence[int], vectors: Floats, model: str | None = None) -> None:
        for place, kept in zip(places, meaning.packed(vectors, model), strict=True):
            if self._touches(found[place]):
                found[place] = replace(found[place], meaning=kept)

    def _look(self, one: Asked, steps: Collection[str]) -> Analysis:
        """Language, mentions and relevance."""
        spoken = detect(f"{one.title}\n{one.body[:_LANGUAGE_CHARS]}", one.language)
        found: tuple[Mention, ...] = ()
        about: Mapping[str, Relevance] = {}
        if "relevance" in steps:
            found = mentions.find(
                one.title,
                one.body,
                language=spoken,
                published_at=one.published_at,
                gazetteer=gazetteer.load(),
                home=one.home,
            )
            about = relevance.judge(one.title, one.lead, one.text, found, provinces=self._provinces or None)
        return Analysis(self.models, spoken, *_UNREAD, found, about)

    def _read_lightly(
        self, articles: Sequence[Asked], found: list[Analysis], steps: Collection[str]
    ) -> dict[int, linear.Reading]:
        """Write down tone and topics by the light models; what they read, by the places of the articles."""
        if not {"tone", "topics"} & set(steps):
            return {}
        places = [place for place, one in enumerate(found) if one.language in (TRAINED, None)]
        readings = linear.read_many([(articles[place].title, articles[place].body) for place in places])
        unread = [_UNREAD] * len(places)
        tones = tone.judge_readings(readings) if "tone" in steps else [one[:2] for one in unread]
        named = topics.judge_readings(readings) if "topics" in steps else [one[2] for one in unread]
        for place, judged, about in zip(places, tones, named, strict=True):
            one = found[place]
            found[place] = Analysis(one.models, one.language, *judged, about, one.mentions, one.relevance)
        return dict(zip(places, readings, strict=True))

    def _touches(self, analysis: Analysis) -> bool:
        wanted = self._provinces or tuple(analysis.relevance)
        return any(analysis.relevance_to(province) is not Relevance.NONE for province in wanted)


_LANGUAGE_CHARS = 400
_UNREAD: tuple[Tone, float, tuple[Topic, ...]] = (Tone.NEUTRAL, 0.0, ())


@cache
def _shipped_hash() -> str:
    """Hash of every file that an analysis depends on; of the encoder its configuration, which has its graph's."""
    digest = hashlib.sha256()
    encoder = (transformer.FOLDER / "config.json", mixture.FILE)
    for file in (linear.FILE, relevance.MODEL, *encoder, *sorted(gazetteer.FOLDER.iterdir())):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:10]
