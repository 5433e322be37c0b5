"""E-mail addresses, links to profiles and handles; the outlets' own sites stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

Found = tuple[Kind, int, int]

_AT = r"(?:[ ]?@[ ]?|[ ]?[\[({](?:at|a|a cong|@)[\])}][ ]?|[ ]a cong[ ])"
_DOT = r"(?:\.|[ ]?[\[({](?:dot|cham)[\])}][ ]?|[ ](?:cham|dot)[ ])"
_TOP = r"(?:com|vn|net|org|info|edu|gov|example|biz|io|me|co|us|xyz|top|shop|club|online|site|asia|mail|test|invalid)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.+-])[a-z0-9_+-]+(?:{_DOT}[a-z0-9_+-]+)*{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)*{_DOT}{_TOP}\b"
)
_PLATFORM = (
    r"(?:facebook|fb|messenger|instagram|threads|tiktok|twitter|x|youtube|linkedin|viber|whatsapp|zaloapp|skype|pinterest|locket)\.(?:com|net|vn|watch|gg)"
    r"|zalo\.me|fb\.me|m\.me|t\.me|telegram\.me|telegram\.dog|wa\.me|line\.me|vt\.tiktok\.com|youtu\.be|instagr\.am|lnkd\.in|bio\.link|linktr\.ee"
)
_PROFILE = re.compile(
    rf"(?:https?://)?(?<![\w.-])(?:(?:www|m|web|vi-vn|mobile|mbasic|chat|id|pc|l)\.)*(?:{_PLATFORM})/[^\s<>\"'“”,;)\]\ue000]*[^\s<>\"'“”,;:.!?)\]\ue000]"
)
_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_](?:[\w.-]*\w)?(?!\w)")
_NAMED_HANDLE = re.compile(
    r"\b(?:telegram|tele|zalo|instagram|insta|ig|tiktok|skype|wechat|line|viber|threads|facebook|fb|nick|id)"
    r"(?: ?(?:id|:|la|ten|nick))* ?[: ]\s?((?=[\w.]*[a-z])(?=[\w.]*[\d_.])[a-z0-9][\w.]{3,}\w)\b"
)


def find(surface: Surface) -> Iterator[Found]:
    """E-mail addresses first: their second half looks like a handle."""
    plain = surface.plain
    taken: list[tuple[int, int]] = []
    for kind, pattern in ((Kind.EMAIL, _EMAIL), (Kind.PROFILE, _PROFILE), (Kind.HANDLE, _HANDLE)):
        for match in pattern.finditer(plain):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield kind, *match.span()
    for match in _NAMED_HANDLE.finditer(plain):
        if not any(start < match.end(1) and match.start(1) < end for start, end in taken):
            yield Kind.HANDLE, *match.span(1)
