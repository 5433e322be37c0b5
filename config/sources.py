"""``sources.csv``: one row a source, opened in a spreadsheet as it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from config.rows import read_rows
from config.tables import Faults, parse_duration, shown
from news.errors import disk_error
from news.source import Source, SourceClass

COLUMNS = (
    "id", "name", "class", "country", "languages", "homepage", "feeds", "sitemap", "quirks", "evidence",
    "enabled", "interval", "candidates", "home", "listings",
)  # fmt: skip
_REQUIRED = ("id", "name", "class", "country", "languages", "homepage")
#: What ``crawlers.sitemaps.shard_urls`` fills in; ``{query}`` and ``{key}`` belong to discovery services.
_DATE_FIELDS = {"{YYYY}", "{M}", "{MM}", "{D}", "{DD}", "{d1}", "{d2}"}
_YES = {"yes", "true", "1", "có", "x"}
_NO = {"no", "false", "0", "không", ""}

#: What may not be a source, as a pure question: the reason, or ``None``. ``net.refusal`` answers it.
Refusal = Callable[[str], str | None]


def read_sources(file: Path, faults: Faults, refused: Refusal) -> tuple[Source, ...]:
    """Read all rows; a faulty row is recorded with its line and left out."""
    sources: dict[str, Source] = {}
    absent = "the list of sources; `diembao init` writes one"
    for line, row in read_rows(file, _REQUIRED, faults, absent):
        source = _source_of(file, line, row, faults, refused)
        if source is None:
            continue
        if source.id in sources:
            faults.add(file, line, "id", shown(source.id), "an id that no other row has")
            continue
        sources[source.id] = source
    return tuple(sources.values())


def write_sources(file: Path, sources: Iterable[Source]) -> None:
    """Write the whole list anew, atomically, as a spreadsheet programme reads it (UTF-8 with its mark)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for source in sources:
        writer.writerow(_row_of(source))
    fresh = file.with_suffix(".csv.new")
    try:
        fresh.write_text(out.getvalue(), encoding="utf-8-sig")
        fresh.replace(file)
    except OSError as error:
        raise disk_error(file, error) from error


def _row_of(source: Source) -> tuple[str, ...]:
    minutes = "" if source.interval is None else f"{int(source.interval.total_seconds() // 60)}m"
    return (
        source.id, source.name, source.source_class.value, source.country, ";".join(source.languages),
        source.homepage, ";".join(source.feeds), ";".join(source.sitemaps), source.quirks, source.evidence,
        "yes" if source.enabled else "no", minutes, ";".join(source.candidates), source.home or "",
        ";".join(source.listings),
    )  # fmt: skip


def _source_of(
    file: Path, line: int, row: dict[str | None, str | None], faults: Faults, refused: Refusal
) -> Source | None:
    cells = {key: (value or "").strip() for key, value in row.items() if key is not None}
    before = len(faults.errors)

    def fault(key: str, expected: str) -> None:
        faults.add(file, line, key, shown(cells.get(key, "")), expected)

    if None in row:
        faults.add(file, line, "columns", "more cells than columns", "quotes round a cell that holds a comma")
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", cells["id"]):
        fault("id", "lower-case letters, digits and hyphens, such as bao-vi-du")
    if not cells["name"]:
        fault("name", "the outlet's name")
    classes = [one.value for one in SourceClass]
    if cells["class"] not in classes:
        fault("class", f"one of {', '.join(classes)}")
    if not re.fullmatch(r"[A-Z]{2}", cells["country"]):
        fault("country", "a country code of two capitals, such as VN")
    for key in ("homepage", "feeds", "sitemap", "candidates", "listings"):
        for url in _list(cells.get(key, "")):
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
                fault(key, f"full addresses beginning with https:// (found {url})")
            elif (reason := refused(url)) is not None:
                fault(key, f"an outlet of the press ({reason})")
            elif key == "sitemap" and (unknown := set(re.findall(r"\{.*?\}", url)) - _DATE_FIELDS):
                fault(key, f"only {' '.join(sorted(_DATE_FIELDS))} in a pattern (found {' '.join(sorted(unknown))})")
    enabled = cells.get("enabled", "yes").lower()
    if enabled not in _YES | _NO:
        fault("enabled", "yes or no")
    interval = parse_duration(cells["interval"]) if cells.get("interval") else None
    if cells.get("interval") and interval is None:
        fault("interval", "a span of time such as 10m or 6h, or nothing")
    if len(faults.errors) > before:
        return None
    return Source(
        id=cells["id"],
        name=cells["name"],
        source_class=SourceClass(cells["class"]),
        country=cells["country"],
        languages=_list(cells["languages"]),
        homepage=cells["homepage"],
        feeds=_list(cells.get("feeds", "")),
        sitemaps=_list(cells.get("sitemap", "")),
        quirks=cells.get("quirks", ""),
        evidence=cells.get("evidence", ""),
        enabled=enabled in _YES,
        interval=interval,
        candidates=_list(cells.get("candidates", "")),
        home=cells.get("home") or None,
        listings=_list(cells.get("listings", "")),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", cell) if part.strip())
