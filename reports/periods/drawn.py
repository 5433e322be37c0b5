"""The charts of a report, for its pages and its documents; each with the words that say it. Pure."""

from __future__ import annotations

from datetime import timedelta

from news.analysis import TONE_VI, TOPIC_VI, Tone
from news.report import ClaimLine, Report
from reports.charts import Lie, Stand, lying, standing
from reports.periods import compare
from reports.periods.words import bar_label
from reports.sheet import Chart
from reports.words import number

TONES = (Tone.POSITIVE, Tone.NEUTRAL, Tone.NEGATIVE)
UNIT_PARTS = ("đúng hạn", "muộn", "còn hạn", "quá hạn")
MOST_BARS = 10


def volume(report: Report) -> Chart:
    bars = [Stand(bar_label(one, report.period), (one.originals, one.reprints)) for one in report.volume]
    most = max(report.volume, key=lambda one: one.originals + one.reprints, default=None)
    peak = f"; nhiều nhất {number(most.originals + most.reprints)} bài, {_when(most.day, report)}" if most else ""
    alt = f"Biểu đồ cột: số bài trong kỳ, tổng {number(report.now.articles)}{peak}."
    return standing(bars, alt, ("bài gốc", "bài đăng lại"))


def tones(report: Report) -> Chart:
    found = [(TONE_VI[tone], compare.tone_share(report.now, tone)) for tone in TONES]
    bars = [Lie(name, (one.value or 0.0,), compare.percent(one), one.low, one.high) for name, one in found]
    alt = "; ".join(f"{name} {compare.percent(one)} (khoảng {compare.interval(one)})" for name, one in found)
    return lying(bars, f"Biểu đồ thanh: tỷ lệ sắc thái có khoảng tin cậy 95 %: {alt}.", most=1.0)


def topics(report: Report) -> Chart:
    rows = [(TOPIC_VI[topic], count) for topic, count in report.now.topics[:MOST_BARS]]
    return _ranked("số bài theo lĩnh vực", rows)


def outlets(report: Report) -> Chart:
    return _ranked("bài gốc theo cơ quan báo chí", [(one.name, one.originals) for one in report.outlets[:MOST_BARS]])


def places(report: Report) -> Chart:
    rows = [(one.name, one.articles) for one in report.places if one.is_commune]
    return _ranked("bài nêu tên xã, phường", rows[:MOST_BARS])


def units(report: Report) -> Chart:
    bars = [
        Lie(one.unit, (one.on_time, one.late, one.waiting, one.overdue), number(one.total))
        for one in report.units[:MOST_BARS]
    ]
    said = "; ".join(
        f"{one.unit}: {one.on_time} đúng hạn, {one.late} muộn, {one.waiting} còn hạn, {one.overdue} quá hạn"
        for one in report.units[:MOST_BARS]
    )
    return lying(bars, f"Biểu đồ thanh: vụ việc theo đơn vị: {said}.", UNIT_PARTS)


def effect(claim: ClaimLine) -> Chart | None:
    """Articles that stated the claim, by day, before and after its correction; ``None``: on one day or none."""
    counted = {one.day: one.articles for one in claim.days}
    first, last = min([*counted, claim.published_on]), max([*counted, claim.published_on])
    if first == last or not any(counted.values()):
        return None
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    bars = [Stand(f"{day:%d/%m}", (counted.get(day, 0),)) for day in days]
    mark = (claim.published_on - first).days
    alt = (
        f"Biểu đồ cột: bài nêu nhận định theo ngày; {claim.before} bài trước khi công bố, {claim.after} bài sau đó. "
        f"Vạch đứt: ngày công bố {claim.published_on:%d/%m/%Y}."
    )
    return standing(bars, alt, mark=mark)


def _ranked(what: str, rows: list[tuple[str, int]]) -> Chart:
    bars = [Lie(name, (count,), number(count)) for name, count in rows]
    said = "; ".join(f"{name} {number(count)}" for name, count in rows[:5])
    return lying(bars, f"Biểu đồ thanh: {what}: {said}.")


def _when(day: object, report: Report) -> str:
    return f"ngày {day:%d/%m}" if report.period.value != "year" else f"tháng {day:%m}"
