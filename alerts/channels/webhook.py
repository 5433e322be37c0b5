"""Webhook: JSON to another system of the office, signed so that it can tell us from others.

X-Diembao-Timestamp: seconds since 1970
X-Diembao-Signature: sha256=<hex of HMAC-SHA256(secret, timestamp + "." + body)>
Idempotency-Key: the same for every attempt of one letter
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field

from alerts.channels.post import Poster, seconds_of
from alerts.parcels import Parcel, Steps, Undelivered
from news.times import Clock, utc_now

#: The server says itself that later may be better (RFC 9110; 425: RFC 8470).
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    secret: str = field(repr=False)
    poster: Poster
    clock: Clock = utc_now

    def send(self, parcel: Parcel, steps: Steps) -> None:
        if not self.secret:
            raise Undelivered("thiếu DIEMBAO_WEBHOOK_SECRET", is_down=True)
        letter = parcel.letter
        record = {
            "id": parcel.key,
            "province": parcel.province,
            "subject": letter.subject,
            "text": letter.text,
            "thread": letter.thread,
            "facts": dict(letter.facts),
            "possibly_repeated": parcel.may_repeat,
        }
        body = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(self.clock().timestamp()))
        steps.about_to()
        answer = self.poster.post(
            parcel.address,
            body,
            (
                ("Content-Type", "application/json; charset=utf-8"),
                ("User-Agent", "diembao"),
                ("Idempotency-Key", parcel.key),
                ("X-Diembao-Timestamp", stamp),
                ("X-Diembao-Signature", f"sha256={sign(self.secret, stamp, body)}"),
            ),
        )
        if answer.status // 100 == 2:
            return
        if answer.status in _LATER or answer.status >= 500:
            wait = seconds_of(answer.header("Retry-After"))
            raise Undelivered(f"webhook trả lời {answer.status}", after=wait, may_have_arrived=answer.status >= 500)
        raise Undelivered(f"webhook từ chối: {answer.status}", helps=False)


def sign(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
