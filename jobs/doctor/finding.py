"""What one look found, in words for who keeps the program running."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """``WARNING``: it works, but not as it should; ``FAILED``: something does not work."""

    FINE = "fine"
    WARNING = "warning"
    FAILED = "failed"


STATE_VI = {State.FINE: "ổn", State.WARNING: "lưu ý", State.FAILED: "LỖI"}


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject``: what was looked at; ``advice``: what to do, where something is to be done."""

    subject: str
    state: State
    words: str
    advice: str = ""

    def as_record(self) -> dict[str, str]:
        return {"subject": self.subject, "state": self.state, "words": self.words, "advice": self.advice}


def fine(subject: str, words: str) -> Finding:
    return Finding(subject, State.FINE, words)


def warning(subject: str, words: str, advice: str) -> Finding:
    return Finding(subject, State.WARNING, words, advice)


def failed(subject: str, words: str, advice: str) -> Finding:
    return Finding(subject, State.FAILED, words, advice)
