"""Learning from corrections: what was corrected reads right, what was not keeps its reading, and it can be undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp import learning, linear, tone
from nlp.learning import Lesson

#: The office reads news of its own tram works as good news; the shipped model does not know the word.
CORRECTED = [
    f"Nạo vét kênh {name} đúng tiến độ, đoạn {number}"
    for number, name in enumerate(
        ("Xáng", "Mới", "Gò", "Đào", "Cát", "Sậy", "Bần", "Tràm", "Dừa", "Lau", "Sen", "Súng", "Năn", "Lác", "Bàng")
    )
]
OTHERS = [
    "Xe tải tông xe máy, hai người tử vong",
    "Học sinh giành huy chương vàng quốc tế",
    "Tỉnh lấy ý kiến về quy hoạch khu công nghiệp",
    "Bắt nhóm trộm cắp liên tỉnh",
]


def lessons(label: str) -> list[Lesson]:
    return [Lesson(linear.read(title, ""), (label,)) for title in CORRECTED]


def readings() -> list[linear.Reading]:
    return [linear.read(title, "") for title in OTHERS]


def test_what_was_held_out_reads_right_after_learning_and_the_rest_as_before() -> None:
    shipped = linear.light().shipped("tone")
    wrong = next(label for label in ("neg", "neu", "pos") if shipped.choose(lessons("neu")[0].reading)[0] != label)
    trial, learnt = learning.attempt("tone", shipped, lessons(wrong), readings(), one_label=True)
    assert trial.right_after > trial.right_before
    assert trial.others_changed == 0
    assert trial.is_worth_keeping
    moved = learnt.over(shipped)
    assert all(moved.choose(one.reading)[0] == wrong for one in lessons(wrong))


def test_corrections_that_agree_with_the_model_are_not_worth_keeping() -> None:
    shipped = linear.light().shipped("tone")
    agreed = [Lesson(reading, shipped.choose(reading)) for reading in readings() * 3]
    trial, _ = learning.attempt("tone", shipped, agreed, [], one_label=True)
    assert not trial.is_worth_keeping


def test_learning_twice_gives_the_same_weights() -> None:
    shipped = linear.light().shipped("topics")
    first, second = (learning.learn(shipped, lessons("transport"), one_label=False) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)


def test_what_was_learnt_is_read_named_and_undone(tmp_path: Path) -> None:
    light, file = linear.light(), tmp_path / "learnt.npz"
    before = tone.judge(CORRECTED[0], "")[0]
    wrong = next(label for label in ("neg", "pos") if label != before)
    learnt = learning.learn(light.shipped("tone"), lessons(wrong), one_label=True)
    np.savez_compressed(file, **learning.pack({"tone": learnt}, light.mark))  # type: ignore[arg-type]
    try:
        light.learn(file)
        assert light.learnt_mark
        assert tone.judge(CORRECTED[0], "")[0] == wrong
    finally:
        light.learn(None)
    assert not light.learnt_mark
    assert tone.judge(CORRECTED[0], "")[0] == before


def test_what_was_learnt_over_other_weights_waits(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    light, file = linear.light(), tmp_path / "learnt.npz"
    learnt = learning.learn(light.shipped("tone"), lessons("pos"), one_label=True)
    np.savez_compressed(file, **learning.pack({"tone": learnt}, "another"))  # type: ignore[arg-type]
    light.learn(file)
    assert not light.learnt_mark
    assert "models train" in caplog.text
