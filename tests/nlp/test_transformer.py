"""The encoder's face: answers in the order asked, nothing where there is no model, local models in its place."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from news.analysis import Tone
from news.errors import ConfigError
from nlp import adopted, mixture, reasons, tone, topics, transformer
from nlp.analyser import Analyser, Asked
from nlp.graph import Graph
from tests.nlp.tiny_model import write_tiny_model

AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
WORDS = {"cháy": "neg", "họp": "neu", "vàng": "pos"}
#: In another order than ours, and in other words.
LABELS = ("positive", "neutral", "negative")
SPOKEN = {"cháy": "negative", "họp": "neutral", "vàng": "positive"}


@pytest.fixture(autouse=True)
def no_model_stays() -> Iterator[None]:
    yield
    transformer.adopt(())


def tiny(folder: Path) -> Path:
    return write_tiny_model(folder, SPOKEN, LABELS)


def test_answers_come_in_the_order_of_the_texts_whatever_their_length(tmp_path: Path) -> None:
    texts = ["vàng " * count if count % 2 else "cháy " * count for count in range(1, 90)][::-1]
    found = Graph(tiny(tmp_path)).run(texts, max_tokens=60)["logits"]
    assert [int(row.argmax()) for row in found] == [0 if text.startswith("vàng") else 2 for text in texts]


def test_a_text_reads_the_same_alone_and_in_company() -> None:
    texts = ["Cháy xưởng gỗ, hai người tử vong", "Họp báo thường kỳ tháng 3 về kinh tế và xã hội của tỉnh", "Mưa"]
    together, alone = transformer.heads(texts, "claims"), transformer.heads(texts[:1], "claims")
    if together is None or alone is None:
        pytest.skip("no encoder is shipped")
    assert together[0] == pytest.approx(alone[0], abs=0.05)


@pytest.mark.parametrize("blob", [None, b"", b"no graph at all"])
def test_without_a_usable_model_the_light_ones_answer_and_the_log_says_so_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, blob: bytes | None
) -> None:
    if blob is not None:
        (tmp_path / "model.onnx").write_bytes(blob)
    monkeypatch.setattr(transformer, "FOLDER", tmp_path)
    with caplog.at_level(logging.WARNING):
        found = Analyser(best=True).read("Cháy xưởng gỗ, hai người tử vong", "", "")
        assert transformer.heads(["Có 5 người chết."], "claims") is None
        assert transformer.embed(["Có 5 người chết."], query=True) is None
    assert (found.tone, found.tone_score) == tone.judge("Cháy xưởng gỗ, hai người tử vong", "")
    assert found.topics == topics.judge("Cháy xưởng gỗ, hai người tử vong", "")
    assert len(caplog.records) == (blob is not None)


def test_what_touches_no_province_is_read_without_loading_a_transformer() -> None:
    program = (
        "import sys; from nlp.analyser import Analyser; Analyser(['ninh-binh']).read('Hà Nội mưa lớn', '', '');"
        "assert not {'onnxruntime', 'tokenizers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_an_adopted_model_answers_in_our_order_of_labels(tmp_path: Path) -> None:
    transformer.adopt([adopted.examine("tone", tiny(tmp_path))])
    found = Analyser(best=True).read_many([Asked(f"{word} ở đâu đó", language="vi") for word in WORDS], ["tone"])
    assert [one.tone.value for one in found] == list(WORDS.values())
    assert all(one.tone_score > 0.8 for one in found)


def test_an_adopted_model_changes_the_name_of_the_model_set(tmp_path: Path) -> None:
    before = Analyser(["ninh-binh"]).models
    transformer.adopt([adopted.examine("tone", tiny(tmp_path), "abc")])
    assert Analyser(["ninh-binh"]).models != before


def test_the_tone_of_both_hangs_on_the_word_without_which_it_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    def shares(articles: list[tuple[str, str]], readings: list[object]) -> np.ndarray:
        return np.array([[0.9 if "cháy" in title else 0.3, 0.05, 0.05] for title, _ in articles])

    monkeypatch.setattr(mixture, "tone_shares", shares)
    first, *others = reasons.of_both("Xưởng gỗ cháy", "Không ai bị thương.", Tone.NEGATIVE)
    assert (first.words, first.weight, first.in_title) == ("cháy", 0.6, True)
    assert {one.weight for one in others} == {0.0}


def test_only_what_touches_a_province_is_read_by_the_transformer(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def judge(articles: list[tuple[str, str]], readings: list[object]) -> mixture.Judged:
        read.extend(title for title, _ in articles)
        return mixture.Judged([(Tone.NEUTRAL, 0.5)] * len(readings))

    monkeypatch.setattr(mixture, "judge", judge)
    titles = ["Ninh Bình: cháy xưởng gỗ", "Hà Nội mưa lớn", "Tràng An (Ninh Bình) đón khách"]
    found = Analyser(["ninh-binh"]).read_many([Asked(title, published_at=AT) for title in titles])
    assert read == [titles[0], titles[2]]
    assert [one.tone_score for one in found if one.tone_score != 0.5] == [found[1].tone_score]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"license": "cc-by-nc-4.0"}, "license"),
        ({"license": None}, "license"),
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}}, "id2label"),
        ({"id2label": {"0": "negative", "1": "positive"}}, "id2label"),
    ],
)
def test_a_folder_that_does_not_say_its_labels_or_licence_is_refused(
    tmp_path: Path, change: dict[str, object], key: str
) -> None:
    config = tiny(tmp_path) / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | change))
    with pytest.raises(ConfigError) as caught:
        adopted.examine("tone", tmp_path)
    assert caught.value.key == key


def test_the_licence_may_stand_in_the_card(tmp_path: Path) -> None:
    config = tiny(tmp_path) / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"license": None}))
    (tmp_path / "README.md").write_text("---\nlanguage: vi\nlicense: apache-2.0\n---\n# Tiny\n")
    assert adopted.examine("tone", tmp_path).licence == "apache-2.0"
