"""Read input files as a stream of records: JSONL (gzip by suffix), one faulty line never stops the others."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import orjson

from news.errors import InputError

#: A longer line is no record of ours; it is skipped with an error, without being held in memory whole.
MOST_LINE_BYTES = 16_000_000


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """A file, or standard input for ``-``. Raises ``InputError`` when it cannot be opened."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = cast(IO[bytes], gzip.open(path, "rb") if path.endswith(".gz") else Path(path).open("rb"))  # noqa: SIM115
    except OSError as error:
        raise InputError(path, None, f"không mở được: {error.strerror or error}") from error
    with stream:
        yield stream


def read_bytes(path: str, most: int) -> bytes:
    """The whole of a file (gzip by suffix), at most ``most`` bytes. Raises ``InputError``."""
    with opened(path) as stream:
        try:
            body = stream.read(most + 1)
        except (OSError, EOFError) as error:
            raise InputError(path, None, f"không đọc được: {error}") from error
    if len(body) > most:
        raise InputError(path, None, f"lớn hơn {most // 1_000_000} MB")
    return body


def records(path: str) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """``(line number, record or error)`` for every line that is not blank."""
    name = "stdin" if path == "-" else path
    with opened(path) as stream:
        number = 0
        while True:
            number += 1
            try:
                line = stream.readline(MOST_LINE_BYTES)
            except (OSError, EOFError) as error:
                yield number, InputError(name, number, f"tệp hỏng, không đọc tiếp được: {error}")
                return
            if not line:
                return
            if len(line) == MOST_LINE_BYTES and not line.endswith(b"\n"):
                while (rest := stream.readline(MOST_LINE_BYTES)) and not rest.endswith(b"\n"):
                    continue
                yield number, InputError(name, number, f"dòng dài hơn {MOST_LINE_BYTES // 1_000_000} MB")
                continue
            if not line.strip():
                continue
            try:
                record = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                yield number, InputError(name, number, f"không phải JSON: {error}")
                continue
            if not isinstance(record, dict):
                yield number, InputError(name, number, "cần một đối tượng JSON trên mỗi dòng")
                continue
            yield number, record
