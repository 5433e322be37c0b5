"""The microscope: what the models see in a record, as plain values ready for JSON (DESIGN §3).

A record that cannot be used gives an object with its ``id`` (or ``line``, when it has none) and ``error``; the others
go on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from news.analysis import Analysis
from news.article import joined
from news.errors import InputError
from news.times import ICT
from nlp import claims, masking, reasons, safety
from nlp.analyser import Analyser
from nlp.language import LANGUAGES, detect
from nlp.stories import Member, Neighbourhood, components, signatures_of
from nlp.words import segment

#: What ``only`` may name; ``tone`` brings its score. Words are cut only when asked for: no other step needs them.
STEPS = ("language", "mentions", "relevance", "tone", "topics", "claims", "words")
#: What is read of a message to the tip line; tone, topics and relevance exist for publications only (SCOPE §1).
TIP_STEPS = ("safety", "masked_text")
_USUAL = frozenset(STEPS) - {"words"}
KINDS = ("article", "tip", "sentence")
#: Where a record without a time is put: nowhere near the others.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def text(
    record: Mapping[str, Any],
    only: Collection[str] | None = None,
    *,
    provinces: Sequence[str] = (),
    with_reasons: bool = False,
) -> dict[str, Any]:
    """One record of ``inspect text``. Relevance is to ``provinces``; without them, to every province named.

    ``with_reasons`` adds why: ``mention_reasons``, ``relevance_reasons``, ``tone_reasons``, ``safety_reasons``.
    """
    try:
        asked = _Asked.of(record)
        if asked.kind == "tip":
            message = joined(asked.title, asked.text) if asked.title else asked.text
            return {"id": asked.id} | _tip(message, asked.language, only, with_reasons)
        analyser = _analyser(tuple(provinces))
        wanted = _USUAL if only is None else frozenset(only)
        steps = {"relevance" if step == "mentions" else step for step in wanted} - {"claims"}
        found = analyser.read(
            asked.title, "", asked.text, language=asked.language, published_at=asked.published_at, only=steps
        )
    except InputError as error:
        return _refusal(record, error)
    keys = {key: value(found) for key, (step, value) in _KEYS.items() if step in wanted or key == "language"}
    if "claims" in wanted:
        keys["claims"] = _claims(asked, found.language)
    if with_reasons:
        keys |= reasons.explain(asked.title, asked.text, found, wanted)
    if "words" in wanted:
        keys["words"] = segment(joined(asked.title, asked.text))
    return {"id": asked.id} | keys


def _claims(asked: _Asked, language: str | None) -> list[dict[str, Any]]:
    """Every sentence of the title and the text with its score; a record of kind ``sentence`` is one.

    The sentences of an article are read by the light model alone: a page has dozens.
    """
    is_sentence = asked.kind == "sentence"
    whole = joined(asked.title, asked.text) if asked.title else asked.text
    found = claims.find(whole, language=language or "vi", is_whole=is_sentence, best=is_sentence)
    return [
        {
            "text": one.text,
            "start": one.start,
            "end": one.end,
            "score": round(one.score, 4),
            "checkworthy": one.is_checkworthy,
        }
        for one in found
    ]


def _tip(message: str, language: str | None, only: Collection[str] | None, with_reasons: bool) -> dict[str, Any]:
    """What is read of a message to the tip line."""
    wanted = frozenset(TIP_STEPS if only is None else only)
    keys: dict[str, Any] = {"language": detect(message, language)}
    if "safety" in wanted:
        judged = safety.judge(message)
        keys["safety"] = judged.category.value if judged.category else None
        if with_reasons:
            keys["safety_reasons"] = [{"start": at.start, "end": at.end, "words": at.words} for at in judged.words]
    if "masked_text" in wanted:
        keys["masked_text"] = masking.mask(message).text
    return keys


def stories(records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One object per record, in order: ``id``, ``story`` (equal for one event), ``reprint_of`` (an id, or null)."""
    answers: list[dict[str, Any]] = []
    asked: dict[int, _Asked] = {}
    for place, record in enumerate(records):
        answers.append({})
        try:
            asked[place] = _Asked.of(record)
        except InputError as error:
            answers[place] = _refusal(record, error)
    times = [one.published_at or _NO_TIME for one in asked.values()]
    signatures = signatures_of([(one.title, one.text) for one in asked.values()])
    edges = Neighbourhood().add(list(zip(asked, signatures, times, strict=True)))
    # Outlet and id stand for the address, which these records do not have.
    members = [
        Member(at, f"{one.source} {one.id}", place) for (place, one), at in zip(asked.items(), times, strict=True)
    ]
    for group in components(members, edges):
        for member in group.members:
            repeated = group.reprint_of.get(member.key)
            answers[member.key] = {
                "id": asked[member.key].id,
                "story": group.story,
                "reprint_of": None if repeated is None else asked[repeated].id,
            }
    return answers


@dataclass(frozen=True, slots=True)
class _Asked:
    """A record whose fields have been checked."""

    id: str | int
    title: str
    text: str
    language: str | None
    published_at: datetime | None
    source: str
    kind: str

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> _Asked:
        if not isinstance(record, Mapping):
            raise InputError("record", None, "không phải một đối tượng JSON")
        name = record.get("id")
        if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
            raise InputError("id", None, "cần một chuỗi hoặc số nguyên")
        title, body = _string(record, "title"), _string(record, "text")
        if not title.strip() and not body.strip():
            raise InputError("title, text", None, "cả hai đều trống")
        language = _one_of(record, "language", LANGUAGES)
        kind = _one_of(record, "kind", KINDS) or KINDS[0]
        return cls(name, title, body, language, _time(record), _string(record, "source"), kind)


def _mentions(found: Analysis) -> list[dict[str, Any]]:
    return [
        {
            "place": mention.place,
            "province": mention.province,
            "start": mention.start,
            "end": mention.end,
            "kind": mention.kind.value,
            "surface": mention.surface,
        }
        for mention in found.mentions
    ]


#: Each key of the answer, the step that brings it and where it stands in the analysis.
_KEYS: dict[str, tuple[str, Callable[[Analysis], Any]]] = {
    "language": ("language", lambda found: found.language),
    "mentions": ("mentions", _mentions),
    "relevance": ("relevance", lambda found: {province: label.value for province, label in found.relevance.items()}),
    "tone": ("tone", lambda found: found.tone.value),
    "tone_score": ("tone", lambda found: found.tone_score),
    "topics": ("topics", lambda found: [topic.value for topic in found.topics]),
}


@cache
def _analyser(provinces: tuple[str, ...]) -> Analyser:
    return Analyser(provinces, best=True)


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(key, None, f"cần một chuỗi, không phải {type(value).__name__}")
    return value or ""


def _one_of(record: Mapping[str, Any], key: str, known: Sequence[str]) -> str | None:
    value = _string(record, key)
    if value and value not in known:
        raise InputError(key, None, f"không có {value!r}; có: {', '.join(known)}")
    return value or None


def _time(record: Mapping[str, Any]) -> datetime | None:
    value = _string(record, "published_at")
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise InputError("published_at", None, f"cần thời điểm ISO 8601, không phải {value!r}") from None
    return at if at.tzinfo is not None else at.replace(tzinfo=ICT)


def _refusal(record: object, error: InputError) -> dict[str, Any]:
    fields = record if isinstance(record, Mapping) else {}
    who = {key: fields[key] for key in ("id", "line") if fields.get(key) is not None}
    return {**dict(list(who.items())[:1]), "error": error.vi}
