"""Watches over publications, by type: there is no other thing they could run over (SCOPE §1); who is told, and how."""

from alerts.watches import Watch, hits, read_watches

__all__ = ["Watch", "hits", "read_watches"]
