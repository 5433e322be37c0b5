"""Public-safety notices: all that reaches the liaison, when it is public and in the public words (SCOPE §5).

What goes into the outbox is no text but the number of a published version; the text is made of that version when it
is sent, and of nothing else. So whatever writes into the outbox, only a public correction can come out here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.parcels import Channel, Parcel, Steps, Undelivered
from alerts.policy import Liaison
from news.claims import CORRECTION_STATE_VI, FALSE_VERDICTS, VERDICT_VI, Correction, CorrectionState
from news.letter import Letter
from news.safety import SAFETY_VI, SafetyCategory
from news.times import local
from storage import Work

#: The channel's name in the outbox; ``recipient`` there is always this word, never an address.
LIAISON = "liaison"
#: Who acts when no person does, in the audit log.
_CLOCKWORK = "diembao"


def is_notice(version: Correction, earlier: Sequence[Correction]) -> bool:
    """Whether this published version goes to the liaison.

    It is refuted or misleading and in one of the three categories; or it revises or withdraws a version that was, so
    that whoever read the first also reads what became of it.
    """
    return _concerns(version) or any(_concerns(one) for one in earlier if one.version < version.version)


def _concerns(version: Correction) -> bool:
    return version.verdict in FALSE_VERDICTS and isinstance(version.category, SafetyCategory)


def announce(work: Work, correction: Correction, liaison: Liaison | None) -> bool:
    """In the transaction that publishes: have this version sent once. ``False`` when it is no notice, or was sent.

    Only a version that storage holds as published, with two persons behind it, counts; a value made up elsewhere
    does not.
    """
    if liaison is None:
        return False
    versions = work.corrections.versions(correction.claim_id)
    if correction not in versions or not is_notice(correction, versions):
        return False
    key = f"{correction.province}/notice/{correction.number}.{correction.version}"
    payload = json.dumps({"claim": correction.claim_id, "version": correction.version}).encode()
    if not work.outbox.add(correction.province, key, LIAISON, LIAISON, payload):
        return False
    mark = f"{correction.number}.{correction.version}"
    work.audit.add(correction.province, _CLOCKWORK, "notify_liaison", "correction", mark)
    return True


def notice_of(version: Correction, public: str) -> Letter:
    """The public text; ``public``: the address of the public pages, or empty."""
    is_withdrawn = version.state is CorrectionState.WITHDRAWN
    head = "Rút đính chính" if is_withdrawn else VERDICT_VI[version.verdict].capitalize()
    about = f" · {SAFETY_VI[version.category]}" if version.category else ""
    lines = [
        f"THÔNG BÁO AN TOÀN CÔNG CỘNG số {version.number}, bản {version.version}{about}",
        f"{CORRECTION_STATE_VI[version.state].capitalize()} lúc {local(version.published_at):%H:%M ngày %d/%m/%Y}.",
        "",
        f"Thông tin: {version.statement}",
        f"Kết luận: {'đính chính này đã được rút' if is_withdrawn else VERDICT_VI[version.verdict]}.",
        "",
        version.explanation,
        "",
        "Căn cứ:",
        *(f"- {one.publisher}: {one.title} {one.url}".rstrip() for one in version.evidence),
        "",
        f"Trang công khai: {public}{version.path}" if public else f"Trang công khai: {version.path}",
        "Nội dung trên đã công bố cho mọi người đọc. Ai cũng có thể đề nghị xem xét lại trên trang công khai.",
    ]
    return Letter(f"Thông báo an toàn công cộng số {version.number}: {head}", "\n".join(lines) + "\n")


#: The published versions of a claim, as storage has them now.
Versions = Callable[[int], Sequence[Correction]]


@dataclass(frozen=True, slots=True)
class LiaisonChannel:
    """Sends notices by the office's mail. ``liaison`` is ``None`` where none is configured."""

    liaison: Liaison | None
    mail: Channel
    versions: Versions
    public: str = ""

    def send(self, parcel: Parcel, steps: Steps) -> None:
        if self.liaison is None:
            raise Undelivered("không có đầu mối trong recipients.toml", helps=False)
        claim_id, number = _reference(parcel.payload)
        versions = self.versions(claim_id)
        version = next((one for one in versions if one.version == number), None)
        if version is None or version.province != parcel.province or not is_notice(version, versions):
            raise Undelivered("không phải thông báo an toàn công cộng đã công bố", helps=False)
        letter = notice_of(version, self.public)
        sent = Parcel(parcel.key, parcel.province, self.liaison.email, letter.encode(), parcel.may_repeat)
        self.mail.send(sent, steps)


def _reference(payload: bytes) -> tuple[int, int]:
    try:
        match json.loads(payload):
            case {"claim": int(claim), "version": int(version), **more} if not more:
                return claim, version
    except ValueError:
        pass
    raise Undelivered("đầu mối chỉ nhận thông báo an toàn công cộng", helps=False)
