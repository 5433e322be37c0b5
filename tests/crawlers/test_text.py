"""Feed-quirks §2, text: markup and damage in, one clean line out."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.text import one_line, plain, primary_language


@pytest.mark.parametrize(
    ("case", "markup", "wanted"),
    [
        ("mojibake", "Ninh BÃ¬nh", "Ninh Bình"),
        ("mojibake, three bytes", "Quáº£ng NgÃ£i", "Quảng Ngãi"),
        ("mojibake of Mac Roman", "Ninh B√¨nh", "Ninh Bình"),
        ("entities encoded twice", "Ng&amp;agrave;y h&amp;ocirc;m nay", "Ngày hôm nay"),
        ("headline escaped twice", "Quán &amp;quot;Bến&amp;quot;", 'Quán "Bến"'),
        ("numeric entities escaped twice", "Chi&amp;#7871;n s&#7921;", "Chiến sự"),
        ("a title that really contains <", "Mức &amp;lt;5%", "Mức <5%"),
        ("a bare <", "Giá < 5 triệu", "Giá < 5 triệu"),
        ("decomposed Unicode (NFD)", "Ninh Bi\u0300nh", "Ninh B\u00ecnh"),
        ("linked image and a broken tag", '<a href="/a"><img src="b.jpg"></a></br>Nội dung', "Nội dung"),
        ("space and line breaks", "\n  Cầu mới \t khánh thành\n", "Cầu mới khánh thành"),
        ("double space inside a name", "Xã  Xuân Giang", "Xã Xuân Giang"),
        ("paragraphs do not grow together", "<p>Một</p><p>hai</p>", "Một hai"),
        ("inline tags do not tear words", "Ninh B<b>ì</b>nh", "Ninh Bình"),
        ("a script's text is gone", "Tin<script>alert(1)</script> mới", "Tin mới"),
        ("an escaped script too", "Tin&lt;script&gt;alert(1)&lt;/script&gt; mới", "Tin mới"),
        ("and one escaped twice", "Tin&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt; mới", "Tin mới"),
        ("an attribute with >", '<img alt="a > b" src=x>Tin', "Tin"),
        ("a tag cut off at the end", 'Tin mới <img src="https://a', "Tin mới"),
        ("comments", "Tin <!-- <b> -->mới", "Tin mới"),
        ("invisible characters", "\u200bTin\u00ad mới\ufeff\u202e", "Tin mới"),
        ("null bytes and lone surrogates", "Tin\x00 m\ud800ới", "Tin mới"),
        ("no-break spaces", "Tin\u00a0mới&nbsp;", "Tin mới"),
        ("ampersands as they are", "T&T và R&D", "T&T và R&D"),
    ],
)
def test_cleans(case: str, markup: str, wanted: str) -> None:
    assert plain(markup) == wanted


@pytest.mark.parametrize(
    "text",
    ["XÃ HỘI – ÂM NHẠC", "Giao Hoà và Giao Hòa, Thuỷ và Thủy", "“Ánh sáng” 30°C, 5 m²", "Café à la carte", "Đắk Lắk",
     "Håkan Ålund, Æther", "GIÁ VÀNG HÔM NAY: ÁP LỰC BÁN", "河南省 報道", "ប្រទេសកម្ពុជា"],
)  # fmt: skip
def test_leaves_correct_text_alone(text: str) -> None:
    assert plain(text) == text


def test_cuts_at_a_word() -> None:
    assert one_line("một hai ba bốn", max_chars=9) == "một hai"


@pytest.mark.parametrize(
    "hostile",
    ["<" * 60_000, "<a " * 30_000, "<script" * 20_000, "<!--" * 20_000, "&amp;" * 30_000,
     '<a "' * 20_000, "<iframe>" * 20_000],
)  # fmt: skip
@pytest.mark.timeout(10)
def test_hostile_markup_takes_no_time(hostile: str) -> None:
    plain(hostile)


@given(st.text(max_size=300))
def test_gives_one_line_of_normal_text(markup: str) -> None:
    text = plain(markup)
    assert unicodedata.is_normalized("NFC", text)
    assert "\n" not in text
    assert "\x00" not in text
    assert "<script" not in text.lower()
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("tag", "code"), [("vi-VN", "vi"), ("EN_us", "en"), ("zh-Hans", "zh"), ("", None), ("tiếng Việt", None)]
)
def test_primary_language(tag: str, code: str | None) -> None:
    assert primary_language(tag) == code
