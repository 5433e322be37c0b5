"""How well vectors find one matter told in other languages, beside words; what joining stories by them would cost.

    python -m bench.languages [--data ../shared/data]

24 fictional events, each a headline in five languages (``bench/labels/languages.jsonl``), are looked for
among their Vietnamese headlines and 300 real ones of the same provinces: an accident has other accidents beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from bench.figures import table
from nlp import transformer
from nlp.meaning import NEAR
from nlp.nearest import Nearest

LABELS = Path(__file__).parent / "labels" / "languages.jsonl"
MOST, FIRST = 300, 3
THRESHOLDS = (NEAR, 0.5, 0.55, 0.6, 0.65, 0.7)


def real(data: Path) -> list[str]:
    """Headlines about a province."""
    with (data / "labelled" / "train_headlines.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["title"] for row in rows if "about" in (row.get("relevance") or {}).values()][:MOST]


def vectors_of(texts: list[str]) -> np.ndarray:
    found = transformer.headlines(texts, [""] * len(texts))
    if found is None:
        raise SystemExit("no encoder here")
    return found.vectors


def main(data: Path) -> None:
    events = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    known = [event["vi"] for event in events] + real(data)
    mine, words = vectors_of(known), Nearest(known)
    asked, right = {}, np.arange(len(events))
    lines = []
    for language in (name for name in events[0] if name != "vi"):
        texts = [event[language] for event in events]
        asked[language] = vectors_of(texts) @ mine.T
        ranks = (asked[language] > asked[language][right, right][:, None]).sum(axis=1)
        by_words = [[place for place, _ in words.find(text, FIRST)] for text in texts]
        shown = asked[language][right, right] >= NEAR
        lines.append(
            (
                language,
                f"{np.mean([places[:1] == [event] for event, places in enumerate(by_words)]):.3f}",
                f"{np.mean([event in places for event, places in enumerate(by_words)]):.3f}",
                f"{(ranks == 0).mean():.3f}",
                f"{((ranks < FIRST) & shown).mean():.3f}",
            )
        )
    print(f"{len(events)} events among {len(known)} Vietnamese headlines")
    print(table(("language", "words first", f"words in {FIRST}", "vectors first", f"vectors in {FIRST}, near"), lines))
    cosines = np.vstack(list(asked.values()))
    same = np.vstack([np.eye(len(events), len(known), dtype=bool)] * len(asked))
    joins = []
    for least in THRESHOLDS:
        joined = cosines >= least
        hit = int((joined & same).sum())
        joins.append(
            (least, f"{hit / max(1, joined.sum()):.3f}", f"{hit / same.sum():.3f}", int((joined & ~same).sum()))
        )
    print(table(("joined from", "precision", "recall", "false pairs"), joins))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    main(parser.parse_args().data)
