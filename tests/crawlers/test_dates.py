"""Every case of feed-quirks §1: the forms in which the press writes dates."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers import dates
from news.times import ICT, UNKNOWN_TIME, Precision, Published

NOW = datetime(2026, 10, 2, 14, 0, tzinfo=UTC)


def read(text: str | None) -> Published:
    return dates.read(text, now=NOW)


@pytest.mark.parametrize(
    ("case", "text", "wanted"),
    [
        ("ordinary RFC 822", "Sat, 18 Feb 2017 15:16:55 +0700", "2017-02-18T15:16:55+07:00"),
        ("2-digit year", "Mon, 14 Sep 26 08:00:00 +0700", "2026-09-14T08:00:00+07:00"),
        ("zone of two digits", "Mon, 14 Sep 2026 08:00:00 +07", "2026-09-14T08:00:00+07:00"),
        ("zone with a colon", "Mon, 14 Sep 2026 08:00:00 +07:00", "2026-09-14T08:00:00+07:00"),
        ("zone as a name", "Mon, 14 Sep 2026 08:00:00 GMT+7", "2026-09-14T08:00:00+07:00"),
        ("GMT", "Mon, 14 Sep 2026 01:00:00 GMT", "2026-09-14T08:00:00+07:00"),
        ("US order, AM/PM, no zone", "9/14/2026 6:44:00 PM", "2026-09-14T18:44:00+07:00"),
        ("US order, ambiguous day", "2/10/2026 6:44:00 AM", "2026-02-10T06:44:00+07:00"),
        ("ISO without zone", "2026-09-14 08:00:00", "2026-09-14T08:00:00+07:00"),
        ("ISO with Z", "2026-09-14T01:00:00Z", "2026-09-14T08:00:00+07:00"),
        ("Vietnamese weekday, name", "Thứ Ba, 22/04/2025, 17:46", "2025-04-22T17:46:00+07:00"),
        ("weekday, number, dots and bar", "Thứ 5, 01.10.2026 | 21:39:41", "2026-10-01T21:39:41+07:00"),
        ("time before date", "07:22 25/02/2020", "2020-02-25T07:22:00+07:00"),
        ("day first, no weekday", "02/10/2026 20:58", "2026-10-02T20:58:00+07:00"),
        ("month in words", "Thứ Bảy, Ngày 07 tháng 03 năm 2026, 14:22", "2026-03-07T14:22:00+07:00"),
        ("clock with h", "08h30 ngày 5/3/2026", "2026-03-05T08:30:00+07:00"),
        ("AM on a 24-hour clock", "07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
        ("AM does not make it American", "07-03-2026 - 09:40 AM", "2026-03-07T09:40:00+07:00"),
        ("zone in brackets", "Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
        ("ISO with a space before the offset", "2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11+07:00"),
        ("ISO date without offset", "2026-03-07T08:52:11", "2026-03-07T08:52:11+07:00"),
        ("visible time with a dash before", "- 07/03/2026 08:47", "2026-03-07T08:47:00+07:00"),
        ("English, month first", "April 22, 2025 5:46 PM", "2025-04-22T17:46:00+07:00"),
        ("Chinese", "2026年9月14日 08:00", "2026-09-14T08:00:00+07:00"),
        ("seconds since 1970", "1761135952", "2025-10-22T19:25:52+07:00"),
        ("date in the future", "Thu, 02 Jan 2087 08:00:00 +0700", "2087-01-02T08:00:00+07:00"),
        ("hour 24", "2026-09-13T24:00:00+07:00", "2026-09-14T00:00:00+07:00"),
    ],
)
def test_reads_the_form(case: str, text: str, wanted: str) -> None:
    assert read(text).isoformat() == wanted


@pytest.mark.parametrize(
    "text",
    ["", "   ", None, "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01T00:00:00", "0", "sớm thôi", "31/02/2026",
     "99/99/9999", "2026-13-45", "Mon, 14 Xyz 2026 08:00:00 +0700", "9" * 500],
)  # fmt: skip
def test_empty_and_junk_dates_are_unknown(text: str | None) -> None:
    assert read(text) == UNKNOWN_TIME


def test_a_date_in_the_future_is_kept_and_not_credible() -> None:
    found = read("Sat, 02 Jan 2027 08:00:00 +0700")
    assert found.at is not None
    assert not found.is_credible(NOW)


@pytest.mark.parametrize(
    ("text", "ago", "precision"),
    [
        ("4 giờ trước", timedelta(hours=4), Precision.HOUR),
        ("15 phút trước", timedelta(minutes=15), Precision.MINUTE),
        ("30 giây trước", timedelta(seconds=30), Precision.MINUTE),
        ("2 hours ago", timedelta(hours=2), Precision.HOUR),
    ],
)
def test_relative_times_count_from_the_fetch(text: str, ago: timedelta, precision: Precision) -> None:
    assert read(text) == Published(NOW - ago, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [("hôm qua", "2026-10-01"), ("3 ngày trước", "2026-09-29"), ("1 tuần trước", "2026-09-25"),
     ("2 tháng trước", "2026-08-03"), ("1 năm trước", "2025-10-02")],
)  # fmt: skip
def test_relative_days_are_days(text: str, day: str) -> None:
    found = read(text)
    assert found.precision is Precision.DAY
    assert (found.isoformat() or "").startswith(day)


def test_says_how_much_is_known() -> None:
    assert read("2026-09-14T08:00:05+07:00").precision is Precision.SECOND
    assert read("14/09/2026 08:00").precision is Precision.MINUTE
    assert read("14/09/2026").precision is Precision.DAY


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://baoninhbinh.org.vn/cau-moi/d20220607082731436.htm", "2022-06-07T08:27:31+07:00"),
        ("https://dtinews.dantri.com.vn/new-bridge-20260728141151125.htm", "2026-07-28T14:11:51+07:00"),
        ("https://www.rfi.fr/vi/20261001-ten-bai", "2026-10-01T00:00:00+07:00"),
        ("https://a.vn/bai-100260623123456789.htm", None),
        ("https://a.vn/bai-12345678.htm", None),
    ],
)
def test_time_in_the_link_is_a_fall_back(address: str, wanted: str | None) -> None:
    assert dates.in_address(address).isoformat() == wanted


def test_time_in_the_pictures_name() -> None:
    assert dates.in_picture("/anh_21394101102026.jpg").isoformat() == "2026-10-01T21:39:41+07:00"
    assert dates.in_picture("/anh_20260728141151.jpg").at is None


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    dates.read(text, now=NOW)
    dates.in_address(text)


@given(st.datetimes(min_value=datetime(1995, 1, 2), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_reads_back_what_python_writes(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=ICT)
    for text in (
        moment.isoformat(),
        moment.strftime("%a, %d %b %Y %H:%M:%S +0700"),
        moment.strftime("%d/%m/%Y %H:%M:%S"),
    ):
        assert read(text).at == moment
