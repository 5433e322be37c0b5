from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp import word_scores, words
from nlp.word_model import read_model
from nlp.words import Segmenter, segment

PRESS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "press"


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(read_model())


def test_finds_words_of_several_syllables() -> None:
    found = segment("Bệnh viện tỉnh Ninh Bình khánh thành khu điều trị mới.")
    assert {"Bệnh viện", "Ninh Bình", "khánh thành", "điều trị"} <= set(found)
    assert " ".join(found) == "Bệnh viện tỉnh Ninh Bình khánh thành khu điều trị mới ."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "a",
        "Hà",
        "Hà Nội",
        "TP.",
        "TP.\n",
        "TP. ",
        "Thesis This thus",
        "Ông A. (60 tuổi, quê T.Ư) chi 1.200,5 tỷ; 12/5/2026 lúc 10:20:50 – hết...",
        "Gửi a.b@bao.vn, xem https://bao.vn/a-1.html?x=(1) và bao.vn/tin.",
        "Covid-19, H'Mông, 43H-0530, 4K, 3x4, =>, v.v. NĐ-CP :D :) <3",
        "Bi\u0300nh minh ðẹp, laị nghành",
        "东京 東京都 ไทย 🙂🙂 ½ ² ٣ ǅ ß BOS EOS True False",
        "KHÔNG KHÍ LẠNH TRÀN VỀ",
        "x " * 300,
    ],
)
def test_agrees_with_underthesea_on_odd_text(segmenter: Segmenter, text: str) -> None:
    from underthesea import word_tokenize

    assert segmenter.segment(text) == (word_tokenize(text) if text.split() else [])


def press() -> Iterator[str]:
    with gzip.open(PRESS / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 40 == 0:
                entry = json.loads(line)
                yield entry["title"]
                yield entry["summary"]


@pytest.mark.shared_data
@pytest.mark.skipif(not PRESS.exists(), reason="needs ../shared/data/press")
def test_agrees_with_underthesea_on_the_press(segmenter: Segmenter) -> None:
    from underthesea import word_tokenize

    assert [text for text in press() if text.strip() and segmenter.segment(text) != word_tokenize(text)] == []


def test_memories_are_bounded_and_change_nothing(monkeypatch: pytest.MonkeyPatch, segmenter: Segmenter) -> None:
    monkeypatch.setattr(word_scores, "MEMORY", 8)
    monkeypatch.setattr(words, "MEMORY", 8)
    forgetful = Segmenter(read_model())
    text = "Xã Hoa Đông khánh thành cầu dân sinh sau hai năm thi công, người dân phấn khởi"
    for _ in range(3):
        assert forgetful.segment(text) == segmenter.segment(text)
    assert len(forgetful._tokens) <= 8


def test_does_not_import_underthesea() -> None:
    code = "import sys; from nlp.words import segment; segment('xin chào'); sys.exit('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
