"""Mentions in time, in either way of writing, with exact offsets; the pre-check before collection."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.analysis import Mention, MentionKind
from news.article import joined
from nlp import gazetteer, mentions

BEFORE = datetime(2025, 6, 30, 16, 0, tzinfo=UTC)  # 23:00 local
MERGED = datetime(2025, 6, 30, 18, 0, tzinfo=UTC)  # 01:00 on 1 July, local


def find(
    title: str, body: str = "", *, at: datetime | None = MERGED, language: str | None = "vi"
) -> tuple[Mention, ...]:
    return mentions.find(title, body, language=language, published_at=at, gazetteer=gazetteer.load())


@pytest.mark.parametrize("at", [BEFORE, MERGED, None])
@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Mưa đá ở Kon Tum", "quang-ngai"),
        ("Mưa đá ở tỉnh Kon Tum (cũ)", "quang-ngai"),
        ("Nam Định cũ có thêm cầu", "ninh-binh"),
        ("Lũ lên ở huyện Hải Hậu", "ninh-binh"),
        ("Hội làng ở Phủ Lý", "ninh-binh"),
        ("Mưa lớn ở Quảng Bình", "quang-tri"),
        ("TP.HCM nắng nóng", "ho-chi-minh"),
    ],
)
def test_former_names_mean_the_present_province_at_any_time(text: str, province: str, at: datetime | None) -> None:
    assert [m.province for m in find(text, at=at)] == [province]


def test_a_new_ward_exists_from_the_day_of_the_merger() -> None:
    text = "Công an phường Nam Định tuần tra"
    assert find(text, at=MERGED)[0].place == "phường Nam Định"
    assert find("Ở xã Ninh Giang, Ninh Bình", at=MERGED)[0].place == "xã Ninh Giang"


def test_a_unit_of_the_day_wins_over_its_namesake_of_another_day() -> None:
    text = "Ngập ở xã Nghĩa Sơn, Ninh Bình"
    old, new = find(text, at=BEFORE)[0], find(text, at=MERGED)[0]
    assert old.province == new.province == "ninh-binh"


@pytest.mark.parametrize(
    "text", ["Lễ hội ở xã Giao Thủy", "Lễ hội ở xã Giao Thuỷ", "Du khách tới Khánh Hoà", "Đảo Lí Sơn đón khách"]
)
def test_reads_both_tone_placements_and_both_letters(text: str) -> None:
    (mention,) = find(text)
    assert mention.province in {"ninh-binh", "khanh-hoa", "quang-ngai"}
    assert mention.surface in text


def test_reads_decomposed_text_and_points_into_it() -> None:
    text = unicodedata.normalize("NFD", "Bão đổ bộ Quảng Ngãi, Đà Nẵng")
    first, second = find(text)
    assert (first.province, second.province) == ("quang-ngai", "da-nang")
    assert unicodedata.normalize("NFC", text[first.start : first.end]) == "Quảng Ngãi"


def test_capitals_count_unless_the_text_has_none() -> None:
    assert not find("Đời sống Ninh bình dị")
    assert not find("một buổi sáng ninh bình, hải hậu rất xa. Thế thôi.")
    assert find("LŨ LỚN Ở QUẢNG NGÃI")[0].province == "quang-ngai"
    assert find("lũ lớn ở quảng ngãi")[0].province == "quang-ngai"


def test_names_without_accents_need_a_text_without_accents() -> None:
    assert find("Lu lon o tinh Quang Ngai va Ninh Binh")[0].province == "quang-ngai"
    assert not find("Nghệ sĩ Thanh Hoa và Hai Hau diễn tối nay ở nước ngoài")


def test_names_without_accents_are_expected_in_other_languages() -> None:
    text = "Séisme ressenti à Quang Ngai, près de la frontière, où l'été a été très sec"
    assert [m.province for m in find(text, language="fr")] == ["quang-ngai"]


def test_a_road_between_two_provinces_is_named_for_both() -> None:
    found = find("Ùn tắc trên cao tốc Đà Nẵng - Quảng Ngãi")
    assert {m.province for m in found} == {"da-nang", "quang-ngai"}
    assert {m.kind for m in found} == {"street"}


def test_title_and_body_are_one_string() -> None:
    found = find("Tin Ninh Bình", "Sáng nay, Nam Định có mưa.\nHà Nội nắng.")
    text = joined("Tin Ninh Bình", "Sáng nay, Nam Định có mưa.\nHà Nội nắng.")
    assert [text[m.start : m.end] for m in found] == ["Ninh Bình", "Nam Định", "Hà Nội"]


_WORDS = (
    "Ninh Bình|xã Bình Minh|Quảng Ngãi|宁平省|越南|Khánh Hoà| cao tốc |Đắk Tô| - |, |İ|ß|ở |CLB Nam Định|"
    "Ниньбине|\n|phường Hoa Lư|(|)|é́|각|hà nam|Ha Nam|Hà Nam Ninh"
)
_PIECES = st.lists(st.sampled_from(_WORDS.split("|")) | st.text(max_size=4), max_size=12)


@settings(max_examples=200, deadline=None)
@given(_PIECES, st.sampled_from(["NFC", "NFD", "NFKD"]), st.booleans())
def test_offsets_are_exact_whatever_the_text(pieces: list[str], form: str, split: bool) -> None:
    text = unicodedata.normalize(form, "".join(pieces))  # type: ignore[arg-type]
    title, body = (text[: len(text) // 2], text[len(text) // 2 :]) if split else (text, "")
    whole = joined(title, body)
    found = find(title, body, language=None)
    assert all(whole[m.start : m.end] == m.surface and m.surface and m.reason for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)


@settings(max_examples=100, deadline=None)
@given(_PIECES, st.sampled_from(["ninh-binh", "quang-ngai", "da-nang", "ha-noi"]))
def test_the_pre_check_misses_nothing_that_is_found(pieces: list[str], province: str) -> None:
    text = "".join(pieces)
    if any(m.province == province for m in find(text, language=None)):
        assert mentions.may_concern(text, [province], gazetteer.load())


def test_the_pre_check_lets_the_rest_of_the_press_go() -> None:
    places = gazetteer.load()
    assert mentions.may_concern("CLB Nam Định thua đậm", ["ninh-binh"], places)
    assert mentions.may_concern("Cháy chợ ở xã Hải Quang", ["ninh-binh"], places)
    assert not mentions.may_concern("Thủ tướng tiếp đại sứ tại Hà Nội", ["ninh-binh", "quang-ngai"], places)
    assert not mentions.may_concern("Giá vàng tăng mạnh", ["ninh-binh", "quang-ngai"], places)


def test_a_product_speaks_of_every_home_it_has_wherever_it_is_shown() -> None:
    found = find("Đà Nẵng mở hội chợ sâm Ngọc Linh bên sông Hàn")
    assert {mention.province for mention in found if mention.kind is MentionKind.PRODUCT} == {"quang-ngai", "da-nang"}
