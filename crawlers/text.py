"""Markup in, one clean line of plain text out: what titles, summaries and leads are made of.

The result is text, not HTML: who shows it escapes it. It may hold a ``<`` that the publisher meant (``Mức <5%``).
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from crawlers.mojibake import mend

#: Longer fields are cut before they are cleaned: a summary is no article.
MAX_MARKUP_CHARS = 200_000
MAX_TITLE_CHARS = 1_000
MAX_SUMMARY_CHARS = 5_000

#: All patterns here are linear: no part of them can run to the end of a hostile text again and again.
_HIDDEN = re.compile(
    r"<(script|style|iframe|noscript|template|svg|math|textarea|select)\b[^<>]*+>.*?(?:</\1\s*+>|\Z)"
    r"|<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][a-zA-Z][^<>]*+>",
    re.IGNORECASE | re.DOTALL,
)
_MAY_HIDE = re.compile(r"<(?:[!?]|scr|sty|ifr|nos|tem|svg|mat|tex|sel)", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup|tt|u|var)"
    r"(?:[\s/](?>[^<>\"']+|\"[^\"]*+\"|'[^']*+'|[\"'])*+)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][\w:.-]*+(?:[\s/](?>[^<>\"']+|\"[^\"]*+\"|'[^']*+'|[\"'])*+)?>")
#: A tag that the publisher's own cutting left open at the end.
_OPEN_TAG = re.compile(
    r"</?(?:a|img|p|br|div|span|strong|em|b|i|figure|iframe|table|t[dr]|[uo]l|li)(?:\s[^<>]*+)?\Z", re.I
)
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|&(?:nbsp|amp|quot|lt|gt)(?![a-zA-Z0-9=;])"
)
#: Controls, soft hyphens, invisible marks, bidirectional overrides, lone surrogates, non-characters. The joiners of
#: Khmer and other scripts stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
#: Entities are often encoded twice, sometimes three times.
_MAX_ROUNDS = 3


def plain(markup: str, max_chars: int = MAX_SUMMARY_CHARS) -> str:
    """Return HTML or text as one line of NFC text: tags, scripts, comments and invisible characters gone."""
    text = markup if len(markup) <= MAX_MARKUP_CHARS else markup[:MAX_MARKUP_CHARS]
    if "<" in text:
        text = strip_tags(text)
    if "&" in text:
        text = resolve_entities(text)
    return one_line(text, max_chars)


def one_line(text: str, max_chars: int = MAX_SUMMARY_CHARS) -> str:
    """Return plain text in its normal form on one line, cut at a word when it is too long."""
    if not text.isascii():
        text = mend(text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", " ".join(text.split()))
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if len(text) > max_chars:
        text = text[:max_chars].rpartition(" ")[0] or text[:max_chars]
    return text


def strip_tags(text: str) -> str:
    """Remove markup; what stood in different blocks does not grow together."""
    if _MAY_HIDE.search(text) or "]]>" in text:
        text = _HIDDEN.sub(" ", text)
    text = _INLINE_TAG.sub("", text)
    text = _TAG.sub(" ", text)
    return _OPEN_TAG.sub("", text) if text.rfind("<") > text.rfind(">") else text


def resolve_entities(text: str) -> str:
    """Turn character references into characters, however often they were encoded; markup they hid is removed."""
    for _ in range(_MAX_ROUNDS):
        resolved = _ENTITY.sub(lambda entity: unescape(entity[0] if entity[0].endswith(";") else entity[0] + ";"), text)
        if resolved == text:
            break
        text = strip_tags(resolved) if "<" in resolved else resolved
        if "&" not in text:
            break
    return text


def primary_language(tag: str | None) -> str | None:
    """``vi-VN`` → ``vi``; anything that is no language tag → ``None``."""
    match = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*\Z", tag or "")
    return match[1].lower() if match else None
