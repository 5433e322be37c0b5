"""Try sources, and find out how a new one can be read; nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from config.settings import Configuration
from crawlers.adoption import Found, look_at
from crawlers.check import SourceReport, probe_all
from crawlers.judging import FeedReport
from jobs.collect import plan_of
from jobs.wiring import refusal
from news.errors import ForbiddenSource
from news.source import HEALTH_VI, Health, Source, SourceClass
from news.times import Published, local, utc_now
from news.urls import host_of


def check(configuration: Configuration, sources: Sequence[Source]) -> list[SourceReport]:
    """Probe the sources; once per process."""
    return list(probe_all(sources, plan_of(configuration, utc_now)))


def report_lines(report: SourceReport) -> Iterator[str]:
    """A report in words."""
    yield f"{report.source.name} ({report.source.id}): {HEALTH_VI[report.health]}"
    for feed in report.feeds:
        yield f"  {feed.url}"
        for one in feed.checks:
            mark = {True: "✓", False: "✗", None: "–"}[one.passed]
            yield f"    {mark} {one.point.value}{f': {one.words}' if one.words else ''}"
    for line in report.advice:
        yield f"  → {line}"


def report_record(report: SourceReport) -> dict[str, Any]:
    """A report for a program."""
    return {
        "source": report.source.id,
        "name": report.source.name,
        "health": report.health.value,
        "feeds": [_feed_record(feed) for feed in report.feeds],
        "candidates": [_feed_record(feed) for feed in report.candidates],
        "advice": list(report.advice),
    }


def _feed_record(feed: FeedReport) -> dict[str, Any]:
    return {
        "url": feed.url,
        "health": feed.health.value,
        "checks": [{"point": one.point.name.lower(), "passed": one.passed, "words": one.words} for one in feed.checks],
    }


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source as it could be added; ``usable`` feeds were tried and read."""

    source: Source
    usable: tuple[FeedReport, ...]
    found: Found

    def lines(self) -> Iterator[str]:
        source = self.source
        yield f"{source.name} ({source.id}), {source.homepage}"
        if self.found.failure:
            yield f"  {self.found.failure}"
        for feed in self.usable:
            yield f"  {feed.url}"
            for entry in feed.first_entries:
                yield f"    {_time(entry.published)}  {entry.title}"
        if not self.usable:
            yield "  Không tìm thấy nguồn cấp tin nào đọc được."


def propose(configuration: Configuration, url: str, *, source_id: str | None, name: str | None) -> Proposal:
    """Look at an address, find its feeds and try them; once per process. Raises ``ForbiddenSource`` (SCOPE §1)."""
    reason = refusal(url)
    if reason is not None:
        raise ForbiddenSource(url, reason)
    found = look_at(url, plan_of(configuration, utc_now))
    usable = tuple(feed for feed in found.report.feeds if feed.health in (Health.OK, Health.FROZEN))
    host = host_of(found.homepage)
    source = Source(
        id=source_id or free_id(host, {one.id for one in configuration.sources}),
        name=name or found.name or host,
        source_class=SourceClass.LOCAL if host.endswith(".vn") else SourceClass.FOREIGN,
        country="VN" if host.endswith(".vn") else "ZZ",
        languages=(found.language or "vi",),
        homepage=found.homepage,
        feeds=tuple(feed.url for feed in usable if feed.health is Health.OK),
        evidence=f"diembao sources add {local(utc_now()):%Y-%m-%d}",
    )
    return Proposal(replace(source, enabled=bool(source.feeds)), usable, found)


def free_id(host: str, taken: set[str]) -> str:
    """An id for the outlet at this host that no other source has."""
    labels = [label for label in host.split(".") if label not in {"com", "org", "gov", "net", "vn"}]
    stem = re.sub(r"[^a-z0-9]+", "-", "-".join(reversed(labels)) or host).strip("-") or "nguon"
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if one not in taken)


def _time(published: Published) -> str:
    return "không rõ giờ" if published.at is None else f"{local(published.at):%H:%M %d/%m/%Y}"
