"""Labelled lines in our ten languages from the translations that packages carry, for ``bench.quality``'s language row.

    python -m bench.language_rows OUT.jsonl FOLDER ...     FOLDER: has ``locale/LANGUAGE/LC_MESSAGES/*.mo`` below it

No headlines, but written by others in all ten languages: messages of one line, of 3 to 16 words, without placeholders.
The folders used for ``docs/models.md``: those of Django 5 and holidays 0.109 (pip install --target FOLDER django
holidays). English are the messages' own keys, Lao those of the catalogues of Lao holidays.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path
from random import Random

#: Folders of a language's translations.
FOLDERS = {
    "vi": ("vi",), "fr": ("fr",), "zh": ("zh_Hans", "zh_CN", "zh_Hant"), "ja": ("ja",), "ko": ("ko",), "ru": ("ru",),
    "th": ("th",), "km": ("km",),
}  # fmt: skip
DENSE = frozenset({"zh", "ja", "th", "lo", "km"})
MOST, SEED = 300, 20261122
_PLACEHOLDER = re.compile(r"[%{}<>&\\\n_|/@=]|\.\.\.|https?:")


def lines_of(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Language and line, as they come."""
    for language, names in FOLDERS.items():
        for name in names:
            for file in sorted(file for folder in folders for file in folder.rglob(f"{name}/LC_MESSAGES/*.mo")):
                with file.open("rb") as catalogue:
                    # The package keeps its messages in ``_catalog``; there is no public way to all of them.
                    messages = vars(GNUTranslations(catalogue))["_catalog"]
                for key, line in messages.items():
                    key = (key if isinstance(key, str) else key[0]).rpartition("\x04")[2]
                    if line != key and fits(line, language):
                        yield language, line
                    if language == "vi" and line != key and fits(key, "en"):
                        yield "en", key

    for file in sorted(file for folder in folders for file in folder.rglob("LC_MESSAGES/LA.mo")):
        with file.open("rb") as catalogue:
            for key in vars(GNUTranslations(catalogue))["_catalog"]:
                if isinstance(key, str) and fits(key, "lo"):
                    yield "lo", key


def fits(line: str, language: str) -> bool:
    """Whether it is a line of words: long enough to be in a language, without marks of a program."""
    if _PLACEHOLDER.search(line) or not any(letter.islower() or letter >= "\u0e00" for letter in line):
        return False
    return 8 <= len(line) <= 80 if language in DENSE else 3 <= len(line.split()) <= 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    found: dict[str, list[str]] = {}
    for language, line in dict.fromkeys(lines_of(arguments.folders)):
        found.setdefault(language, []).append(line)
    with arguments.out.open("w", encoding="utf-8") as file:
        for language, lines in sorted(found.items()):
            chosen = Random(SEED).sample(sorted(lines), min(MOST, len(lines)))
            print(f"{language}: {len(chosen)} of {len(lines)} lines")
            for number, line in enumerate(chosen):
                row = {"id": f"{language}-{number}", "title": line, "language": language}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
