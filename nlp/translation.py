"""Headlines of the foreign press in Vietnamese, by local models, where the office has some. None is shipped.

A folder holds one folder a language (``en``, ``zh`` …), each as a hub exports a sequence-to-sequence model:
``encoder_model.onnx``, ``decoder_model.onnx``, tokenizer and ``config.json``. Decoding is greedy: headlines are short.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nlp.graph import open_session, open_tokenizer

log = logging.getLogger(__name__)

MOST_TOKENS = 96
_MOST_CHARS = 600
_REMEMBERED = 4_000


class Translator(Protocol):
    """Whoever translates into Vietnamese; ``None`` for a language or text that it cannot."""

    def translate(self, text: str, language: str) -> str | None: ...


class LocalTranslator:
    """The models of one folder, opened when first needed. One that fails is left alone, said once in the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._models: dict[str, _Model | None] = {}
        self._remembered = lru_cache(_REMEMBERED)(self._translate)

    def translate(self, text: str, language: str) -> str | None:
        return self._remembered(text[:_MOST_CHARS], language) if text.strip() else None

    def _translate(self, text: str, language: str) -> str | None:
        model = self._model(language)
        if model is None:
            return None
        try:
            return model.translate(text) or None
        # Whatever a foreign graph does, the digest goes out with the original words.
        except Exception as error:
            log.warning("translation from %s failed (%s); headlines stay untranslated", language, type(error).__name__)
            self._models[language] = None
            return None

    def _model(self, language: str) -> _Model | None:
        if language not in self._models:
            folder = self._folder / language
            try:
                self._models[language] = _Model(folder) if folder.is_dir() else None
            except Exception as error:
                log.warning("the translation model in %s cannot be opened: %s", folder, error)
                self._models[language] = None
        return self._models[language]


class _Model:
    """One direction. ``prefix`` of ``config.json`` stands before each text (``en: ``), where the model wants one."""

    def __init__(self, folder: Path) -> None:
        settings: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._start = int(settings.get("decoder_start_token_id", settings.get("pad_token_id", 0)))
        self._end = int(settings["eos_token_id"])
        self._prefix = str(settings.get("prefix", ""))
        self._encoder = open_session(folder / "encoder_model.onnx")
        self._decoder = open_session(folder / "decoder_model.onnx")
        self._tokenizer, _ = open_tokenizer(folder)

    def translate(self, text: str) -> str:
        given = np.array([self._tokenizer.encode(self._prefix + text).ids[:MOST_TOKENS]], np.int64)
        seen = np.ones_like(given)
        (states, *_) = self._encoder.run(None, {"input_ids": given, "attention_mask": seen})
        said = [self._start]
        while len(said) <= MOST_TOKENS:
            feed = {
                "input_ids": np.array([said], np.int64),
                "encoder_hidden_states": states,
                "encoder_attention_mask": seen,
            }
            (scores, *_) = self._decoder.run(None, feed)
            following = int(scores[0, -1].argmax())
            if following == self._end:
                break
            said.append(following)
        words: str = self._tokenizer.decode(said[1:], skip_special_tokens=True)
        return " ".join(words.split())
