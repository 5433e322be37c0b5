"""A linear model over the words of a text and measures of it together: the run time, numpy only.

Words (any strings) count by presence, weighed by their rarity in training and brought to length 1; measures are
standardised and clipped. Each label has its own logistic; probabilities are theirs, brought to the sum 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
#: Standardised measures are cut here: one odd text must not decide by one number.
MOST = 4.0


@dataclass(frozen=True)
class Mixed:
    """``words`` give rows of ``rarity`` and ``word_weights``; ``measures`` the order of the other arrays."""

    labels: tuple[str, ...]
    words: Mapping[str, int]
    #: One per word.
    rarity: Floats
    #: Words × labels.
    word_weights: Floats
    measures: tuple[str, ...]
    means: Floats
    scales: Floats
    #: Measures × labels, and one bias per label.
    measure_weights: Floats
    bias: Floats

    def scores(self, words: Iterable[str], measures: Mapping[str, float]) -> Floats:
        """The log-odds of each label against the rest."""
        rows = [row for row in map(self.words.get, dict.fromkeys(words)) if row is not None]
        total = self.bias + self.standardised(measures) @ self.measure_weights
        if rows:
            rarity = self.rarity[rows]
            total = total + rarity @ self.word_weights[rows] / np.sqrt(rarity @ rarity)
        return np.asarray(total, np.float32)

    def standardised(self, measures: Mapping[str, float]) -> Floats:
        values = np.array([measures.get(name, 0.0) for name in self.measures], np.float32)
        return np.asarray(np.clip((values - self.means) / self.scales, -MOST, MOST), np.float32)

    def probabilities(self, words: Iterable[str], measures: Mapping[str, float]) -> Floats:
        shares = 1 / (1 + np.exp(-self.scores(words, measures).astype(np.float64)))
        return np.asarray(shares / shares.sum(), np.float32)


def load(file: Path) -> Mixed:
    """Read a model that ``bench.mixed`` wrote; weights of words are int8 with a scale per label."""
    with np.load(file, allow_pickle=False) as read:
        arrays = {name: read[name] for name in read.files}
    names = {key: tuple(bytes(arrays[key]).decode().split("\n")) for key in ("labels", "words", "measures")}
    return Mixed(
        labels=names["labels"],
        words={word: row for row, word in enumerate(names["words"])},
        rarity=arrays["rarity"].astype(np.float32),
        word_weights=arrays["word_weights"].astype(np.float32) * arrays["word_scales"],
        measures=names["measures"],
        means=arrays["means"],
        scales=arrays["scales"],
        measure_weights=arrays["measure_weights"],
        bias=arrays["bias"],
    )
