"""Take in another reader's list of feeds (OPML): as sources that are off until ``sources check`` has tried them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.opml import Outline
from jobs.probing import free_id
from jobs.wiring import refusal
from news.source import Source, SourceClass
from news.urls import host_of, is_web_link, same_site


@dataclass(frozen=True, slots=True)
class Taken:
    """``sources``: the list as it would be; how many feeds it had already, and which were refused with the reason."""

    sources: tuple[Source, ...]
    added: tuple[Source, ...]
    known: int
    refused: tuple[tuple[str, str], ...]


def take_outlines(present: Sequence[Source], outlines: Sequence[Outline], today: date) -> Taken:
    """Sort the feeds by outlet: feeds of one site are one source. What is in the list already stays as it is."""
    feeds = {feed for source in present for feed in (*source.feeds, *source.candidates)}
    added: dict[str, Source] = {}
    refused: list[tuple[str, str]] = []
    known = 0
    for outline in outlines:
        reason = refusal(outline.feed) if is_web_link(outline.feed) else "không phải địa chỉ http(s)"
        if reason is not None:
            refused.append((outline.feed, reason))
        elif outline.feed in feeds:
            known += 1
        else:
            feeds.add(outline.feed)
            host = host_of(outline.feed)
            if host in added:
                added[host] = replace(added[host], feeds=(*added[host].feeds, outline.feed))
            else:
                taken = {source.id for source in (*present, *added.values())}
                added[host] = _source(outline, host, taken, today)
    new = tuple(added.values())
    return Taken((*present, *new), new, known, tuple(refused))


def _source(outline: Outline, host: str, taken: set[str], today: date) -> Source:
    is_here = is_web_link(outline.homepage) and same_site(outline.homepage, outline.feed)
    is_vietnamese = host.endswith(".vn")
    return Source(
        id=free_id(host, taken),
        name=outline.name or host,
        source_class=SourceClass.CENTRAL if is_vietnamese else SourceClass.FOREIGN,
        country="VN" if is_vietnamese else "ZZ",
        languages=(outline.language.lower() or ("vi" if is_vietnamese else "en"),),
        homepage=outline.homepage if is_here else f"https://{host}",
        feeds=(outline.feed,),
        evidence=f"OPML {today.isoformat()}",
        enabled=False,
    )
