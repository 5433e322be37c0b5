"""The border around the liaison: an address that is police gets public-safety notices and nothing else (SCOPE §5).

Asked twice: when the configuration is read, and again for every message just before it is sent, because an address
may come from anywhere.
"""

from __future__ import annotations

from functools import cache

from alerts.policy import Liaison
from news.police import address_parts, addressed_police, named_police
from nlp.gazetteer import provinces

#: Mailboxes of everybody: there the host says nothing, only the whole address does.
_SHARED = frozenset({
    "gmail.com", "yahoo.com", "yahoo.com.vn", "outlook.com", "outlook.com.vn", "hotmail.com", "live.com", "icloud.com",
    "zoho.com", "proton.me", "protonmail.com",
})  # fmt: skip


def police_reason(liaison: Liaison | None, address: str, *names: str) -> str | None:
    """Why this address may be sent nothing but public-safety notices, or ``None``; in words for the office."""
    for name in names:
        if found := named_police(name):
            return f"tên “{name}” là của cơ quan công an ({found})"
    if found := addressed_police(address):
        return f"địa chỉ là của cơ quan công an ({found})"
    if liaison is not None and _is_liaison(liaison.email, address):
        return "địa chỉ là của đầu mối an toàn công cộng"
    return None


def _is_liaison(liaison: str, address: str) -> bool:
    name, host = _canonical(liaison)
    other_name, other_host = _canonical(address)
    if host in _SHARED or host in _provincial_hosts():
        return (name, host) == (other_name, other_host)
    return other_host == host or other_host.endswith(f".{host}")


@cache
def _provincial_hosts() -> frozenset[str]:
    """``ninhbinh.gov.vn``: the whole province's mail, where the office itself lives."""
    return frozenset(f"{one.id.replace('-', '')}.gov.vn" for one in provinces())


def _canonical(address: str) -> tuple[str, str]:
    """The mailbox as its server knows it: lower case, without ``+tag``, for Google without dots."""
    name, host = address_parts(address.strip().lower())
    name = name.partition("+")[0]
    host = "gmail.com" if host == "googlemail.com" else host
    return (name.replace(".", "") if host == "gmail.com" else name), host
