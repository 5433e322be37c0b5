"""Cut the writer's name from the ends of a text (SCOPE §1): ``Theo Nguyễn Văn A``, ``H.GIANG``, ``Tin, ảnh: …``. Pure.

A signature is short, has no verb and no full stop: every word is capitalised as names are in Vietnamese, or belongs to
the few words that stand in such lines. Measured on a sample in ``bench/extraction.py --signatures``.
"""

from __future__ import annotations

import re

_MAX_CHARS = 70
_MAX_WORDS = 9
_SMALL_WORDS = frozenset(
    "theo tổng hợp từ dịch lược biên tin bài ảnh và nhóm pv ctv nguồn online ghi thực hiện clip video đồ họa báo đài "  # noqa: SIM905
    "tạp chí photo photos by from with and của người tại phóng viên thời đại thể thao văn hóa tri thức trẻ "
    "đất việt the "
    "dân trí tin tức trung tâm lao động nhân thanh niên tướng tá đại úy".split()
)
_BODIES = frozenset({"pv", "ctv", "bbt"})
#: What stands in brackets behind a name is where it was taken from, whatever its words.
_BRACKETED = re.compile(
    r"\(\s*(?:theo|nguồn|từ|ảnh|tổng hợp|t/h|th|dịch|lược dịch)\b[^()]{0,50}\)|(?<=\w)\s-\s\(\w+\)", re.I
)
#: After these a capitalised word goes on with the sentence: ``TP. Hồ Chí Minh``.
_ABBREVIATIONS = re.compile(
    r"(?:^|\s|\()(?:TP|Tp|TX|TT|Q|P|H|GS|PGS|TS|ThS|BS|KS|LS|KTS|CN|Mr|Mrs|Ms|Dr|St|No|Nxb|NXB|Co)\.$"
)
_SENTENCE_ENDS = re.compile(r"(?:\./\.|[.!?…:]|[.!?…][\"”’»)\]]|[\"”’»)\]])\s*(?=[(\[]?[^\W\d_])")
_CREDIT = re.compile(
    r"[(\[]?\s*(?:(?:tin|bài|ảnh|clip|video|thực hiện|đồ họa|nguồn|tác giả|người dịch|biên dịch|phóng viên|pv|ctv|"
    r"by|source|photos?|text|reporting by|writing by|editing by)"
    r"(?:\s*(?:,|và|&|-|and)\s*(?:tin|bài|ảnh|clip|video|photos?))*"
    r"\s*:|reporting by |writing by |editing by |theo )",
    re.IGNORECASE,
)
_TRIMMED = " \t()[]{},;:-–—/&+*.|'\"“”"


def cut(text: str) -> str:
    """Return the text without the signature at its end, and without one that stands alone at its beginning."""
    paragraphs = text.split("\n")
    for _ in range(3):
        if len(paragraphs) > 1 and is_signature(paragraphs[-1]):
            paragraphs.pop()
    if len(paragraphs) > 1 and is_signature(paragraphs[0]) and len(paragraphs[0]) <= 45:
        paragraphs.pop(0)
    paragraphs[-1] = _cut_tail(paragraphs[-1])
    return "\n".join(paragraphs)


def is_signature(line: str) -> bool:
    """Whether the line is nothing but who wrote it, took the picture, or whom it is taken from."""
    line = line.strip()
    if _BRACKETED.fullmatch(line):
        return True
    line = _BRACKETED.sub("", line).strip()
    if (
        not line
        or len(line) > _MAX_CHARS
        or (line.endswith((".", "!", "?", "…", ":", ";")) and not _ends_in_initial(line))
    ):
        return False
    if _CREDIT.match(line) and len(line.split()) <= _MAX_WORDS + 4:
        rest = line.split(":", 1)[-1] if ":" in line else line
        return _is_of_names(rest)
    return _is_of_names(line)


def _is_of_names(line: str) -> bool:
    """Every word a name's or one of the small ones; at least one a name's, and it comes first or behind a small one."""
    words = [word.strip(_TRIMMED) for word in re.split(r"[\s/]+|(?<=[^\W\d_])[-–](?=[^\W\d_])|(?<=\w)\((?=\w)", line)]
    words = [word for word in words if word]
    if not words or len(words) > _MAX_WORDS:
        return False
    names = 0
    for word in words:
        if word[0].isupper():
            names += word.lower() not in _SMALL_WORDS or word.lower() in _BODIES
        elif word.lower() not in _SMALL_WORDS:
            return False
    return (names > 0 or len(words) > 1) and (words[0][0].isupper() or "(" in line[:1])


def _ends_in_initial(line: str) -> bool:
    return bool(re.search(r"(?:^|[\s.])[A-ZĐ]\.$", line)) and len(line) < 15


def _cut_tail(paragraph: str) -> str:
    """A signature that follows the last sentence in the same paragraph."""
    begin = max(0, len(paragraph) - _MAX_CHARS - 5)
    for end in _SENTENCE_ENDS.finditer(paragraph, begin):
        tail = paragraph[end.end() :].strip()
        if end.start() == 0 or _ABBREVIATIONS.search(paragraph[: end.end()].rstrip()[-8:]):
            continue
        if tail and len(paragraph) > 2 * len(tail) and not tail[-1].isdigit() and is_signature(tail):
            return paragraph[: end.end()].rstrip()
    return paragraph
