"""Bytes → text by looking at the bytes; what header and prolog claim comes second (feed-quirks §2)."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,300}?charset)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
#: Seven-bit encodings look like valid UTF-8.
_SEVEN_BIT = ("iso-2022", "iso2022", "hz", "utf-7")
#: Names that publishers use for a superset.
_SUPERSETS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_SUPERSETS |= {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932"}
_SUPERSETS |= {"ks_c_5601-1987": "cp949", "euc-kr": "cp949", "tis-620": "cp874", "iso-8859-11": "cp874"}


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of the bytes. Never fails: what cannot be decoded becomes U+FFFD."""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, "replace").lstrip("\ufeff")
    if wide := _wide_charset(body[:64]):
        return body.decode(wide, "replace")
    claims = [*_claims(body, content_type)]
    if not any(claim.startswith(_SEVEN_BIT) for claim in claims):
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_mostly_utf8(body, error.start):
                return body.decode("utf-8", "replace")
    for claim in claims:
        text = _try(body, _SUPERSETS.get(claim, claim))
        if text is not None:
            return text
    return body.decode("cp1252", "replace")


def _claims(body: bytes, content_type: str | None) -> list[str]:
    found = [match[1].decode("ascii", "replace") for match in [_DECLARED.search(body[:4096])] if match]
    found += [match[1] for match in [_CHARSET.search(content_type or "")] if match]
    return [name.lower() for name in found if not name.lower().startswith(("utf-16", "utf16", "utf-32", "ucs"))]


def _try(body: bytes, charset: str) -> str | None:
    try:
        if not codecs.lookup(charset)._is_text_encoding:
            return None
        return body.decode(charset)
    except (LookupError, UnicodeError):
        return None


def _wide_charset(head: bytes) -> str | None:
    """UTF-16 and UTF-32 without a mark: every second or fourth byte of markup is zero."""
    if head[:4] == b"<\0\0\0":
        return "utf-32-le"
    if head[:4] == b"\0\0\0<":
        return "utf-32-be"
    if head[:2] == b"<\0" and head[3:4] == b"\0":
        return "utf-16-le"
    if head[:2] == b"\0<" and head[2:3] == b"\0":
        return "utf-16-be"
    return None


def _is_mostly_utf8(body: bytes, start: int) -> bool:
    """Whether the first fault is an accident in UTF-8 text: many good sequences stand around it, few bad ones."""
    sample = body[max(0, start - 20_000) : start + 20_000]
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - bad
    return good > 10 * bad
