"""Write the files of a digest or report: each format from the same sheet, each file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path

from news.digest import Digest, Period
from news.edition import Seal
from news.errors import RenderError, disk_error
from news.report import Report
from reports.arrange import arrange
from reports.sheet import Letterhead, Sheet


class Format(StrEnum):
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


def document(digest: Digest | Report, letterhead: Letterhead, format: Format, seal: Seal | None = None) -> bytes:
    """Return one format's bytes. Each renderer is imported when it is asked for: typst alone weighs 40 MB."""
    if format is Format.JSON:
        from reports import json

        return json.render(digest)
    sheet = sheet_of(digest, letterhead, seal)
    made_at = digest.as_of if isinstance(digest, Report) else digest.made_at
    if format is Format.HTML:
        from reports import html

        return html.render(sheet)
    if format is Format.DOCX:
        from reports import docx

        return docx.render(sheet, made_at=made_at)
    from reports import pdf

    return pdf.render(sheet, made_at=made_at)


def sheet_of(digest: Digest | Report, letterhead: Letterhead, seal: Seal | None = None) -> Sheet:
    """Every word of it in its order."""
    if isinstance(digest, Report):
        from reports.periods import arrange as of_period

        return of_period.arrange(digest, letterhead, seal)
    return arrange(digest, letterhead, seal)


def formats(names: Iterable[str]) -> tuple[Format, ...]:
    """Read formats by name. Raises ``RenderError`` for one that does not exist."""
    known = {one.value: one for one in Format}
    for name in names:
        if name not in known:
            raise RenderError(f"no format {name!r}; there are {', '.join(known)}")
    return tuple(known[name] for name in names)


def file_name(digest: Digest | Report, format: Format) -> str:
    return f"{stem(digest.period, digest.day)}.{format.value}"


def stem(period: Period, day: date) -> str:
    """``diem-bao-2026-11-22``; reports are ``bao-cao-tuan-2026-47``, ``-thang-2026-11``, ``-nam-2026``."""
    return {
        Period.DAY: f"diem-bao-{day:%Y-%m-%d}",
        Period.WEEK: f"bao-cao-tuan-{day:%G-%V}",
        Period.MONTH: f"bao-cao-thang-{day:%Y-%m}",
        Period.YEAR: f"bao-cao-nam-{day:%Y}",
    }[period]


def write(
    digest: Digest | Report, letterhead: Letterhead, formats: Iterable[Format], folder: Path, seal: Seal | None = None
) -> list[Path]:
    """Write the files into the folder, which is made if need be, and return their paths in the order asked for.

    Raises ``StorageFull`` when the folder cannot be written to; a file already there is replaced only by a whole one.
    """
    paths = []
    for format in formats:
        content = document(digest, letterhead, format, seal)
        path = folder / file_name(digest, format)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _replace(path, content)
        except OSError as error:
            raise disk_error(path, error) from error
        paths.append(path)
    return paths


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file first, so that nobody ever sees half of one; two processes write two such files."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
