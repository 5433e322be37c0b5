"""The rows of a table that an office edits as CSV, in a spreadsheet or by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from config.tables import Faults

Row = dict[str | Any, str | Any]


def read_rows(file: Path, required: Sequence[str], faults: Faults, absent: str = "") -> Iterator[tuple[int, Row]]:
    """Every row with the line it ends on; commas or semicolons, whichever the first line has more of.

    A file that cannot be read, or lacks a ``required`` column, is recorded and has no rows. So is one that is not
    there, where ``absent`` says what would be right; else it is an office without such a table.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if absent:
            faults.add(file, None, "file", "no such file", absent)
        return
    except (OSError, UnicodeDecodeError) as error:
        faults.add(file, None, "file", str(error), "a CSV file in UTF-8")
        return
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = reader.fieldnames or []
    if missing := [column for column in required if column not in header]:
        faults.add(file, 1, "columns", ", ".join(header) or "nothing", f"the columns {', '.join(missing)} too")
        return
    for row in reader:
        yield reader.line_num, row
