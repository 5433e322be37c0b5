"""Publishers' text made fit for a printed page: no control characters, no direction tricks, bounded length.

Pure. Words and punctuation are never changed; white space is made single.
"""

from __future__ import annotations

import re
import unicodedata

#: A headline longer than this is a fault of a page, not a headline.
MAX_TITLE_CHARS = 300
MAX_NAME_CHARS = 120
#: Marks on one letter; Vietnamese has two at most, Thai and Khmer a few more. Beyond, lines overprint each other.
_MAX_MARKS = 6
#: Zero-width space and non-joiner divide words in Khmer, Lao and Thai; every other invisible sign goes.
_KEPT_INVISIBLE = frozenset("\u200b\u200c")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str) -> str:
    """Return the text in NFC without what no page can show: controls, bidi signs, pictographs, unassigned signs."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text.isprintable() or any(sign > "\u02ff" for sign in text):
        text = " ".join("".join(_shown(text)).split())
    return text


def _shown(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for sign in text:
        category = unicodedata.category(sign)
        if category in _DROPPED and sign not in _KEPT_INVISIBLE:
            # A control character parts words; an invisible one does not.
            kept.append(" " if category == "Cc" else "")
            continue
        if _is_pictograph(sign, category):
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= _MAX_MARKS:
            kept.append(sign)
    return kept


def _is_pictograph(sign: str, category: str) -> bool:
    """Emoji and their selectors are no words, and the fonts of official documents do not have them."""
    return (category in ("So", "Sk") and sign >= "\U0001f000") or "\ufe00" <= sign <= "\ufe0f"


def lines_of(text: str) -> list[str]:
    """The paragraphs of what an officer wrote, each plain, empty ones left out."""
    return [line for line in map(plain, text.splitlines()) if line]


def shortened(text: str, max_chars: int) -> str:
    """Plain text, cut at a word with "…" where it is longer than a page should carry."""
    text = plain(text[: 40 * max_chars])
    if len(text) <= max_chars:
        return text
    cut = text[: max_chars - 1]
    return (re.sub(r"\s+\S*$", "", cut) if " " in cut else cut) + "…"


def headline(text: str) -> str:
    """A title fit to be shown; never empty."""
    return shortened(text, MAX_TITLE_CHARS) or "(không có tiêu đề)"


def name(text: str) -> str:
    """The name of an outlet, place or body fit to be shown."""
    return shortened(text, MAX_NAME_CHARS)
