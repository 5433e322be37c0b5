"""Languages of headlines: accuracy on ours, on real Vietnamese ones, and speed.

    python -m bench.language

``tests/nlp/headlines`` holds fictional headlines in ten languages, with the hard cases apart. The real ones are the
60,000 of ``../shared/data/press``, which are Vietnamese but for a few results of matches.
"""

from __future__ import annotations

import gzip
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from nlp.language import detect

ROOT = Path(__file__).resolve().parent.parent
HEADLINES = ROOT / "tests" / "nlp" / "headlines"
PRESS = ROOT.parent / "shared" / "data" / "press" / "headlines_60k.jsonl.gz"


def main() -> None:
    by_language: dict[str, list[bool]] = {}
    for file in sorted(HEADLINES.glob("*.txt")):
        language = file.stem.partition("_")[0]
        lines = file.read_text("utf-8").splitlines()
        right = [detect(line) == language for line in lines]
        by_language.setdefault(language, []).extend(right)
        print(f"{file.stem:10} {sum(right):3} of {len(right):3}", *[line for line in lines if detect(line) != language])
    shares = [sum(right) / len(right) for right in by_language.values()]
    print(f"macro accuracy, {len(shares)} languages: {sum(shares) / len(shares):.4f}")
    if PRESS.exists():
        real()
    plain = [line for line in (HEADLINES / "en.txt").read_text("utf-8").splitlines() if line.isascii()] * 50
    print(f"English: {per_second(lambda: list(map(detect, plain)), len(plain)):,.0f} headlines/s")


def real() -> None:
    with gzip.open(PRESS, "rt", encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    titles = [entry["title"] for entry in entries]
    for hint in (None, "vi"):
        counts = Counter(detect(title, hint) for title in titles)
        print(f"real headlines, hint {hint}: {counts['vi'] / len(titles):.4%} vi, others {dict(counts)}")
    print(f"Vietnamese: {per_second(lambda: list(map(detect, titles)), len(titles)):,.0f} headlines/s")
    clear = [title for title in titles if sum("ạ" <= letter <= "ỹ" for letter in title) * 2 > title.count(" ") + 1]
    rate = per_second(lambda: list(map(detect, clear)), len(clear))
    print(f"Vietnamese, clear cases ({len(clear) / len(titles):.0%}): {rate:,.0f} headlines/s")


def per_second(call: Callable[[], object], count: int) -> float:
    best = min(_seconds(call) for _ in range(3))
    return count / best


def _seconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
