"""What lies in one column though it has parts: JSON bytes, topics, clean text. The only place with ``orjson``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from news.analysis import Mention, MentionKind, Relevance, Topic
from news.article import Article, Origin
from news.times import Published


def encode(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def decode(packed: bytes | str) -> Any:
    return orjson.loads(packed)


def encode_mentions(mentions: tuple[Mention, ...]) -> bytes:
    return encode([(m.place, m.province, m.start, m.end, m.kind, m.surface, m.reason) for m in mentions])


def decode_mentions(packed: bytes) -> tuple[Mention, ...]:
    return tuple(
        Mention(place, province, start, end, MentionKind(kind), surface, reason)
        for place, province, start, end, kind, surface, reason in decode(packed)
    )


def encode_relevance(relevance: Mapping[str, Relevance]) -> bytes:
    return encode(dict(relevance))


def decode_relevance(packed: bytes) -> dict[str, Relevance]:
    return {province: Relevance(label) for province, label in decode(packed).items()}


def encode_topics(topics: tuple[Topic, ...]) -> str:
    return ",".join(topic.value for topic in topics)


def decode_topics(packed: str) -> tuple[Topic, ...]:
    return tuple(Topic(name) for name in packed.split(",") if name)


def storable(text: str) -> str:
    """The text without what a database cannot hold: NUL, and halves of surrogate pairs, which bad input brings."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def content_sha256(article: Article) -> bytes:
    """The hash by which two readings of an article are the same: title, lead, text and published time.

    That a page was taken down is a reading of its own, though its words are the old ones.
    """
    parts = [article.title, article.lead, article.text, _moment(article.published)]
    if article.origin is Origin.REMOVED:
        parts.append(Origin.REMOVED.value)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).digest()


def _moment(published: Published) -> str:
    return "" if published.at is None else f"{published.at.timestamp():.6f} {published.precision.value}"
