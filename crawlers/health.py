"""How a fetch ended, in a word for the program and a sentence for the reader. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from net.failures import BadCertificate, BrokenAnswer, TooLarge, TooSlow, Unreachable
from news.article import Feed
from news.errors import FetchError, ForbiddenSource, PrivateAddress
from news.source import Health
from news.times import local

_FROZEN_GAPS = 10
_FROZEN_AT_LEAST = timedelta(days=14)
#: Longer than a weekend, which a feed of twenty entries does not remember.
_SILENT_SHARE, _SILENT_GAPS, _SILENT_AT_LEAST = 1.25, 3, timedelta(hours=60)


class RobotsRefusal(FetchError):
    """robots.txt does not allow the address, or could not be read for now (``is_lasting`` is false then)."""

    def __init__(self, url: str, reason: str, *, is_lasting: bool = True) -> None:
        super().__init__(url, reason)
        self.is_lasting = is_lasting


class RedirectLoop(FetchError):
    """More redirects than allowed."""


class HostBusy(FetchError):
    """Another machine reads this host now."""


class BudgetSpent(FetchError):
    """The host has had as many requests today as an office allows itself; ``wait`` until its next day."""

    def __init__(self, url: str, wait: timedelta) -> None:
        super().__init__(url, f"budget of the day is spent, {wait} left")
        self.wait = wait


class BadStatus(FetchError):
    """The server answered, but not with the thing asked for."""

    def __init__(self, url: str, status: int, retry_after: timedelta | None = None) -> None:
        super().__init__(url, f"status {status}")
        self.status, self.retry_after = status, retry_after


@dataclass(frozen=True, slots=True)
class Verdict:
    """``is_lasting``: asking again soon cannot help."""

    health: Health
    detail: str
    is_lasting: bool = False
    retry_after: timedelta | None = None


def verdict_of(error: FetchError | ForbiddenSource) -> Verdict:
    """Say what an error of fetching means for the source or page."""
    match error:
        case ForbiddenSource():
            return Verdict(Health.REFUSED, f"không phải ấn phẩm báo chí ({error.reason})", is_lasting=True)
        case BadStatus():
            return _verdict_of_status(error.status, error.retry_after)
        case BudgetSpent():
            words = "đã đủ số lần đọc máy chủ này trong ngày (daily_requests); đọc tiếp từ 0 giờ"
            return Verdict(Health.BACKING_OFF, words, retry_after=error.wait)
        case RobotsRefusal():
            return Verdict(Health.ROBOTS, error.reason, is_lasting=error.is_lasting)
        case PrivateAddress():
            return Verdict(Health.PRIVATE_ADDRESS, f"tên miền dẫn đến địa chỉ nội bộ ({error.reason})", is_lasting=True)
        case BadCertificate():
            return Verdict(Health.CERTIFICATE, f"không xác thực được máy chủ: {error.reason}")
        case TooLarge():
            return Verdict(Health.TOO_LARGE, f"vượt quá giới hạn dung lượng: {error.reason}", is_lasting=True)
        case TooSlow():
            return Verdict(Health.TOO_SLOW, "máy chủ không trả lời xong trong thời gian cho phép")
        case RedirectLoop():
            return Verdict(Health.REDIRECT_LOOP, f"chuyển hướng quá nhiều lần ({error.reason})")
        case BrokenAnswer():
            return Verdict(Health.BROKEN, f"câu trả lời của máy chủ bị hỏng: {error.reason}")
        case Unreachable():
            return Verdict(Health.UNREACHABLE, f"không kết nối được: {error.reason}")
        case _:
            return Verdict(Health.UNREACHABLE, error.vi)


def _verdict_of_status(status: int, retry_after: timedelta | None) -> Verdict:
    if status == 429 or status == 503:
        wait = "" if retry_after is None else f", hẹn {int(retry_after.total_seconds())} giây sau"
        return Verdict(Health.BACKING_OFF, f"máy chủ đề nghị tạm nghỉ (mã {status}{wait})", retry_after=retry_after)
    if status in {401, 402, 403, 406, 451}:
        return Verdict(Health.REFUSED, f"máy chủ từ chối (mã {status})", is_lasting=True)
    if status in {404, 410}:
        return Verdict(Health.GONE, f"địa chỉ không còn (mã {status})", is_lasting=True)
    if status in {204, 205}:
        return Verdict(Health.EMPTY, f"máy chủ trả lời mà không có nội dung (mã {status})")
    if status >= 500:
        return Verdict(Health.UNREACHABLE, f"máy chủ báo lỗi (mã {status})", retry_after=retry_after)
    return Verdict(Health.BROKEN, f"máy chủ trả lời khác thường (mã {status})")


def verdict_of_surprise(error: Exception) -> Verdict:
    """An error that nobody foresaw; its kind is all that leaves, for its text may hold a page's."""
    return Verdict(Health.BROKEN, f"gặp lỗi lạ khi đọc ({type(error).__name__})")


def verdict_of_feed(
    feed: Feed, newest: datetime | None, gap: timedelta | None, longest: timedelta | None, now: datetime
) -> Verdict:
    """Health of a feed that was read: what the parser says, and whether it has stopped moving or fallen silent."""
    if feed.health is not Health.OK:
        return Verdict(feed.health, feed.detail)
    if is_frozen(newest, gap, now):
        assert newest is not None
        return Verdict(Health.FROZEN, f"tin mới nhất từ ngày {local(newest):%d/%m/%Y}")
    if is_silent(newest, gap, longest, now):
        assert newest is not None
        return Verdict(Health.SILENT, f"không có tin mới từ {local(newest):%H:%M %d/%m/%Y}, chưa bao giờ lâu như vậy")
    return Verdict(Health.OK, feed.detail)


def is_silent(newest: datetime | None, gap: timedelta | None, longest: timedelta | None, now: datetime) -> bool:
    """Quiet for clearly longer than ever before, and long for its rhythm."""
    if newest is None or gap is None or longest is None:
        return False
    quiet = now - newest
    return quiet >= _SILENT_AT_LEAST and quiet > longest * _SILENT_SHARE and quiet > gap * _SILENT_GAPS


def is_frozen(newest: datetime | None, gap: timedelta | None, now: datetime) -> bool:
    """Quiet for two weeks *and* for ten times its own rhythm: a monthly bulletin is not frozen."""
    if newest is None:
        return False
    quiet = now - newest
    return quiet >= _FROZEN_AT_LEAST and (gap is None or quiet > gap * _FROZEN_GAPS)
