"""Build ``nlp/places/provinces.csv`` and ``nlp/places/units.tsv`` from the lists of administrative units.

    python -m bench.places_build [FOLDER]        FOLDER: ../shared/data/places

Facts only: names, kinds, parents and dates. Everything written by hand stands in the other files of ``nlp/places``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from nlp.text import fold, nfc, place_tones

PLACES = Path("nlp/places")
MERGER = "2025-07-01"
PREFIXES = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Huyện", "Quận", "Tỉnh", "Xã")
Row = tuple[str, ...]


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def clean(name: str) -> str:
    """One spelling for one name: NFC, one tone placement, single spaces, no space after an apostrophe."""
    words = nfc(name.replace("’", "'").replace("' ", "'")).split()
    return place_tones(" ".join(word[:1].upper() + word[1:] for word in words))


def parted(full_name: str) -> tuple[str, str]:
    """``Huyện Hải Hậu`` → (``huyện``, ``Hải Hậu``)."""
    full_name = clean(full_name)
    for prefix in map(str.title, PREFIXES):
        if full_name.startswith(prefix + " "):
            return prefix.lower(), full_name[len(prefix) + 1 :]
    raise ValueError(f"no kind of unit in {full_name!r}")


def slug(name: str) -> str:
    return fold(name).replace(" - ", "-").replace(" ", "-")


def province_rows(folder: Path) -> Iterator[Row]:
    former: dict[str, list[str]] = {}
    for row in read(folder / "province_old_to_new.csv"):
        former.setdefault(row["new_code"], []).append(parted(row["old_province"])[1])
    for row in read(folder / "provinces_34.csv"):
        name = clean(row["name"])
        others = [old for old in former[row["code"]] if old != name]
        yield (
            slug(name),
            row["code"],
            name,
            f"{parted(row['full_name'])[0].capitalize()} {name}",
            row["name_en"],
            "|".join(others),
        )


def unit_rows(folder: Path) -> Iterator[Row]:
    """level, kind, name, present province, former province, district, valid since, valid until (exclusive)."""
    present: dict[str, str] = {}
    by_old_code: dict[str, str] = {}
    for row in read(folder / "province_old_to_new.csv"):
        old, new = parted(row["old_province"])[1], slug(parted(row["new_province"])[1])
        by_old_code[row["old_code"]] = present[old] = new
        if slug(old) != new:
            yield "province", parted(row["old_province"])[0], old, new, old, "", "", MERGER
    for row in read(folder / "provinces_34.csv"):
        kind, name = parted(row["full_name"])
        yield "province", kind, name, slug(name), "", "", "", ""
    for row in read(folder / "districts_pre_2025.csv"):
        kind, name = parted(row["district"])
        if not name.isdecimal():
            old = parted(row["province"])[1]
            yield "district", kind, name, by_old_code[row["province_code"]], old, "", "", MERGER
    for row in read(folder / "wards_2026.csv"):
        kind, name = parted(row["full_name"])
        yield "commune", kind, name, slug(clean(row["province"])), "", "", MERGER, ""
    seen: set[Row] = set()
    with (folder / "wards_ninhbinh_quangngai_old_to_new.jsonl").open(encoding="utf-8") as lines:
        for old in (json.loads(line)["old"] for line in lines):
            if not isinstance(old, list) or len(old) != 3:
                continue  # five broken rows of the source
            old_province, old_district, old_ward = old
            kind, name = parted(old_ward)
            former = parted(old_province)[1]
            unit = ("commune", kind, name, present[former], former, parted(old_district)[1], "", MERGER)
            if unit not in seen and not name.isdecimal():
                seen.add(unit)
                yield unit


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("../shared/data/places")
    with (PLACES / "provinces.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "code", "name", "full_name", "name_en", "former"))
        writer.writerows(province_rows(folder))
    units = sorted(unit_rows(folder), key=lambda row: (row[3], row[0] != "province", row))
    (PLACES / "units.tsv").write_text("".join("\t".join(row) + "\n" for row in units), encoding="utf-8")
    print(f"{len(units)} units written to {PLACES / 'units.tsv'}")


if __name__ == "__main__":
    main(sys.argv[1:])
