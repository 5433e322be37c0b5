"""Words: agreement with ``underthesea.word_tokenize`` and the ratio of speeds, in one run on the same texts.

    python -m bench.words [--all]

Texts: real headlines with leads and whole articles of ``../shared/data/press``; ``--all`` adds the 60,000 headlines and
the stories. *Cold*: every memory empty; *warm*: the texts a second time. Measured in processor time of one process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nlp.word_model import read_model
from nlp.words import Segmenter

PRESS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "press"
FIELDS = ("title", "summary", "sapo", "body")


def texts(names: list[str]) -> Iterator[str]:
    for name in names:
        opener = gzip.open if name.endswith(".gz") else open
        with opener(PRESS / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                yield from (entry[field] for field in FIELDS if entry.get(field))


def seconds(call: Callable[[], object]) -> float:
    begin = time.process_time()
    call()
    return time.process_time() - begin


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true")
    names = ["headlines.jsonl", "articles.jsonl"]
    if arguments.parse_args().all:
        names += ["headlines_60k.jsonl.gz", "stories.jsonl"]
    whole = list(texts(names))
    begin = time.process_time()
    segmenter = Segmenter(read_model())
    print(f"model read in {time.process_time() - begin:.2f} s, {peak_megabytes():.0f} MB with the texts")
    ours: list[list[str]] = []
    cold = seconds(lambda: ours.extend(map(segmenter.segment, whole)))
    warm = seconds(lambda: [segmenter.segment(text) for text in whole])
    count = sum(len(segmenter.tokens(text)) for text in whole)
    print(f"ours: {len(whole):,} texts, {count:,} tokens; {peak_megabytes():.0f} MB")

    from underthesea import word_tokenize

    word_tokenize("Xin chào")
    theirs: list[list[str]] = []
    reference = seconds(lambda: theirs.extend(map(word_tokenize, whole)))
    for name, taken in (("underthesea", reference), ("ours, cold", cold), ("ours, warm", warm)):
        print(f"{name:12} {count / taken:>9,.0f} tokens/s   {reference / taken:5.1f} x")
    equal = sum(a == b for a, b in zip(ours, theirs, strict=True))
    print(f"the same words: {equal:,} of {len(whole):,} texts ({equal / len(whole):.4%})")
    for text, a, b in zip(whole, ours, theirs, strict=True):
        if a != b:
            print(f"  {text[:60]!r}: {set(a) ^ set(b)}")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
