"""How long the next guess has to wait, so that guessing is hopeless and nobody can lock out another.

There is no lock: only waiting, and who waits is who guessed. Wrong guesses are counted

* for the password, per person and browser when the person signed in with this browser before, else per person and
  network address: a stranger's guesses count neither against the person's own browsers nor against other addresses;
* for a name from an address, however many names are tried, per address (own browsers are not asked for it);
* for the code of the second factor, per person and own browser, else per person: who stands there knows the password.

A guess made while one has to wait is not looked at and not counted, so hammering does not lengthen the wait.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """``free`` failures in a row cost nothing; then the wait doubles from one second up to ``longest``."""

    free: int
    longest: timedelta

    def wait(self, failures: int, last_at: datetime, now: datetime) -> timedelta:
        """How long from ``now`` until the next guess is looked at; zero: at once."""
        if failures < self.free:
            return timedelta(0)
        span = min(self.longest, timedelta(seconds=2 ** min(failures - self.free, 30)))
        return max(timedelta(0), last_at + span - now)


#: One name from one place: five guesses, then about a hundred a day.
PER_PERSON = Patience(5, timedelta(minutes=15))
#: Many names from one place: an office behind one address mistypes more often than one person.
PER_ADDRESS = Patience(30, timedelta(minutes=1))
#: Codes have a million values, three of them right: five guesses, then about a hundred a day.
PER_CODE = Patience(5, timedelta(minutes=15))


def place_of(address: str) -> str:
    """The network address as guesses are counted by: IPv6 by its /64, which is one customer."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def key_of(*parts: str) -> str:
    """One key for these parts; a hash, so that the table holds neither names typed wrong nor addresses."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def password_keys(person: str, address: str, device: str | None) -> Sequence[tuple[str, Patience]]:
    """What a wrong password is counted by. ``device``: the browser's secret, when it is one of the person's own."""
    if device is not None:
        return [(key_of("password", "device", person, device), PER_PERSON)]
    place = place_of(address)
    return [(key_of("password", person, place), PER_PERSON), (key_of("address", place), PER_ADDRESS)]


def code_keys(person: str, device: str | None) -> Sequence[tuple[str, Patience]]:
    """What a wrong code is counted by."""
    return [(key_of("code", person, device or "stranger"), PER_CODE)]
