"""A digest or report as JSON: every field, sorted keys, times with +07:00; equal values give equal bytes."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from news.digest import Digest
from news.report import Report
from news.times import local

#: Raised when a field is renamed or changes its meaning; a new field does not raise it.
FORMAT = 1


def render(value: Digest | Report) -> bytes:
    content = {"format": FORMAT, key_of(type(value)): _value(value)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace") + b"\n"


def key_of(kind: type) -> str:
    """Under which key the content stands."""
    return "digest" if kind is Digest else "report"


def _value(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return value
