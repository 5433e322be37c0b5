"""What watches say of sources, claims and cases: plain values that ``jobs`` brings from their owners. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.counting import words_of
from alerts.judging import NewArticle
from alerts.watches import Watch
from news.alert import Condition, Finding, Severity
from news.source import HEALTH_VI, Health
from news.times import local

#: A source is not called silent before four times its usual gap.
GAPS = 4


@dataclass(frozen=True, slots=True)
class SourceLife:
    """When a source last had something new; ``gap_seconds``: how long it usually takes."""

    source: str
    name: str
    newest_at: datetime
    health: Health
    gap_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sentence of an article that the evidence library contradicts: a proposal to review, no verdict (SCOPE §4)."""

    claim_id: int
    article_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Due:
    """A case that must be answered by a moment."""

    case_id: str
    title: str
    unit: str | None
    due_at: datetime


def silent(watch: Watch, sources: Iterable[SourceLife], now: datetime, province: str) -> Iterator[Finding]:
    """Sources without anything new for too long. Said once for each silence."""
    wants = watch.conditions.silence
    if wants is None:
        return
    for one in sources:
        if wants.sources and one.source not in wants.sources:
            continue
        quiet = now - one.newest_at
        if quiet <= wants.after or quiet.total_seconds() <= GAPS * one.gap_seconds:
            continue
        why = "" if one.health is Health.OK else f" Tình trạng: {HEALTH_VI[one.health]}."
        words = f"{one.name} không có bài mới từ {local(one.newest_at):%H:%M %d/%m} (quá {words_of(wants.after)}).{why}"
        key, event = f"{one.source}/{one.newest_at:%Y%m%dT%H%M%S}", f"source:{one.source}"
        yield _found(watch, Condition.SILENCE, key, event, f"Nguồn im lặng: {one.name}", words, now, province)


def contradicted(
    watch: Watch, fresh: Iterable[NewArticle], found: Mapping[int, Contradiction], now: datetime, province: str
) -> Iterator[Finding]:
    """Of the fresh articles those in which a check-worthy sentence is contradicted; ``found`` by article."""
    if not watch.conditions.claim:
        return
    for one in fresh:
        if (claim := found.get(one.document.id)) is not None:
            words = f"{one.outlet} có câu cần kiểm chứng, máy thấy trái với căn cứ: {claim.words}"
            key = f"{claim.claim_id}/{claim.article_id}"
            finding = _found(watch, Condition.CLAIM, key, one.event, one.title, words, now, province)
            yield _with_article(finding, one)


def due(watch: Watch, cases: Iterable[Due], now: datetime, province: str) -> Iterator[Finding]:
    """Cases whose deadline is near. An overdue one is urgent, whatever the watch's severity."""
    within = watch.conditions.deadline
    if within is None:
        return
    for one in cases:
        if one.due_at > now + within:
            continue
        late = one.due_at <= now
        when = f"{local(one.due_at):%H:%M ngày %d/%m/%Y}"
        words = f"Đã quá hạn trả lời ({when})." if late else f"Hạn trả lời: {when}."
        key = f"{one.case_id}/{one.due_at:%Y%m%d}/{'late' if late else 'near'}"
        finding = _found(watch, Condition.DEADLINE, key, f"case:{one.case_id}", one.title, words, now, province)
        yield _for_unit(finding, one.unit, Severity.URGENT if late else finding.severity)


def _found(
    watch: Watch, condition: Condition, key: str, event: str, title: str, words: str, now: datetime, province: str
) -> Finding:
    return Finding(
        f"{condition}/{watch.name}/{key}", province, watch.name, condition, watch.severity, event, title, words, now,
        unit=watch.unit,
    )  # fmt: skip


def _with_article(finding: Finding, one: NewArticle) -> Finding:
    return replace(finding, topics=one.document.topics, articles=(one.document.id,))


def _for_unit(finding: Finding, unit: str | None, severity: Severity) -> Finding:
    return replace(finding, unit=unit or finding.unit, severity=severity)
