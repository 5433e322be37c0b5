"""The other end of ``crawlers.extraction``: reads pages from standard input, answers on standard output.

Its own memory is limited: a page that asks for more fails alone.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import sys
from typing import BinaryIO

from crawlers import feeds, pages
from crawlers.pages import listing

_LENGTH_BYTES = 8
_MOST_MEMORY_BYTES = 2_000_000_000
_LOWER_PRIORITY = 5


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
        os.nice(_LOWER_PRIORITY)
    # A library that prints must not print into the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (question := _read(sys.stdin.buffer)) is not None:
        message = pickle.dumps(_answer(question), protocol=pickle.HIGHEST_PROTOCOL)
        answers.write(len(message).to_bytes(_LENGTH_BYTES, "little") + message)
        answers.flush()


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "little")
    message = stream.read(length)
    return message if len(message) == length else None


def _answer(question: bytes) -> object:
    what, body, known = pickle.loads(question)  # noqa: S301 (from our own parent)
    try:
        if what == "feed":
            return feeds.parse(body, **known)
        if what == "listing":
            return listing.read_listing(body, **known)
        return pages.extract(body, **known)
    except MemoryError:
        return "nội dung trang đòi quá nhiều bộ nhớ"
    except RecursionError:
        return "nội dung trang lồng nhau quá sâu"
    # Whatever a strange page does to a parser, the round must survive it; the kind of error is all that leaves here.
    except Exception as error:
        return f"không đọc được nội dung trang ({type(error).__name__})"


if __name__ == "__main__":
    main()
