from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sentences import split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cầu đã xong. Dân rất mừng!", ["Cầu đã xong.", "Dân rất mừng!"]),
        (
            "Xã chi 1.200 tỷ đồng, tăng 12,5%. Năm 2026 sẽ thêm.",
            ["Xã chi 1.200 tỷ đồng, tăng 12,5%.", "Năm 2026 sẽ thêm."],
        ),
        ("Ông ở TP. Hồ Chí Minh. PGS. TS. Trần An nói.", ["Ông ở TP. Hồ Chí Minh.", "PGS. TS. Trần An nói."]),
        ("Ông J. Smith đến... rồi đi. Hết", ["Ông J. Smith đến... rồi đi.", "Hết"]),
        ("“Tôi không biết.” Ông nói vậy.", ["“Tôi không biết.”", "Ông nói vậy."]),
        ("Đoạn một\nĐoạn hai. còn tiếp", ["Đoạn một", "Đoạn hai. còn tiếp"]),
        ("1. Mở đầu\n2. Kết", ["1. Mở đầu", "2. Kết"]),
        ("首相は訪問した。「歓迎する。」と述べた。", ["首相は訪問した。", "「歓迎する。」", "と述べた。"]),
        ("ទឹកជំនន់។ ព្យុះមក។", ["ទឹកជំនន់។", "ព្យុះមក។"]),
        ("", []),
    ],
)
def test_splits_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split(text)] == expected


@given(st.text(st.sampled_from('aA .\n!?…。”"(1TP\r\u2028'), max_size=40))
def test_loses_and_doubles_nothing(text: str) -> None:
    found = split(text)
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)
    assert "".join("".join(sentence.text for sentence in found).split()) == "".join(text.split())
    assert [sentence.start for sentence in found] == sorted(sentence.start for sentence in found)
