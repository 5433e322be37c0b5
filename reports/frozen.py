"""A signed digest or report as bytes and back: what was signed can be read, compared and printed years later. Pure.

The bytes are those of ``reports.json``; a field that did not exist then takes its default.
"""

from __future__ import annotations

import hashlib
import json as text
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from news.digest import Coverage, Digest, Totals
from news.errors import RenderError
from news.report import Report
from news.times import EARLIEST
from reports import json
from reports.draft import PARTS

freeze = json.render


def thaw(content: bytes) -> Digest:
    """The digest of a signed content. Raises ``RenderError`` for bytes that are none."""
    digest: Digest = _thaw(Digest, content)
    return digest


def thaw_report(content: bytes) -> Report:
    """The same for the report of a period."""
    report: Report = _thaw(Report, content)
    return report


def fingerprint(digest: Digest) -> str:
    """What an editor answers for, in short: the words and articles of the digest, not the counters that run on."""
    bare = {part: tuple(replace(one, importance=0.0, reasons=()) for one in getattr(digest, part)) for part in PARTS}
    still = replace(
        digest,
        made_at=EARLIEST,
        coverage=Coverage(0, (), 0, 0, 0),
        totals=Totals(),
        stories=bare["stories"],
        foreign=bare["foreign"],
        sport=bare["sport"],
    )
    return hashlib.sha256(freeze(still)).hexdigest()


def _thaw(kind: type, content: bytes) -> Any:
    key = json.key_of(kind)
    try:
        record = text.loads(content)
        if record["format"] != json.FORMAT:
            raise RenderError(f"a signed {key} of format {record['format']!r}; known is {json.FORMAT}")
        return _value(kind, record[key])
    except (ValueError, KeyError, TypeError) as error:
        raise RenderError(f"not a signed {key}: {error!r}") from error


def _value(kind: Any, value: Any) -> Any:
    """``value`` of JSON as the type that a field has."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else _value(kinds[0], value)
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(_value(inner[0], one) for one in value)
        return tuple(_value(one, each) for one, each in zip(inner, value, strict=True))
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind is date else value


def _dataclass(kind: type, record: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    found = {}
    for one in fields(kind):
        if one.name in record:
            found[one.name] = _value(hints[one.name], record[one.name])
        elif one.default is MISSING and one.default_factory is MISSING:
            raise KeyError(one.name)
    return kind(**found)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
