"""Codes of a second factor (TOTP, RFC 6238) and recovery codes. The only place with ``pyotp`` and ``segno``."""

from __future__ import annotations

import io
import secrets
from datetime import datetime

import pyotp
import segno

_STEP = 30
#: Clocks of phones differ: the code of the thirty seconds before and after counts too.
_DRIFT = (0, -1, 1)
#: Letters and digits that nobody takes for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_CODES = 10


def new_key() -> str:
    """A key for a code generator, base32, 160 bits."""
    return pyotp.random_base32()


def address_of(key: str, person: str, issuer: str) -> str:
    """The ``otpauth://`` address that generators read."""
    return pyotp.TOTP(key).provisioning_uri(name=person, issuer_name=issuer)


def picture_of(address: str) -> bytes:
    """The address as a QR code, SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=6, border=4, light="#fff", xmldecl=True)
    return out.getvalue()


def step_of(code: str, key: str, now: datetime, *, after: int) -> int | None:
    """Which thirty seconds the code is of; ``None`` when it is wrong, too old, or not newer than step ``after``."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    generator, here = pyotp.TOTP(key, interval=_STEP), int(now.timestamp()) // _STEP
    for drift in _DRIFT:
        step = here + drift
        if step > after and secrets.compare_digest(generator.generate_otp(step), digits):
            return step
    return None


def code_at(key: str, step: int) -> str:
    """The code of these thirty seconds, as a generator shows it."""
    return pyotp.TOTP(key, interval=_STEP).generate_otp(step)


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 79 bits, to print and lock away: ``abcd-efgh-jkmn-pqrs``."""
    return tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)) for _ in range(RECOVERY_CODES)
    )


def as_recovery_code(typed: str) -> str:
    """What was typed, as such a code is written."""
    letters = "".join(one for one in typed.lower() if one.isalnum())
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
