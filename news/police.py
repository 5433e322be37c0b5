"""Who is police, by name or by address: such a body gets public-safety notices and nothing else (SCOPE §5).

It can be no unit of a case and no recipient. A recogniser of words errs on the side of refusing; what it cannot see (a
private mailbox of an officer, a forwarded letter) stands in ``docs/responsible-use.md``.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

#: Syllables count with their accents as they should be or with none at all: "công ăn việc làm" is work, not police.
_WORDS = {
    ("công", "cong"): "công",
    ("an", "an"): "an",
    ("cảnh", "canh"): "cảnh",
    ("sát", "sat"): "sát",
    ("ninh", "ninh"): "ninh",
}
_PLAIN = {spelling: word for spellings, word in _WORDS.items() for spelling in spellings}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: "Nguyễn Công An" is somebody's name.
_FAMILIES = _set(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh mai đào đoàn lương lưu tạ hà cao"
    " nguyen tran le pham hoang huynh vu vo dang bui do ho ngo duong ly trinh dao doan luong luu ta ha"
)
#: An Ninh is a commune too, and food has its security: the word alone says nothing.
_BEFORE_SECURITY = _set("phòng cục đội tổ lượng cơ quan vệ phong cuc doi to luong quan ve")
_AFTER_SECURITY = _set("mạng điều chính nội kinh nhân trật quốc đối mang dieu chinh noi nhan trat quoc doi")
_PLACES = _set(
    "xã phường thôn làng thị đường phố cầu chợ trường thpt thcs xa phuong thon lang duong pho cau cho truong"
)

_ABBREVIATIONS = re.compile(
    r"\b(?:CATP|CAND|CAX|CSGT|CSHS|CSĐT|CSCĐ|CSKT|CSMT|CSKV|ANĐT|ANND|ANCT|BCA|P[ACHKVX]\s?[01]\d)\b"
    r"|\bCA\b\.?\s*(?:tỉnh|huyện|xã|phường|TP|thành phố|quận|thị)"
    r"|\b[Cc]ục\s+[ACVKHX]\d\d\b"
)
_ENGLISH = re.compile(r"\b(?:police|public security|constabulary)\b")

#: The ministry and what belongs to it, wherever "congan" does not already say so.
_HOSTS = ("bocongan.gov.vn", "mps.gov.vn", "csgt.vn", "cand.com.vn", "cand.vn", "antv.gov.vn", "police.vn")
_LABEL = re.compile(r"(?:bo|cuc|phong)?(?:congan|canhsat|csgt|pccc|antv|police|mps$|cand$|p[achkvx][01]\d$)\w*")
_LOCAL = re.compile(
    r"(?:bo|cuc|phong|doi)?(?:congan|canhsat|csgt|police|bocongan)\w*|(?:catp|cat)\w{0,3}|p[achkvx][01]\d"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile(r"[-_.]")


def named_police(name: str) -> str | None:
    """The words of a name that say it is a police body, or ``None``."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    if found := _ABBREVIATIONS.search(text) or _ENGLISH.search(text.lower()):
        return found[0]
    syllables = re.findall(r"\w+", text.lower())
    plain = [_PLAIN.get(one, one) for one in syllables]
    for place in range(len(plain) - 1):
        pair = plain[place : place + 2]
        before = syllables[place - 1] if place else ""
        after = syllables[place + 2] if place + 2 < len(syllables) else ""
        if (
            pair == ["cảnh", "sát"]
            or (pair == ["công", "an"] and before not in _FAMILIES)
            or (pair == ["an", "ninh"] and before not in _PLACES and _is_security(before, after))
        ):
            return " ".join(syllables[place : place + 2])
    return None


def addressed_police(address: str) -> str | None:
    """The part of an address (e-mail, URL, host, handle) that is a police body's, or ``None``."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", address)).strip().lower()
    local, host = address_parts(text)
    if any(host == one or host.endswith(f".{one}") for one in _HOSTS):
        return host
    for label in host.split("."):
        if _LABEL.fullmatch(_DASHES.sub("", label)):
            return label
    for token in (_DASHES.sub("", local), *re.split(r"[^\w]+|_", local)):
        if _LOCAL.fullmatch(token):
            return local
    return None


def address_parts(address: str) -> tuple[str, str]:
    """What stands before the host, and the host: of an e-mail address, a URL, a bare host or a handle."""
    if "://" in address:
        try:
            parts = urlsplit(address)
            return parts.path.strip("/"), (parts.hostname or "").rstrip(".")
        except ValueError:
            return address, ""
    local, at, host = address.rpartition("@")
    if at and local:
        return local, host.strip("<> .")
    return ("", address) if "." in address and not at else (address.lstrip("@"), "")


def is_police(name: str, *addresses: str) -> bool:
    """Whether the name or one of the addresses is a police body's."""
    return named_police(name) is not None or any(addressed_police(one) is not None for one in addresses)


def _is_security(before: str, after: str) -> bool:
    return before in _BEFORE_SECURITY or after in _AFTER_SECURITY
