"""The public pages' settings: ``[public]`` of ``province.toml``, and the bots' secrets from the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from config.environment import setting
from config.tables import Faults, Table


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Secrets of the bots that serve the tip line; empty: there is no such bot."""

    telegram_token: str = field(default="", repr=False)
    zalo_app: str = ""
    zalo_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PublicSettings:
    """``address`` is what browsers call the public pages (``https://…``, no path); empty: nobody set it yet.

    ``database_url``: where tips and copies of corrections lie; empty: beside the office's store. ``proxy``: the one
    address whose forwarding headers are believed, for nothing but counting who asks too often.
    """

    address: str = ""
    listen: str = "127.0.0.1"
    proxy: str = ""
    database_url: str = ""
    bots: BotSettings = field(default_factory=BotSettings)


def read_public(table: Table, environ: Mapping[str, str], faults: Faults) -> PublicSettings:
    """Read and check ``[public]``."""
    address = table.text("address", "").rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query):
        table.fault("address", 'an address such as "https://kiemchung.ninhbinh.example", without a path')
        address = ""
    numeric = {"listen": table.text("listen", "127.0.0.1"), "proxy": table.text("proxy", "")}
    for name, value in numeric.items():
        if value and not _is_address(value):
            table.fault(name, 'a numeric address such as "127.0.0.1"')
    table.finish()
    return PublicSettings(
        address=address,
        listen=numeric["listen"] or "127.0.0.1",
        proxy=numeric["proxy"],
        database_url=setting(environ, "DIEMBAO_PUBLIC_DATABASE_URL", faults) or "",
        bots=BotSettings(
            telegram_token=setting(environ, "DIEMBAO_TIPS_TELEGRAM_TOKEN", faults) or "",
            zalo_app=setting(environ, "DIEMBAO_TIPS_ZALO_APP", faults) or "",
            zalo_secret=setting(environ, "DIEMBAO_TIPS_ZALO_SECRET", faults) or "",
        ),
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
