"""Watches over publications, by type: there is no other thing they could run over (SCOPE §1)."""

from alerts.watches import Watch, findings, read_watches

__all__ = ["Watch", "findings", "read_watches"]
