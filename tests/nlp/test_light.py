"""Tone and topics: plain cases, reasons that can be shown, the limits of what is claimed, and the same models again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.analysis import Tone, Topic
from nlp import linear, tone, topics

DATA = Path("../shared/data")

ACCIDENT = (
    "Xe tải tông xe máy trên đèo Gió, hai người tử vong",
    "Vụ tai nạn giao thông nghiêm trọng xảy ra rạng sáng nay khiến hai người đi xe máy tử vong tại chỗ.",
)
PRIZE = (
    "Học sinh Vọng Giang giành huy chương vàng Olympic Toán quốc tế",
    "Đoàn học sinh Việt Nam xuất sắc giành ba huy chương vàng, lập kỷ lục về thành tích tại kỳ thi năm nay.",
)
PLAN = (
    "Vọng Giang sẽ lấy ý kiến về quy hoạch khu công nghiệp Bến Me",
    "UBND tỉnh dự kiến tổ chức hội nghị lấy ý kiến về đồ án quy hoạch trong tháng 5.",
)


@pytest.mark.parametrize(
    ("text", "expected"), [(ACCIDENT, Tone.NEGATIVE), (PRIZE, Tone.POSITIVE), (PLAN, Tone.NEUTRAL)]
)
def test_reads_the_tone_of_the_matter(text: tuple[str, str], expected: Tone) -> None:
    judged, score = tone.judge(*text)
    assert judged is expected
    assert 1 / 3 < score <= 1


def test_names_the_words_that_moved_the_tone() -> None:
    found = tone.reasons(*ACCIDENT, limit=8)
    assert any("tử vong" in reason.words and reason.weight > 0 and reason.in_title for reason in found)
    assert [abs(reason.weight) for reason in found] == sorted((abs(reason.weight) for reason in found), reverse=True)


def test_names_the_topic() -> None:
    assert topics.judge(*ACCIDENT)[0] is Topic.SAFETY
    assert topics.judge(*PRIZE)[0] is Topic.EDUCATION


def test_a_second_topic_only_where_one_is_present() -> None:
    title, body = "Ngư dân bám biển Trường Sa nuôi tôm hùm xuất khẩu", "Sản lượng tôm hùm xuất khẩu tăng gấp đôi."
    found = topics.judge(title, body)
    assert 1 <= len(found) <= 2
    assert len(set(found)) == len(found)


@given(st.text(max_size=200), st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_has_a_tone_and_a_topic(title: str, body: str) -> None:
    judged, score = tone.judge(title, body)
    assert judged in Tone
    assert 0 < score <= 1
    assert 1 <= len(topics.judge(title, body)) <= 2


def test_only_the_beginning_of_a_long_article_is_read() -> None:
    beginning = "Bến phà mở lại. " * linear.MAX_TOKENS
    assert tone.judge(PLAN[0], beginning) == tone.judge(PLAN[0], beginning + ACCIDENT[1])


def test_numbers_are_one_word() -> None:
    assert tone.judge("Thêm 12 người nhập viện", "") == tone.judge("Thêm 7000 người nhập viện", "")


@pytest.mark.shared_data
def test_the_shipped_models_are_rebuilt_bit_for_bit(tmp_path: Path) -> None:
    """The trainer's whole way on a few items, twice; the shipped file's labels beside it."""
    file = DATA / "labelled" / "train_headlines.jsonl"
    if not file.is_file():
        pytest.skip("needs ../shared/data, which is not here")
    sklearn = pytest.importorskip("sklearn")
    from bench import train_light

    assert sklearn.__version__
    items = train_light.read_items(file)[::8]
    for name in ("one.npz", "two.npz"):
        train_light.write(train_light.train(items[::2], items[1::2]), tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    rebuilt, shipped = linear.Light(tmp_path / "one.npz"), linear.light()
    for question in ("tone", "topics"):
        assert rebuilt.classifier(question).labels == shipped.classifier(question).labels


@pytest.mark.shared_data
def test_tone_on_the_sample_is_far_above_the_naive_baseline() -> None:
    file = DATA / "labelled" / "tone.jsonl"
    if not file.is_file():
        pytest.skip("needs ../shared/data, which is not here")
    from bench.figures import macro_f1

    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["tone"], tone.judge(row["title"], row["summary"])[0].value) for row in rows]
    assert macro_f1(pairs, ["neg", "neu", "pos"]) > 0.65
