"""What leads to a person is hidden in every form it is written in; hotlines, prices, dates and laws stay."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.masking import MASK_VI, Kind, mask

DATA = Path("../shared/data/labelled")


@pytest.mark.parametrize(
    ("text", "private", "kind"),
    [
        ("Gọi 0912.345.678 nhé", "0912.345.678", Kind.PHONE),
        ("gọi +84 (0) 912 345 678", "912 345 678", Kind.PHONE),
        ("số o9l2 345 67o nè", "o9l2 345 67o", Kind.PHONE),
        ("alo không chín một hai ba bốn năm sáu bảy tám", "không chín một hai ba bốn năm sáu bảy tám", Kind.PHONE),
        ("so khong chin mot 2345678 nhe", "khong chin mot 2345678", Kind.PHONE),
        ("máy bàn cô Tám (0229) 3 456 789", "(0229) 3 456 789", Kind.PHONE),
        ("căn cước số 037 192 004 518", "037 192 004 518", Kind.CITIZEN_ID),
        ("CMND 164 382 917 cấp đã lâu", "164 382 917", Kind.CITIZEN_ID),
        ("chuyển vào stk 1903 4417 6620 18 giúp", "1903 4417 6620 18", Kind.ACCOUNT),
        ("xe 35B1-482.19 quẹt rồi chạy", "35B1-482.19", Kind.PLATE),
        ("viết cho la.sen+1@thu.example", "la.sen+1@thu.example", Kind.EMAIL),
        ("thư: sen (at) thu chấm vn", "sen (at) thu chấm vn", Kind.EMAIL),
        ("kênh @xom.go_12 đó", "@xom.go_12", Kind.HANDLE),
        ("xem https://www.facebook.com/xom.go.91?x=1 nha", "https://www.facebook.com/xom.go.91?x=1", Kind.PROFILE),
        ("nhà số nhà 12 ngõ 5 đường Bến Gỗ, mời ghé", "số nhà 12 ngõ 5 đường Bến Gỗ", Kind.ADDRESS),
        ("ở 45/3 hẻm Cây Me", "45/3 hẻm Cây Me", Kind.ADDRESS),
        ("gặp chị Lụa ở chợ", "Lụa", Kind.NAME),
        ("ông Nguyễn Văn Sậy đã ký", "Nguyễn Văn Sậy", Kind.NAME),
    ],
)
def test_hides_what_leads_to_a_person(text: str, private: str, kind: Kind) -> None:
    found = mask(text)
    assert private not in found.text
    assert MASK_VI[kind] in found.text
    assert [span.kind for span in found.spans if private in text[span.start : span.end]] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Gọi 113, 114, 115 hoặc 18001234, tổng đài 1900 1234 56",
        "Giá 1.250.000.000 đồng, đặt cọc 48.500.000đ, vé 199.000/vé",
        "Từ 7h30 ngày 12/5/2026 đến 15/05/2026, lúc 09:14:58",
        "Nghị định 168/2024/NĐ-CP, công văn 2198/QLD-CL, mã số thuế 2700123456",
        "Theo VnExpress và baoninhbinh.org.vn, xem dichvucong.gov.vn",
        "Văn phòng chi cục (0255) 3 822 123, bệnh viện 0260 3 862 456",
        "Tổ dân phố 9 họp ở nhà văn hóa đường Lê Lợi, xã Ba Vì, TP Hồ Chí Minh",
        "Bà con Kon Tum, anh em Bình Sơn ra bến số 2 đường Hùng Vương",
        "Sông lên 3,92 m, mưa 180–250 mm, lưu lượng 80–350 m³/s",
    ],
)
def test_leaves_what_is_public(text: str) -> None:
    assert mask(text).text == text


DIGITS = st.text("0123456789", min_size=8, max_size=8)
SEPARATORS = st.sampled_from(["", " ", ".", "-", " - ", "\u200b", "\u00a0", "\u2011"])
SHAPES = st.sampled_from([(4, 3, 3), (3, 3, 4), (2, 4, 4), (1,) * 10, (10,), (4, 2, 2, 2)])
WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
LOOKALIKE = str.maketrans("01", "ol")
CYRILLIC = str.maketrans("aeocp", "аеоср")


@given(
    DIGITS,
    st.sampled_from("35789"),
    SHAPES,
    SEPARATORS,
    st.sampled_from(["plain", "wide", "country", "alike", "words", "nfd"]),
)
@settings(max_examples=80, deadline=None)
def test_hides_a_number_in_all_its_forms(
    rest: str, first: str, shape: tuple[int, ...], separator: str, form: str
) -> None:
    number = f"0{first}{rest}"
    written, at = [], 0
    for length in shape:
        written.append(number[at : at + length])
        at += length
    said = separator.join(written)
    if form == "wide":
        said = said.translate(FULLWIDTH)
    elif form == "country":
        said = "+84 " + said.removeprefix("0").lstrip(" .-\u200b\u00a0\u2011")
    elif form == "alike" and sum(digit not in "01" for digit in number) >= 4:
        said = said.translate(LOOKALIKE)
    elif form == "words":
        said = " ".join(WORDS[int(digit)] for digit in number)
    text = f"Nhắn cho chú qua {said} nhé"
    text = unicodedata.normalize("NFD", text) if form == "nfd" else text
    found = mask(text)
    assert MASK_VI[Kind.PHONE] in found.text
    assert not any(letter.isdigit() for letter in found.text)
    assert mask(found.text) == type(found)(found.text, ())


PIECES = st.sampled_from(
    ["0912 345 678", "@ten_toi", "stk", "số nhà 12", "ngõ 5", ", ", "[số điện thoại]", "chị Hoa", "a@b.vn", "1.000.000",
     "zalo.me/09", "CCCD", "037192004518", " ", "35A-123.45", "đường Bến Gỗ", "[tên]", "\u200b", "không chín", "+84"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_masking_twice_changes_nothing_and_spans_tell_what_was_hidden(text: str) -> None:
    found = mask(text)
    assert mask(found.text).text == found.text
    rebuilt, end = "", 0
    for span in found.spans:
        assert end <= span.start < span.end <= len(text)
        rebuilt += text[end : span.start] + MASK_VI[span.kind]
        end = span.end
    assert rebuilt + text[end:] == found.text


def test_letters_that_only_look_latin_hide_nothing_from_us() -> None:
    assert "@" not in mask("thư hoa.lan@cophe.example nhé".translate(CYRILLIC)).text


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data here")
def test_finds_the_private_strings_of_the_samples_and_nothing_public() -> None:
    missed = wrong = private = messages = 0
    for name in ("train_tips.jsonl", "tips.jsonl"):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            strings = [one if isinstance(one, str) else one["text"] for one in row["pii"]]
            hidden = [(span.kind, row["text"][span.start : span.end]) for span in mask(row["text"]).spans]
            missed += sum(not any(one in told for _, told in hidden) for one in strings)
            wrong += any(
                kind is not Kind.NAME and not any(told in one or one in told for one in strings)
                for kind, told in hidden
            )
            private, messages = private + len(strings), messages + 1
    assert missed <= 0.01 * private
    assert wrong <= 0.01 * messages
