"""Foreign headlines by a local model: a tiny one that the test builds; a broken one leaves the original words."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from nlp.translation import MOST_TOKENS, LocalTranslator

WORDS = ("<pad>", "</s>", "<unk>", "bridge", "opened", "cầu", "mở")
PAIRS = {"bridge": "cầu", "opened": "mở", "</s>": "</s>", "<unk>": "<unk>"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """``en``: a model that says for each word its partner, in order."""
    english = tmp_path / "en"
    english.mkdir()
    number = {word: place for place, word in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordLevel(number, unk_token="<unk>"))
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.save(str(english / "tokenizer.json"))
    (english / "tokenizer_config.json").write_text(json.dumps({"pad_token": "<pad>"}))
    (english / "config.json").write_text(json.dumps({"decoder_start_token_id": 0, "eos_token_id": 1}))
    table = np.array([number[PAIRS.get(word, word)] for word in WORDS], np.int64)
    _write_encoder(english / "encoder_model.onnx")
    _write_decoder(english / "decoder_model.onnx", table)
    return tmp_path


def _write_encoder(file: Path) -> None:
    """The "states" are the numbers of the tokens."""
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["real", "last"], ["states"]),
    ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [_ids("input_ids"), _ids("attention_mask")],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, None, 1])],
        [numpy_helper.from_array(np.array([2], np.int64), "last")],
    )
    _save(graph, file)


def _write_decoder(file: Path, table: np.ndarray) -> None:
    """The next word is the partner of the input's word at the place that has been reached."""
    nodes = [
        helper.make_node("Shape", ["input_ids"], ["shape"]),
        helper.make_node("Gather", ["shape", "one"], ["length"]),
        helper.make_node("Sub", ["length", "one"], ["reached"]),
        helper.make_node("Squeeze", ["encoder_hidden_states", "ends"], ["row"]),
        helper.make_node("Shape", ["row"], ["words"]),
        helper.make_node("Mod", ["reached", "words"], ["place"]),
        helper.make_node("Gather", ["row", "place"], ["real"]),
        helper.make_node("Cast", ["real"], ["token"], to=TensorProto.INT64),
        helper.make_node("Gather", ["table", "token"], ["partner"]),
        helper.make_node("OneHot", ["partner", "depth", "values"], ["flat"]),
        helper.make_node("Reshape", ["flat", "form"], ["scores"]),
    ]
    constants = {
        "one": np.array([1], np.int64),
        "ends": np.array([0, 2], np.int64),
        "table": table,
        "depth": np.array(len(WORDS), np.int64),
        "values": np.array([0, 1], np.float32),
        "form": np.array([1, 1, len(WORDS)], np.int64),
    }
    graph = helper.make_graph(
        nodes,
        "decoder",
        [
            _ids("input_ids"),
            helper.make_tensor_value_info("encoder_hidden_states", TensorProto.FLOAT, [1, None, 1]),
            _ids("encoder_attention_mask"),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 1, len(WORDS)])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    _save(graph, file)


def _ids(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, [1, None])


def _save(graph: onnx.GraphProto, file: Path) -> None:
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), file)


def test_a_headline_is_translated_by_the_model_of_its_language(folder: Path) -> None:
    translator = LocalTranslator(folder)
    assert translator.translate("bridge opened", "en") == "cầu mở"
    assert translator.translate("bridge", "en") == "cầu"


def test_a_language_without_a_model_stays_untranslated(folder: Path) -> None:
    assert LocalTranslator(folder).translate("桥", "zh") is None
    assert LocalTranslator(folder / "nowhere").translate("bridge", "en") is None
    assert LocalTranslator(folder).translate("  ", "en") is None


def test_a_broken_model_is_said_once_and_left_alone(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "en" / "decoder_model.onnx").write_bytes(b"no graph")
    translator = LocalTranslator(folder)
    with caplog.at_level(logging.WARNING):
        assert [translator.translate(text, "en") for text in ("bridge", "opened")] == [None, None]
    assert len(caplog.records) == 1


def test_a_model_that_never_ends_is_cut(folder: Path) -> None:
    _write_decoder(folder / "en" / "decoder_model.onnx", np.full(len(WORDS), 5, np.int64))
    settings = {"decoder_start_token_id": 0, "eos_token_id": 99}
    (folder / "en" / "config.json").write_text(json.dumps(settings))
    words = LocalTranslator(folder).translate("bridge opened", "en")
    assert words is not None
    assert words.split() == ["cầu"] * MOST_TOKENS
