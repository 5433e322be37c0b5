"""The code with which a sender reads the answer: random, said once, kept as a hash only."""

from __future__ import annotations

import hashlib
import secrets

#: Without what is misread on paper: 0 O 1 I L U V.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_GROUPS, _GROUP_SIGNS = 3, 4


def new_ticket() -> str:
    """Such as ``K7QF-3M9X-T2WA``: 58 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_SIGNS)) for _ in range(_GROUPS))


def ticket_hash(ticket: str) -> str:
    """What storage holds of a ticket, however its reader typed it."""
    plain = "".join(sign for sign in ticket.upper()[:100] if sign in _SIGNS)
    return hashlib.sha256(f"diembao ticket {plain}".encode()).hexdigest()
