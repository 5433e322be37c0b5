"""Whose work diembao stands on, and under which licence: writes THIRD-PARTY-NOTICES.md from the lock.

    .venv/bin/python scripts/notices.py            write the file anew
    .venv/bin/python scripts/notices.py --check    code 1 and the difference if it is not what the lock says
    .venv/bin/python scripts/notices.py --texts F  copy every licence text that the packages bring into folder F

Reads requirements.txt for what is installed and the packages' own metadata for their licences. A licence that is
neither in ``FREE`` nor settled in ``SETTLED`` ends it with code 2: somebody has to read it first.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, NOTICES = ROOT / "requirements.txt", ROOT / "THIRD-PARTY-NOTICES.md"

#: Licences that ask for their text to be kept and nothing that touches diembao's own.
FREE = frozenset(
    ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0",
     "Unicode-3.0", "Unlicense", "ZPL-2.1", "Zlib")
)  # fmt: skip
#: What needed a decision: the licence as it is taken, and why it may be used.
SETTLED = {
    "certifi": ("MPL-2.0", "a list of certificates, used unchanged; the copyleft ends at its own files"),
    "orjson": ("MPL-2.0 AND (Apache-2.0 OR MIT)", "used unchanged; the copyleft of MPL ends at its own files"),
    "psycopg": ("LGPL-3.0-only", "used unchanged as a library that can be exchanged for another version"),
    "psycopg-binary": ("LGPL-3.0-only", "as psycopg"),
    "psycopg-pool": ("LGPL-3.0-only", "as psycopg"),
    "tld": ("MPL-1.1", "one of the three licences it offers; used unchanged"),
    "tqdm": ("MPL-2.0 AND MIT", "used unchanged; the copyleft of MPL ends at its own files"),
    "underthesea-core": (
        "Apache-2.0 or GPL-3.0, its parts disagree",
        "never loaded and in no image that we build: docs/decisions/{decision}",
    ),
}
DECISION = "0027-licences.md"
#: Classifiers and free words in metadata, as SPDX writes them.
_NAMES = {
    "apache": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache 2.0 license": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0", "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause", "bsd 2-clause license": "BSD-2-Clause", "the bsd 2-clause license": "BSD-2-Clause",
    "3-clause bsd license": "BSD-3-Clause", "isc license (iscl)": "ISC", "isc license": "ISC", "mit license": "MIT",
    "psfl": "PSF-2.0", "python software foundation license": "PSF-2.0", "the mit license": "MIT",
}  # fmt: skip
#: What lies in this repository and was made by others.
SHIPPED = (
    ("Liberation Serif", "SIL OFL 1.1", "reports/fonts/liberation", "sets the PDF"),
    ("Noto Serif Thai, Lao, Khmer", "SIL OFL 1.1", "reports/fonts/foreign", "names in other scripts"),
    ("multilingual-e5-small (Microsoft), trained further and made small", "MIT", "nlp/models/encoder", "reads texts"),
    ("Droid Sans Fallback", "Apache-2.0", "reports/fonts/foreign", "names in other scripts"),
)


@dataclass(frozen=True)
class Notice:
    name: str
    version: str
    licence: str
    home: str
    reason: str = ""


def locked() -> dict[str, str]:
    """Names and versions of the lock, in its order."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))


def licence_of(found: Distribution) -> str:
    """In SPDX's words where they are known; as the package says it otherwise."""
    about = found.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    said = [line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or [] if "License ::" in line]
    # "OSI Approved" alone names none; a whole licence text in the field is no name either.
    names = [name for name in said if name != "OSI Approved"]
    word = str(about.get("License") or "")
    if "\n" not in word and 0 < len(word) < 60:
        names = [word]
    known = sorted({_NAMES.get(name.lower(), name) for name in names})
    return " OR ".join(known)


def notices() -> list[Notice]:
    """What the lock installs. ``SystemExit`` 2 for a licence that nobody has read."""
    found, unread = [], []
    for name, version in locked().items():
        try:
            one = distribution(name)
        except PackageNotFoundError:
            continue  # for another version of Python or another machine
        licence, reason = SETTLED.get(name.lower(), (licence_of(one), ""))
        licence = licence or _texts_say(one)
        if not reason and not set(re.findall(r"[A-Za-z0-9.+-]+", licence)) - {"AND", "OR", "WITH"} <= FREE:
            unread.append(f"{name} {version}: {licence or 'says nothing'}")
        home = one.metadata.get("Home-page") or _first_address(one)
        found.append(Notice(name, version, licence, home or "", reason.format(decision=DECISION)))
    if unread:
        sys.stderr.write("Read these licences and settle them in scripts/notices.py:\n  " + "\n  ".join(unread) + "\n")
        raise SystemExit(2)
    return found


def _texts_say(one: Distribution) -> str:
    """A package without metadata of its licence: what its licence file begins with."""
    for text in texts_of(one).values():
        head = text[:400].lower()
        for sign, name in (("mit license", "MIT"), ("apache license", "Apache-2.0"), ("permission is hereby", "MIT")):
            if sign in head:
                return name
    return ""


def _first_address(one: Distribution) -> str:
    for entry in one.metadata.get_all("Project-URL") or []:
        _, _, address = str(entry).partition(", ")
        return address
    return ""


def texts_of(one: Distribution) -> dict[str, str]:
    """The licence texts a package brings, by their path in it."""
    sign = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
    paths = [path for path in one.files or [] if sign.search(path.name) and path.suffix not in (".py", ".pyc")]
    return {str(path): path.read_text(encoding="utf-8") for path in paths if Path(path.locate()).is_file()}


def written() -> str:
    """The whole file."""
    lines = [
        "# Third-party notices",
        "",
        "Written by `scripts/notices.py` from `requirements.txt` and the packages' own metadata; not to be edited.",
        "diembao itself: Apache-2.0 (`LICENSE`). Each package brings its licence's text where it is installed",
        "(`scripts/notices.py --texts FOLDER` gathers them).",
        "",
        "## In this repository",
        "",
        "| work | licence | where | what for |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in SHIPPED),
        "",
        "What the shipped models were learnt from, and under which licence: `docs/models.md`.",
        "",
        "## Installed from the lock",
        "",
        "| package | version | licence | home |",
        "|---|---|---|---|",
    ]
    found = sorted(notices(), key=lambda one: one.name.lower())
    lines += [f"| {one.name} | {one.version} | {one.licence} | {one.home} |" for one in found]
    lines += ["", "## Settled one by one", "", "| package | licence | why it may be used |", "|---|---|---|"]
    lines += [f"| {one.name} | {one.licence} | {one.reason} |" for one in found if one.reason]
    return "\n".join(lines) + "\n"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--check", action="store_true")
    arguments.add_argument("--texts", type=Path)
    chosen = arguments.parse_args()
    if chosen.texts is not None:
        for name in locked():
            try:
                texts = texts_of(distribution(name))
            except PackageNotFoundError:
                continue
            for path, content in texts.items():
                file = chosen.texts / name / Path(path).name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")
        return 0
    text = written()
    if not chosen.check:
        NOTICES.write_text(text, encoding="utf-8")
        return 0
    before = NOTICES.read_text(encoding="utf-8") if NOTICES.is_file() else ""
    difference = difflib.unified_diff(before.splitlines(), text.splitlines(), "committed", "lock", lineterm="")
    sys.stdout.writelines(f"{line}\n" for line in difference)
    return int(before != text)


if __name__ == "__main__":
    sys.exit(main())
