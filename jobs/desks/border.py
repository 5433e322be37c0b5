"""The liaison has no way in: no account, no program's key, whoever would give it one (SCOPE §5)."""

from __future__ import annotations

from alerts.borders import police_reason
from dashboards.services.people import Refused
from jobs.wiring import Office

_AROUND = "()<>[]{},;:\"'“”"


def keep_out(office: Office, *given: str) -> None:
    """Raises ``Refused`` where a name, or an address within it, is a police body's or the liaison's."""
    liaison = office.policy.liaison
    for words in given:
        addresses = [part for one in words.split() if "." in (part := one.strip(_AROUND))]
        reason = next(filter(None, (police_reason(liaison, one) for one in addresses)), None)
        reason = reason or police_reason(None, "", words)
        if reason is None and liaison is not None and liaison.name.casefold() in words.casefold():
            reason = "tên của đầu mối an toàn công cộng"
        if reason is not None:
            raise Refused(f"Đầu mối công an không có tài khoản và khóa; đầu mối đọc trang công khai ({reason}).")
