"""Passwords: argon2id hashes, and what a good one is. The only place with ``argon2``."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: Longer than a password anybody types, short enough that hashing it is no weapon.
MOST_CHARS = 200
LEAST_CHARS = 12

_hasher = PasswordHasher()
#: Each check takes 64 MB and tens of milliseconds: a flood of guesses waits in line instead of taking the machine.
_turns = threading.BoundedSemaphore(2)
#: What is checked for a name that nobody has, so that the answer takes as long. Of a random password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$v+hVh3U46PdtL4hK1EWXMQ$nuyUsbPYowhS05Q8aWTgRMiuRDPA6TbKfsj1ErehVWg"


def hash_password(password: str) -> str:
    with _turns:
        return _hasher.hash(password)


def is_right(password: str, hashed: str | None) -> bool:
    """Whether it is the password of this hash; as slow for somebody who has none."""
    try:
        with _turns:
            _hasher.verify(hashed or _NOBODY, password[:MOST_CHARS])
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def is_outdated(hashed: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


def faults(password: str, *names: str) -> Iterator[str]:
    """What is wrong with a new password, in words; nothing when it is good. ``names``: what it may not be made of."""
    if len(password) < LEAST_CHARS:
        yield f"Mật khẩu cần ít nhất {LEAST_CHARS} ký tự; vài từ ghép lại là tốt."
    if len(password) > MOST_CHARS:
        yield f"Mật khẩu dài nhất {MOST_CHARS} ký tự."
    if len(set(password)) < 5:
        yield "Mật khẩu lặp quá ít ký tự."
    if any(name and name.casefold() in password.casefold() for name in names if len(name) > 3):
        yield "Mật khẩu không được chứa tên đăng nhập."
