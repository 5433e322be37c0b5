"""A letter to send: what an outbox row holds, whichever channel carries it.

Each channel takes what it can: e-mail everything, a chat the subject and the text.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
_THREAD = re.compile(r"[a-z0-9.-]{0,60}")
#: What no file name may hold: a path, a line end, an invisible character.
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a letter: ``name`` as the reader saves it, ``media_type`` such as ``application/pdf``."""

    name: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not self.name.strip() or _NOT_IN_NAMES.search(self.name):
            raise ValueError(f"not a file name: {self.name!r}")
        if not _MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError(f"not a media type: {self.media_type!r}")


@dataclass(frozen=True, slots=True)
class Letter:
    """``text`` is whole by itself; ``html``, where given, says the same for readers of mail. One line of subject.

    Letters of one ``thread`` (a word, may be empty) are shown together where a channel can.
    """

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    thread: str = ""
    #: What a program is told beside the words, such as the day and the hash of a digest; by name, in their order.
    facts: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.subject.strip() or len(self.subject.splitlines()) != 1:
            raise ValueError("a subject is one line of words")
        if not _THREAD.fullmatch(self.thread):
            raise ValueError(f"not the name of a thread: {self.thread!r}")

    def encode(self) -> bytes:
        """The payload of an outbox row: JSON in UTF-8, attachments in base64. Equal letters, equal bytes."""
        attachments = [(one.name, one.media_type, b64encode(one.content).decode("ascii")) for one in self.attachments]
        record: dict[str, Any] = {
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "attachments": attachments,
        }
        record |= {"thread": self.thread} if self.thread else {}
        record |= {"facts": dict(self.facts)} if self.facts else {}
        return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")

    @classmethod
    def decode(cls, payload: bytes) -> Letter:
        """The letter of a payload; ``ValueError`` when it is none."""
        try:
            record = json.loads(payload)
            attachments = tuple(
                Attachment(name, media_type, b64decode(content, validate=True))
                for name, media_type, content in record["attachments"]
            )
            facts = tuple((str(name), str(value)) for name, value in record.get("facts", {}).items())
            return cls(record["subject"], record["text"], record["html"], attachments, record.get("thread", ""), facts)
        except (KeyError, TypeError, UnicodeDecodeError, AttributeError) as error:
            raise ValueError(f"not a letter: {error!r}") from error
