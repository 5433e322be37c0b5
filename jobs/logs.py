"""The log of a process: one event a line on standard error, in words or as JSON; keeping it is the system's work.

Ids, verbs, states and addresses of publications may stand in it. What people wrote, and where they can be reached, may
not: of an unforeseen exception only its kind and places are kept, for its message may quote a text (SCOPE §2, §3, §7).
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from enum import StrEnum
from types import TracebackType

import orjson

from news.times import ICT

#: Says the form to this process and to those it starts: ``text`` or ``json``.
FORM_VARIABLE = "DIEMBAO_LOG"
#: Below a warning only our own parts speak: libraries quote addresses with keys in them.
_OURS = (
    "alerts", "cases", "config", "crawlers", "dashboards", "factcheck", "jobs", "net", "nlp", "reports", "search",
    "storage",
)  # fmt: skip
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w-])(?:\+?84|0)(?:[ .-]?\d){9}(?![\w-])")
#: Telegram writes the bot's key into its addresses.
_BOT_KEY = re.compile(r"bot\d{6,}:[\w-]{20,}")


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"


def scrubbed(words: str) -> str:
    """Without mail addresses, telephone numbers and keys, whoever put them there; on one line."""
    for pattern, mask in ((_MAIL, "[thư]"), (_PHONE, "[điện thoại]"), (_BOT_KEY, "bot[khóa]")):
        words = pattern.sub(mask, words)
    return " ".join(words.split())


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception went through, the innermost last: ``file.py:12 function``."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class TextLines(logging.Formatter):
    """``2026-11-22 16:40:12 WARNING jobs.advance: …``, local time; an exception as its kind and places."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, ICT)
        line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {scrubbed(record.getMessage())}"
        kind, trace = _exception(record)
        return "\n".join([line, *(f"    {place}" for place in trace), f"  {kind}"]) if kind else line


class JsonLines(logging.Formatter):
    """``at`` (UTC), ``level``, ``part``, ``words``; with an exception its ``error`` (kind) and ``places``."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        event: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "words": scrubbed(record.getMessage()),
        }
        kind, trace = _exception(record)
        if kind:
            event |= {"error": kind, "places": trace}
        return orjson.dumps(event).decode()


def _exception(record: logging.LogRecord) -> tuple[str, list[str]]:
    if not record.exc_info or record.exc_info[0] is None:
        return "", []
    return record.exc_info[0].__qualname__, places(record.exc_info[2])


def set_up_logs(level: int = logging.INFO) -> None:
    """Begin this process's log in the form that the environment names; a log that somebody began before stays."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if os.environ.get(FORM_VARIABLE) == Form.JSON else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    sys.excepthook = _crashed
    threading.excepthook = lambda died: _crashed(died.exc_type, died.exc_value, died.exc_traceback)


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("jobs").critical("unforeseen", exc_info=(kind, error or kind(), trace))
