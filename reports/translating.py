"""Put a machine's translation beside the headlines of the foreign press, where a machine is there. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from news.digest import Digest

#: A text and its language → the text in Vietnamese, or ``None`` where that cannot be done.
Translate = Callable[[str, str], str | None]


def translated(digest: Digest, translate: Translate) -> Digest:
    """The digest with translations of the headlines it shows; what an officer wrote is not translated."""
    foreign = []
    for entry in digest.foreign:
        language = entry.leading.language
        words = None if entry.title_by_office or language in (None, "vi") else translate(entry.title, language or "")
        foreign.append(replace(entry, translation=words or ""))
    return replace(digest, foreign=tuple(foreign))
