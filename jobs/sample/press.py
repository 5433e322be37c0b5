"""Read the sample press from its files: who publishes (``outlets.toml``) and what (``articles/*.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from jobs.sample.content import Edit, SampleArticle, SampleOutlet, Slot
from news.analysis import Relevance, Tone
from news.source import Source, SourceClass

_FOLDER = Path(__file__).parent


@cache
def outlets() -> tuple[SampleOutlet, ...]:
    rows = tomllib.loads((_FOLDER / "outlets.toml").read_text(encoding="utf-8"))["outlet"]
    return tuple(_outlet(number, row) for number, row in enumerate(rows, 1))


@cache
def articles() -> tuple[SampleArticle, ...]:
    """Every planted article, oldest first; reprints carry the text they repeat, or its first ``keeps`` paragraphs."""
    rows: list[dict[str, Any]] = []
    for file in sorted((_FOLDER / "articles").glob("*.toml")):
        rows += tomllib.loads(file.read_text(encoding="utf-8"))["article"]
    by_slug = {row["slug"]: row for row in rows}
    if len(by_slug) != len(rows):
        raise ValueError("two sample articles share a slug")
    found = [_article(row, by_slug) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.slot.day, one.slot.time, one.slug)))


def article(slug: str) -> SampleArticle:
    return next(one for one in articles() if one.slug == slug)


def outlet(source: str) -> SampleOutlet:
    return next(one for one in outlets() if one.id == source)


def sources(port: int) -> tuple[Source, ...]:
    """The rows of ``sources.csv`` for the press served on ``port``."""
    return tuple(_source(one, port) for one in outlets())


def _source(outlet: SampleOutlet, port: int) -> Source:
    base = outlet.base(port)
    first = () if outlet.format == "sitemap" else (base + outlet.feed,)
    return Source(
        id=outlet.id,
        name=outlet.name,
        source_class=SourceClass(outlet.source_class),
        country=outlet.country,
        languages=outlet.languages,
        homepage=base + "/",
        feeds=(*first, *(base + feed for feed in outlet.empty_feeds)),
        sitemaps=(base + outlet.feed,) if outlet.format == "sitemap" else (),
        evidence="hư cấu",
        home=outlet.home,
    )


def _outlet(number: int, row: Mapping[str, Any]) -> SampleOutlet:
    fields = dict(row)
    for key in ("languages", "pen_names", "empty_feeds", "forbidden"):
        fields[key] = tuple(fields.get(key, ()))
    fields["quirks"] = frozenset(fields.get("quirks", ()))
    return SampleOutlet(number=number, source_class=fields.pop("class"), **fields)


def _article(row: Mapping[str, Any], by_slug: Mapping[str, Mapping[str, Any]]) -> SampleArticle:
    fields = dict(row)
    original = by_slug[row["reprint_of"]] if "reprint_of" in row else {}
    for key in ("lead", "language", "relevance", "tone", "story", "section"):
        if key not in fields and key in original:
            fields[key] = original[key]
    kept = _paragraphs(original.get("text", ""))[: fields.pop("keeps", None)]
    paragraphs = kept + _paragraphs(fields.pop("text", ""))
    edit = fields.pop("edit", None)
    listed = fields.pop("listed", None)
    return SampleArticle(
        slot=_slot(fields.pop("day"), fields.pop("time")),
        paragraphs=paragraphs,
        relevance=Relevance(fields.pop("relevance", "none")),
        tone=Tone(fields.pop("tone", "neu")),
        edit=None
        if edit is None
        else Edit(_slot(edit["day"], edit["time"]), edit["title"], edit.get("lead", ""), edit["correction"]),
        listed=None if listed is None else _slot(listed["day"], listed["time"]),
        **fields,
    )


def _slot(day: int, clock: str) -> Slot:
    return Slot(day, time.fromisoformat(clock))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in text.split("\n\n") if one.strip())
