"""Sources: who publishes, where it can be read, and how it fares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SourceClass(StrEnum):
    """Column ``class`` of ``sources.csv``."""

    CENTRAL = "central"
    MINISTRY = "ministry"
    LOCAL = "local"
    FOREIGN = "foreign"
    OFFICIAL = "official"
    FACTCHECK = "factcheck"
    DISCOVERY = "discovery"


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``sources.csv``. ``interval``: shortest time between two readings; ``None``: its own rhythm."""

    id: str
    name: str
    source_class: SourceClass
    country: str
    languages: tuple[str, ...]
    homepage: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    quirks: str = ""
    evidence: str = ""
    enabled: bool = True
    interval: timedelta | None = None
    #: Feeds that nobody has proven yet: never read in a round, tried by ``sources check``.
    candidates: tuple[str, ...] = ()
    #: The province whose own outlet this is: all its articles are read, and its bare place names mean its own.
    home: str | None = None
    #: Section pages, for an outlet without a usable feed: the articles are found by the shape of the page.
    listings: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """What a round reads: the feeds, or where there are none the sitemaps; and the section pages.

        A sitemap's address may be a pattern of dates (``crawlers.sitemaps.shard_urls``).
        """
        return (*(self.feeds or self.sitemaps), *self.listings)

    @property
    def is_foreign(self) -> bool:
        """Published abroad. A Vietnamese outlet's English edition is not foreign press."""
        return self.country != "VN"


class Health(StrEnum):
    """How a source or a feed fares; the words for readers are in ``HEALTH_VI``."""

    OK = "ok"
    NEVER_READ = "never_read"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    REFUSED = "refused"
    ROBOTS = "robots"
    BROKEN = "broken"
    FROZEN = "frozen"
    SILENT = "silent"
    WRONG_SECTION = "wrong_section"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    REDIRECT_LOOP = "redirect_loop"
    PRIVATE_ADDRESS = "private_address"
    GONE = "gone"
    BACKING_OFF = "backing_off"


HEALTH_VI: dict[Health, str] = {
    Health.OK: "đọc được",
    Health.NEVER_READ: "chưa đọc lần nào",
    Health.EMPTY: "trả lời nhưng không có tin nào",
    Health.NOT_A_FEED: "địa chỉ không phải là nguồn cấp tin (RSS)",
    Health.REFUSED: "trang từ chối cho máy đọc",
    Health.ROBOTS: "robots.txt của báo không cho phép đọc",
    Health.BROKEN: "nguồn cấp tin bị hỏng",
    Health.FROZEN: "nguồn cấp tin ngừng cập nhật",
    Health.SILENT: "im lặng lâu hơn thường lệ",
    Health.WRONG_SECTION: "địa chỉ trả về chuyên mục khác",
    Health.UNREACHABLE: "không kết nối được",
    Health.CERTIFICATE: "chứng thư bảo mật không hợp lệ",
    Health.TOO_LARGE: "nội dung vượt quá giới hạn dung lượng",
    Health.TOO_SLOW: "trả lời quá chậm",
    Health.REDIRECT_LOOP: "chuyển hướng vòng quanh",
    Health.PRIVATE_ADDRESS: "địa chỉ nội bộ, không được phép đọc",
    Health.GONE: "địa chỉ không còn tồn tại",
    Health.BACKING_OFF: "đang tạm nghỉ theo yêu cầu của báo",
}


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of a source (one row per feed address of it), newest reading first in mind."""

    source: str
    feed: str
    health: Health = Health.NEVER_READ
    detail: str = ""
    last_attempt_at: datetime | None = None
    last_success_at: datetime | None = None
    newest_entry_at: datetime | None = None
    next_due_at: datetime | None = None
    failures_in_a_row: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    typical_gap: timedelta | None = None
    #: The longest time without a new entry that was seen so far.
    longest_gap: timedelta | None = None
