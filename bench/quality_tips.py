"""The rows of ``bench.quality`` for messages to the tip line: their categories, and their private details masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bench.figures import bootstrap, confusion
from news.safety import SafetyCategory
from nlp.inspect import text
from nlp.masking import Kind, mask

Row = dict[str, Any]
Line = tuple[object, ...]
ERROR = "  ! "
NONE = "none"


def measure_tips(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    """Recall by category, what is flagged of all else; private strings hidden, messages with something else hidden."""
    judged = [(row, text({"id": row["id"], "kind": "tip", "text": row["text"]}, ["safety"])) for row in rows]
    pairs = [(row["label"], found["safety"] or NONE) for row, found in judged]
    dangerous = [gold == found for gold, found in pairs if gold != NONE]
    if dangerous:
        yield "tips", name, len(dangerous), "dangerous, right category, recall", "0.000", bootstrap(share, dangerous)
    for category in SafetyCategory:
        right = [gold == found for gold, found in pairs if gold == category]
        if right:
            yield "", "", len(right), f"recall of {category}", "", bootstrap(share, right)
    protected = [found for gold, found in pairs if gold == NONE]
    yield "", "", len(protected), "flagged among all else", "", f"{sum(found != NONE for found in protected)}"
    yield confusion(pairs, [NONE, *SafetyCategory])
    for row, found in judged:
        guess = found["safety"] or NONE
        if guess != row["label"]:
            yield f"{ERROR}{row['label']} → {guess}  {row['text'][:110]}".replace("\n", " ")
    yield from _measure_masking(name, rows)


def _measure_masking(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    hidden_rightly: list[bool] = []
    touched_wrongly: list[bool] = []
    for row in rows:
        private = [one if isinstance(one, str) else one["text"] for one in row["pii"]]
        # Names are not among the labelled strings; how far they are recognised is measured apart.
        hidden = [row["text"][at.start : at.end] for at in mask(row["text"]).spans if at.kind is not Kind.NAME]
        masked = mask(row["text"]).text
        for string in private:
            is_hidden = string not in masked and any(string in told for told in hidden)
            hidden_rightly.append(is_hidden)
            if not is_hidden:
                yield f"{ERROR}not masked: {string}"
        wrong = [told for told in hidden if not any(told in string or string in told for string in private)]
        touched_wrongly.append(bool(wrong))
        for told in wrong:
            yield f"{ERROR}wrongly masked: {told}"
    if hidden_rightly:
        yield "masking", name, len(hidden_rightly), "private strings hidden", "0.000", bootstrap(share, hidden_rightly)
    yield "", "", len(touched_wrongly), "messages with something else hidden", "", bootstrap(share, touched_wrongly)


def share(found: Sequence[bool]) -> float:
    """The share that holds."""
    return sum(found) / len(found)
