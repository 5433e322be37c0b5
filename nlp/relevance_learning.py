"""Learning relevance from a reviewer's corrections: the small layer over the counts, moved a little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from news.analysis import Relevance
from nlp.learning import Floats, Trial, descend, try_out
from nlp.relevance import Model

Features = dict[str, float]
Arrays = dict[str, npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class RelevanceLesson:
    """The counts of a headline that names the province, and what a person said it is.

    Of such a text the layer can say no less than ``passing``; what a person called unrelated teaches that.
    """

    features: Features
    label: Relevance


def attempt(shipped: Model, lessons: Sequence[RelevanceLesson], others: Sequence[Features]) -> tuple[Trial, Model]:
    """Learn from all lessons; the trial is on those held out, and on ``others`` that nobody corrected."""
    trial = try_out(
        "relevance",
        shipped,
        lessons,
        others,
        learn=lambda some: learn(shipped, some),
        is_right=lambda model, lesson: model.judge(lesson.features).relevance is _wanted(lesson),
        says=lambda model, features: model.judge(features).relevance,
    )
    return trial, learn(shipped, lessons)


def learn(shipped: Model, lessons: Sequence[RelevanceLesson]) -> Model:
    """The layer with its weights moved towards what people said."""
    names = sorted(shipped.weights)
    X = np.array([[lesson.features[name] for name in names] for lesson in lessons], np.float32)
    Y = np.array([[one is _wanted(lesson) for one in shipped.classes] for lesson in lessons], np.float32)
    weights, bias = descend(X, Y, *_arrays(shipped), one_label=True)
    return _model(shipped, weights, bias)


def pack(model: Model) -> Arrays:
    """As ``unpack`` reads it."""
    weights, bias = _arrays(model)
    return {"weights": weights, "bias": bias}


def unpack(shipped: Model, arrays: Arrays) -> Model:
    return _model(shipped, arrays["weights"], arrays["bias"])


def _arrays(model: Model) -> tuple[Floats, Floats]:
    rows = [model.weights[name] for name in sorted(model.weights)]
    return np.array(rows, np.float32), np.array(model.bias, np.float32)


def _model(shipped: Model, weights: Floats, bias: Floats) -> Model:
    rows = weights.round(4).tolist()
    named = {name: tuple(row) for name, row in zip(sorted(shipped.weights), rows, strict=True)}
    return Model(shipped.classes, tuple(bias.round(4).tolist()), named)


def _wanted(lesson: RelevanceLesson) -> Relevance:
    return Relevance.PASSING if lesson.label is Relevance.NONE else lesson.label
