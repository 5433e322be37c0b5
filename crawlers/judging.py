"""What a probe concludes from what it heard, point by point. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawlers.belonging import Belonging
from crawlers.health import Verdict, is_frozen
from crawlers.rhythm import typical_gap
from news.article import Feed, FeedEntry
from news.source import HEALTH_VI, Health, Source
from news.times import local

_SHOWN_ENTRIES = 3
#: Two feeds of one outlet with this share of entries in common are one feed under two names.
_SAME_SHARE = 0.8
_FEW_ENTRIES = 5

_ADVICE: dict[Health, str] = {
    Health.EMPTY: "tìm địa chỉ nguồn tin khác của báo (trang /rss, thẻ link trong trang chủ, sitemap)",
    Health.NOT_A_FEED: "địa chỉ này là trang web: tìm địa chỉ RSS trong trang đó rồi ghi vào cột feeds",
    Health.REFUSED: "không tìm cách vượt qua; liên hệ tòa soạn xin được đọc, hoặc tắt nguồn (enabled = no)",
    Health.ROBOTS: "tắt nguồn (enabled = no), hoặc liên hệ tòa soạn xin phép",
    Health.BROKEN: "báo cho tòa soạn biết nguồn tin bị lỗi; thử lại sau",
    Health.FROZEN: "địa chỉ này không còn được cập nhật: tìm địa chỉ mới của báo",
    Health.WRONG_SECTION: "kiểm tra mã chuyên mục trong địa chỉ; nếu đúng là trùng thì chỉ giữ một địa chỉ",
    Health.UNREACHABLE: "kiểm tra tên miền và đường mạng; thử lại sau",
    Health.CERTIFICATE: "báo cho tòa soạn biết chứng thư bị lỗi; việc kiểm tra chứng thư không tắt được",
    Health.TOO_LARGE: "dùng địa chỉ nguồn tin khác, hoặc tăng feed_megabytes trong province.toml",
    Health.TOO_SLOW: "thử lại sau; nếu luôn chậm thì tăng answer_time trong province.toml",
    Health.REDIRECT_LOOP: "địa chỉ chuyển hướng vòng quanh: tìm địa chỉ mới của báo",
    Health.PRIVATE_ADDRESS: "kiểm tra tên miền: nó dẫn vào mạng nội bộ; chỉ máy thử nghiệm mới ghi vào allow_hosts",
    Health.GONE: "địa chỉ không còn: tìm địa chỉ mới của báo",
    Health.BACKING_OFF: "chờ hết thời gian báo đề nghị; đừng thử lại ngay",
}


class Point(StrEnum):
    """What a feed must prove, in this order."""

    ROBOTS = "robots.txt cho phép đọc"
    FEED = "là nguồn cấp tin, không phải trang web hay trang chặn"
    FRESH = "có tin, và tin mới theo nhịp của chính báo"
    SECTION = "đúng chuyên mục"
    DATES = "ngày giờ đọc được, đúng múi giờ, không ở tương lai"
    LINKS = "liên kết dẫn về đúng tờ báo"


@dataclass(frozen=True, slots=True)
class Check:
    """One point; ``passed`` is ``None`` where an earlier failure leaves nothing to look at."""

    point: Point
    passed: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back from one address: a failure, or a feed and whose its entries are."""

    source: Source
    url: str
    at: datetime
    final_url: str = ""
    feed: Feed | None = None
    belonging: Belonging | None = None
    failure: Verdict | None = None


@dataclass(frozen=True, slots=True)
class FeedReport:
    """One address, judged."""

    url: str
    health: Health
    checks: tuple[Check, ...]
    advice: tuple[str, ...] = ()
    title: str = ""
    format: str | None = None
    entries: int = 0
    newest: datetime | None = None
    moved_to: str | None = None
    first_entries: tuple[FeedEntry, ...] = ()

    @property
    def words(self) -> str:
        failed = next((check.words for check in self.checks if check.passed is False), "")
        return HEALTH_VI[self.health] + (f": {failed}" if failed else "")


def judge(heard: Heard, others: Sequence[Heard] = ()) -> FeedReport:
    """Conclude. ``others``: the same outlet's other feeds, for telling a section from the mixed home feed."""
    if heard.failure is not None or heard.feed is None or heard.belonging is None:
        return _failed(heard, heard.failure or Verdict(Health.BROKEN, ""))
    feed = heard.feed
    if feed.health is not Health.OK:
        return _failed(heard, Verdict(feed.health, feed.detail))
    known = [entry.published.at for entry in feed.entries if entry.published.is_credible(heard.at)]
    newest = max((at for at in known if at is not None), default=None)
    checks = (
        Check(Point.ROBOTS, True, "robots.txt cho phép"),
        Check(Point.FEED, True, f"{feed.format or 'nguồn tin'}, {len(feed.entries)} tin"),
        _freshness(feed, newest, heard.at),
        _section(heard, others),
        _dates(feed, heard.at),
        _links(feed, heard.belonging),
    )
    health = _health_of(checks)
    moved_to = heard.final_url if heard.final_url != heard.url else None
    advice = [_ADVICE[health]] if health is not Health.OK else []
    if moved_to:
        advice.append(f"địa chỉ đã chuyển; nên ghi {moved_to}")
    return FeedReport(
        url=heard.url,
        health=health,
        checks=checks,
        advice=tuple(advice),
        title=feed.title,
        format=feed.format,
        entries=len(feed.entries),
        newest=newest,
        moved_to=moved_to,
        first_entries=feed.entries[:_SHOWN_ENTRIES],
    )


def _failed(heard: Heard, verdict: Verdict) -> FeedReport:
    words = verdict.detail or HEALTH_VI[verdict.health]
    robots = Check(Point.ROBOTS, None if verdict.health in _BEFORE_ROBOTS else True, "")
    feed = Check(Point.FEED, False, words)
    if verdict.health is Health.ROBOTS:
        robots, feed = Check(Point.ROBOTS, False, words), Check(Point.FEED, None, "")
    rest = (Check(point, None, "") for point in (Point.FRESH, Point.SECTION, Point.DATES, Point.LINKS))
    advice = _ADVICE.get(verdict.health)
    return FeedReport(heard.url, verdict.health, (robots, feed, *rest), (advice,) if advice else ())


_BEFORE_ROBOTS = frozenset(
    {Health.UNREACHABLE, Health.CERTIFICATE, Health.PRIVATE_ADDRESS, Health.TOO_SLOW, Health.BACKING_OFF}
)
_HEALTH_OF_POINT = {
    Point.FRESH: Health.FROZEN,
    Point.SECTION: Health.WRONG_SECTION,
    Point.DATES: Health.BROKEN,
    Point.LINKS: Health.BROKEN,
}


def _health_of(checks: Sequence[Check]) -> Health:
    failed = next((check.point for check in checks if check.passed is False), None)
    return Health.OK if failed is None else _HEALTH_OF_POINT[failed]


def _freshness(feed: Feed, newest: datetime | None, now: datetime) -> Check:
    if newest is None:
        return Check(Point.FRESH, None, "không tin nào có ngày giờ đáng tin nên chưa biết có mới hay không")
    times = [entry.published.at for entry in feed.entries if entry.published.is_credible(now)]
    gap = typical_gap([at for at in times if at is not None], None)
    words = f"tin mới nhất lúc {local(newest):%H:%M %d/%m/%Y}"
    return Check(Point.FRESH, not is_frozen(newest, gap, now), words)


def _section(heard: Heard, others: Sequence[Heard]) -> Check:
    assert heard.feed is not None
    links = {entry.link for entry in heard.feed.entries if entry.link}
    for other in others:
        if other.feed is None or len(links) < _FEW_ENTRIES:
            continue
        same = links & {entry.link for entry in other.feed.entries}
        if len(same) >= _SAME_SHARE * len(links):
            return Check(Point.SECTION, False, f"{len(same)} trong {len(links)} tin trùng với {other.url}")
    return Check(Point.SECTION, True, "không trùng với nguồn khác của báo")


def _dates(feed: Feed, now: datetime) -> Check:
    total = len(feed.entries)
    unknown = sum(entry.published.at is None for entry in feed.entries)
    future = sum(
        entry.published.at is not None and entry.published.at > now and not entry.published.is_credible(now)
        for entry in feed.entries
    )
    if future:
        return Check(Point.DATES, future * 2 < total, f"{future} trong {total} tin ghi giờ ở tương lai")
    if unknown == total:
        return Check(Point.DATES, None, "không tin nào ghi ngày giờ; giờ thu thập được ghi bên cạnh")
    return Check(Point.DATES, True, f"{total - unknown} trong {total} tin có ngày giờ")


def _links(feed: Feed, belonging: Belonging) -> Check:
    total = len(feed.entries)
    own = sum(len(entries) for _, entries in belonging.entries)
    words = f"{own} trong {total} tin dẫn về báo đã nhận" + (f"; {belonging.note}" if belonging.note else "")
    return Check(Point.LINKS, own * 2 >= total, words)
