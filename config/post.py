"""Secrets of the channels that letters go by: from the environment only, each also as ``*_FILE``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.environment import setting
from config.tables import Faults


@dataclass(frozen=True, slots=True)
class PostSecrets:
    """Empty: the channel is not set up, or (for mail) the server asks for no name."""

    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    telegram_token: str = field(default="", repr=False)
    zalo_secret: str = field(default="", repr=False)
    zalo_refresh: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)


def read_post(environ: Mapping[str, str], faults: Faults) -> PostSecrets:
    names = ("SMTP_USER", "SMTP_PASSWORD", "TELEGRAM_TOKEN", "ZALO_SECRET", "ZALO_REFRESH", "WEBHOOK_SECRET")
    return PostSecrets(*(setting(environ, f"DIEMBAO_{name}", faults) or "" for name in names))
