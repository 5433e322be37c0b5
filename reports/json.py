"""A digest as JSON: every field of the value, sorted keys, times with +07:00; equal digests give equal bytes."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from news.digest import Digest
from news.times import local

#: Raised when a field is renamed or changes its meaning; a new field does not raise it.
FORMAT = 1


def render(digest: Digest) -> bytes:
    content = {"format": FORMAT, "digest": _value(digest)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace") + b"\n"


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
