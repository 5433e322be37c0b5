"""Feed-quirks §3, listings: rows in, each article once."""

from datetime import UTC, datetime

from crawlers.pages.listing import links_of
from news.article import FeedEntry

NOW = datetime(2026, 10, 2, 14, 0, tzinfo=UTC)
URL = "https://bao.example.vn/thoi-su.htm"


def row(number: int, time: str = "", tag: str = "h3") -> str:
    link = (
        f'<a href="/tin-thu-{number}-trong-ngay-{100000 + number}.htm">Tin thứ {number} của chuyên mục trong ngày</a>'
    )
    picture = f'<img src="{number}.jpg">'
    return f"<div class=item>{picture}<{tag}>{link}</{tag}>{time}</div>"


def links(*rows: str) -> tuple[FeedEntry, ...]:
    menu = '<nav><ul><li><a href="/kinh-te-va-doi-song-xa-hoi-hom-nay.htm">Kinh tế và đời sống</a></li></ul></nav>'
    return links_of(f"<html lang=vi><body>{menu}<main>{''.join(rows)}</main>", url=URL, fetched_at=NOW)


def test_the_same_article_several_times_is_one_with_the_first_rows_time() -> None:
    found = links(row(1), row(1, "<span>02/10/2026 20:58</span>"), row(1, "<span>01/10/2026 08:00</span>"))
    assert [entry.published.isoformat() for entry in found] == ["2026-10-02T20:58:00+07:00"]


def test_a_featured_block_without_dates_is_unknown_not_now() -> None:
    found = links(row(1, tag="h2"), row(2, "<span>4 giờ trước</span>"))
    assert [entry.published.isoformat() for entry in found] == [None, "2026-10-02T17:00:00+07:00"]


def test_a_listing_not_in_time_order_is_read_to_its_end() -> None:
    days = ["<i>01/01/2020 08:00</i>", "<i>02/10/2026 08:00</i>", "<i>01/10/2026 08:00</i>"]
    assert len(links(*(row(number, day) for number, day in enumerate(days)))) == 3


def test_time_in_the_pictures_name_is_the_last_resort() -> None:
    text = row(1).replace("1.jpg", "anh_21394101102026.jpg")
    assert links(text)[0].published.isoformat() == "2026-10-01T21:39:41+07:00"


def test_other_sites_menus_and_short_links_are_left_out() -> None:
    other = '<h3><a href="https://khac.example.com/mot-tin-khac-123456.htm">Một tin của một trang khác hẳn</a></h3>'
    assert [entry.title for entry in links(row(1), other, '<a href="/x-y-z-w-123456.htm">Ngắn</a>')] == [
        "Tin thứ 1 của chuyên mục trong ngày"
    ]


def test_a_summary_belongs_to_its_row() -> None:
    text = "<p>Tóm tắt của tin này dài hơn bốn mươi ký tự để được nhận ra.</p>"
    assert [bool(entry.summary) for entry in links(row(1, text), row(2))] == [True, False]
