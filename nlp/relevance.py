"""What an article has to do with a province: ``about``, ``sport``, ``passing`` or ``none``.

Title and lead decide, by a small learned layer over ``nlp.relevance_features`` (weights in
``models/relevance.json``, made by ``bench.train_relevance``). The body can only add: a name met nowhere but there is
passing, a province spoken of throughout is what the article is about.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from news.analysis import Mention, MentionKind, Relevance
from news.article import joined
from nlp.lexicon import lexicon
from nlp.relevance_features import Head, measure

MODEL = Path(__file__).parent / "models" / "relevance.json"
#: Without a lead, so much of the body is read as one, up to the end of its paragraph.
_LEAD_CHARS = 400
#: Mentions in so many of the body's five parts: the article speaks of the province throughout.
_PARTS, _THROUGHOUT = 5, 3
#: Passing is rare, so it wins from this probability on: by cross-validation its recall rises by more than a tenth while
#: the F1 of ``about`` falls by less than one in a hundred.
PASSING_FROM = 0.25
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its probability and what moved it, strongest first."""

    relevance: Relevance
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights per feature, one for each of ``classes``."""

    classes: tuple[Relevance, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]

    def judge(self, features: dict[str, float]) -> Judgement:
        sums = list(self.bias)
        for name, value in features.items():
            if value:
                for at, weight in enumerate(self.weights[name]):
                    sums[at] += weight * value
        highest = max(sums)
        shares = [math.exp(each - highest) for each in sums]
        passing = self.classes.index(Relevance.PASSING)
        is_passing = shares[passing] >= PASSING_FROM * sum(shares)
        top = passing if is_passing else max(range(len(sums)), key=sums.__getitem__)
        moved = sorted(
            ((self._pull(name, top) * value, name) for name, value in features.items() if value), reverse=True
        )
        reasons = tuple(f"{name} {pull:+.1f}" for pull, name in moved[:_REASONS] if pull > 0)
        return Judgement(self.classes[top], shares[top] / sum(shares), reasons)

    def _pull(self, name: str, top: int) -> float:
        """How much one unit of the feature moves the class against the mean of the others."""
        weights = self.weights[name]
        return weights[top] - (sum(weights) - weights[top]) / (len(weights) - 1)


def parse(read: Mapping[str, Any]) -> Model:
    """A model from the values of its file."""
    return Model(
        classes=tuple(Relevance(name) for name in read["classes"]),
        bias=tuple(read["bias"]),
        weights={name: tuple(weights) for name, weights in read["weights"].items()},
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The shipped weights."""
    return parse(json.loads(MODEL.read_text(encoding="utf-8")))


#: What an office's corrections made of them in this process.
_learnt: list[Model] = []


def learn(moved: Model | None) -> None:
    """From now on, in this process, these weights judge; ``None``: the shipped ones."""
    _learnt[:] = [] if moved is None else [moved]


def model() -> Model:
    """The weights in use."""
    return _learnt[0] if _learnt else shipped()


def mark() -> str:
    """Names the shipped weights."""
    return hashlib.sha256(MODEL.read_bytes()).hexdigest()[:16]


def judge(
    title: str,
    lead: str,
    body: str,
    mentions: Sequence[Mention],
    *,
    provinces: Iterable[str] | None = None,
) -> dict[str, Relevance]:
    """The relevance to each of ``provinces``; without them, to each province mentioned.

    ``mentions`` are those of ``nlp.mentions.find(title, lead and body)``.
    """
    weighed = weigh(title, lead, body, mentions, provinces=provinces)
    return {province: judgement.relevance for province, judgement in weighed.items()}


def weigh(
    title: str,
    lead: str,
    body: str,
    mentions: Sequence[Mention],
    *,
    provinces: Iterable[str] | None = None,
) -> dict[str, Judgement]:
    """As ``judge``, with probabilities and reasons."""
    named = [mention.province for mention in mentions if mention.province is not None]
    wanted = list(dict.fromkeys(named if provinces is None else provinces))
    found = {province: Judgement(Relevance.NONE, 1.0, ("no mention",)) for province in wanted}
    if not any(province in named for province in wanted):
        return found
    head = head_of(title, lead, body)
    in_head = [mention for mention in mentions if mention.end <= len(head.text)]
    cues = lexicon().count(head.text.lower())
    whole = len(joined(title, "\n".join(part for part in (lead, body) if part)))
    for province in wanted:
        mine = [mention for mention in mentions if mention.province == province]
        if not mine:
            continue
        below = [mention for mention in mine if mention.end > len(head.text)]
        if len(below) < len(mine):
            found[province] = _with_body(model().judge(measure(head, in_head, province, cues)), below, head, whole)
        else:
            found[province] = _from_body(below, head, whole, mentions)
    return found


def features_of(
    title: str, lead: str, body: str, mentions: Sequence[Mention], province: str
) -> dict[str, float] | None:
    """What the learned layer sees of an article for one province; ``None`` where title and lead do not name it."""
    head = head_of(title, lead, body)
    in_head = [mention for mention in mentions if mention.end <= len(head.text)]
    if not any(mention.province == province for mention in in_head):
        return None
    return measure(head, in_head, province, lexicon().count(head.text.lower()))


def head_of(title: str, lead: str, body: str) -> Head:
    """Title and lead as they stand in ``joined(title, lead and body)``."""
    if not lead:
        cut = body.find("\n", _LEAD_CHARS)
        lead = body if cut < 0 else body[:cut]
    return Head(joined(title, lead), len(title))


def _is_throughout(below: Sequence[Mention], head: Head, whole: int) -> bool:
    length = max(1, whole - len(head.text))
    parts = {_PARTS * (mention.start - len(head.text)) // length for mention in below if _is_place(mention)}
    return len(parts) >= _THROUGHOUT


def _is_place(mention: Mention) -> bool:
    return mention.kind in (MentionKind.PLACE, MentionKind.ORGANISATION)


def _with_body(head: Judgement, below: Sequence[Mention], place: Head, whole: int) -> Judgement:
    if head.relevance is Relevance.PASSING and _is_throughout(below, place, whole):
        return Judgement(Relevance.ABOUT, head.probability, ("spoken of throughout the body", *head.reasons))
    return head


def _from_body(below: Sequence[Mention], head: Head, whole: int, mentions: Sequence[Mention]) -> Judgement:
    province = below[0].province
    strangers = sum(_is_place(mention) for mention in mentions if mention.province not in (province, None))
    if _is_throughout(below, head, whole) and sum(map(_is_place, below)) > strangers:
        return Judgement(Relevance.ABOUT, 0.6, ("spoken of throughout the body",))
    if all(mention.kind is MentionKind.CLUB for mention in below):
        return Judgement(Relevance.SPORT, 0.7, ("only a club, in the body",))
    return Judgement(Relevance.PASSING, 0.8, ("only in the body",))
