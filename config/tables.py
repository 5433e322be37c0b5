"""TOML tables whose values know file, line and key, and which gather every fault instead of stopping at the first.

The owner of a setting reads it from here and says what would be right; a value that cannot be used is recorded
in ``Faults`` and replaced by the default, so that one reading reports all mistakes of a folder.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from news.errors import ConfigError

_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_NOTHING: Mapping[str, Any] = {}


@dataclass
class Faults:
    """The mistakes found so far."""

    errors: list[ConfigError] = field(default_factory=list)

    def add(self, file: Path, line: int | None, key: str, found: str, expected: str) -> None:
        self.errors.append(ConfigError(file, line, key, found, expected))


def shown(value: object) -> str:
    """A value as its writer would recognise it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if not isinstance(value, str) else f'"{value}"'


def parse_duration(text: str) -> timedelta | None:
    """``"90s"``, ``"10m"``, ``"1h 30m"``, ``"90d"`` → a span; ``None`` when it is none."""
    pieces = _DURATION.findall(text)
    if not pieces or _DURATION.sub("", text).strip():
        return None
    return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in pieces))


class Table:
    """One table of a TOML file. Ask for every key it may have, then call ``finish``."""

    def __init__(
        self, file: Path, values: Mapping[str, Any], lines: Mapping[str, int], faults: Faults, path: str = ""
    ) -> None:
        self.file, self.faults, self.path = file, faults, path
        self._values, self._lines = values, lines
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Whether the key is written; who asks knows it."""
        self._known.add(key)
        return key in self._values

    def keys(self) -> Sequence[str]:
        return tuple(self._values)

    def line(self, key: str = "") -> int | None:
        """The line of a key, or of the table's own header."""
        return self._lines.get(self._name(key), self._lines.get(self.path))

    def fault(self, key: str, expected: str, found: str | None = None) -> None:
        text = found if found is not None else shown(self._values[key]) if key in self._values else "nothing"
        self.faults.add(self.file, self.line(key), self._name(key), text, expected)

    def text(self, key: str, default: str | None = None, *, pattern: str | None = None, expected: str = "") -> str:
        value: str = self._get(key, default, str, "a text in quotes")
        if pattern and not re.fullmatch(pattern, value) and key in self._values:
            self.fault(key, expected or f"a text of the form {pattern}")
        return value

    def integer(self, key: str, default: int | None = None, *, least: int = 0, most: int = 2**31) -> int:
        value: int = self._get(key, default, int, "a whole number")
        return int(self._within(key, value, least, most, default))

    def number(self, key: str, default: float | None = None, *, least: float = 0.0, most: float = 1e12) -> float:
        value = self._get(key, default, (int, float), "a number")
        return float(self._within(key, value, least, most, default))

    def flag(self, key: str, default: bool | None = None) -> bool:
        return bool(self._get(key, default, bool, "true or false"))

    def duration(
        self, key: str, default: str, *, least: timedelta = timedelta(0), most: timedelta = timedelta(days=36500)
    ) -> timedelta:
        fallback = parse_duration(default)
        if fallback is None:
            raise ValueError(default)
        value = self._get(key, default, str, 'a span of time such as "90s", "10m", "6h" or "90d"')
        span = parse_duration(value)
        if span is None:
            self.fault(key, 'a span of time such as "90s", "10m", "6h" or "90d"')
            return fallback
        if not least <= span <= most:
            self.fault(key, f"a span from {least} to {most}")
            return fallback
        return span

    def clock(self, key: str, default: str) -> time:
        """A local time of day, ``"06:30"``."""
        value = self._get(key, default, str, 'a local time such as "06:30"')
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.fault(key, 'a local time such as "06:30"')
            return time.fromisoformat(default)

    def day(self, key: str) -> date:
        """A day, ``2027-02-05``, bare or in quotes."""
        value = self._get(key, None, (str, date), "a day such as 2027-02-05")
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            if key in self._values:
                self.fault(key, "a day such as 2027-02-05")
            return date(1970, 1, 1)

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self._get(key, list(default), list, 'a list of texts such as ["a", "b"]')
        if any(not isinstance(one, str) for one in value):
            self.fault(key, 'a list of texts such as ["a", "b"]')
            return tuple(default)
        return tuple(value)

    def table(self, key: str) -> Table:
        value = self._get(key, {}, dict, f"a table: [{self._name(key)}]")
        return Table(self.file, value, self._lines, self.faults, self._name(key))

    def tables(self, key: str) -> list[Table]:
        value = self._get(key, [], list, f"one or more tables: [[{self._name(key)}]]")
        if any(not isinstance(one, dict) for one in value):
            self.fault(key, f"one or more tables: [[{self._name(key)}]]")
            return []
        name = self._name(key)
        return [Table(self.file, one, self._lines, self.faults, f"{name}[{i}]") for i, one in enumerate(value)]

    def finish(self) -> None:
        """Report the keys nobody asked for, with the likeliest right spelling."""
        for key in self._values:
            if key not in self._known:
                known = sorted(self._known)
                self.faults.add(
                    self.file,
                    self.line(key),
                    self._name(key),
                    "an unknown key",
                    f"one of {', '.join(known)}{_suggestion(key, known)}",
                )

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def _get(self, key: str, default: Any, kind: type | tuple[type, ...], expected: str) -> Any:
        self._known.add(key)
        if key not in self._values:
            if default is None:
                self.fault(key, expected)
                return _EMPTY[kind if isinstance(kind, type) else kind[0]]
            return default
        value = self._values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(key, expected)
            return default if default is not None else _EMPTY[kind if isinstance(kind, type) else kind[0]]
        return value

    def _within(self, key: str, value: Any, least: Any, most: Any, default: Any) -> Any:
        if least <= value <= most or key not in self._values:
            return value
        self.fault(key, f"a number from {least} to {most}")
        return default if default is not None else least


_EMPTY: dict[type, Any] = {str: "", int: 0, bool: False, list: [], dict: {}}


def read_table(file: Path, faults: Faults, *, may_be_absent: bool = False) -> Table:
    """Read one TOML file; a file that is absent or no TOML is a fault and reads as empty."""
    try:
        source = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if may_be_absent:
            return Table(file, _NOTHING, {}, faults)
        faults.add(file, None, "file", "no such file", "a file; `diembao init` writes a complete folder")
        return Table(file, _NOTHING, {}, faults)
    except (OSError, UnicodeDecodeError) as error:
        faults.add(file, None, "file", str(error), "a readable text file in UTF-8")
        return Table(file, _NOTHING, {}, faults)
    return parse_table(source, file, faults)


def parse_table(source: str, file: Path, faults: Faults) -> Table:
    """Read TOML that is in hand; ``file`` names it in faults."""
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else source.count("\n") + 1
        wrong = source.splitlines()[line - 1].strip() if line <= len(source.splitlines()) else "end of file"
        faults.add(file, line, "TOML", wrong, f"valid TOML ({error})")
        return Table(file, _NOTHING, {}, faults)
    return Table(file, values, _lines_of(source), faults)


def _lines_of(source: str) -> dict[str, int]:
    """Where each dotted key stands. Good for the plain files of a province: no inline tables over lines."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, raw in enumerate(source.splitlines(), 1):
        line = raw.strip()
        if header := re.match(r"\[\[\s*([^\]]+?)\s*\]\]", line):
            name = header[1]
            table = f"{name}[{counts.get(name, 0)}]"
            counts[name] = counts.get(name, 0) + 1
            lines.setdefault(name, number)
            lines[table] = number
        elif header := re.match(r"\[\s*([^\]]+?)\s*\]", line):
            first, dot, rest = header[1].partition(".")
            table = f"{first}[{counts[first] - 1}]{dot}{rest}" if first in counts else header[1]
            lines[table] = number
        elif pair := re.match(r"""("[^"]+"|'[^']+'|[\w.-]+)\s*=""", line):
            key = pair[1].strip("\"'")
            lines[f"{table}.{key}" if table else key] = number
    return lines


def _suggestion(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f" (did you mean {near[0]}?)" if near else ""
