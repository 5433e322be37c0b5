"""The web application's settings: ``[web]`` of ``province.toml``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from config.tables import Table

CLAIMS = ("sub", "email", "preferred_username")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The office's identity provider (OpenID Connect). ``claim``: what names a person there."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    label: str


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Where the application listens and how long a sign-in lasts.

    ``address`` is what browsers call it; empty: this machine only. ``proxy``: the one address that requests may come
    from and whose forwarding headers are believed.
    """

    address: str = ""
    listen: str = "127.0.0.1"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    proxy: str = ""
    idle: timedelta = timedelta(hours=2)
    absolute: timedelta = timedelta(hours=12)
    provider: ProviderSettings | None = None

    @property
    def is_on_loopback(self) -> bool:
        return ipaddress.ip_address(self.listen).is_loopback


def read_web(table: Table, environ_secret: str | None) -> WebSettings:
    """Read and check ``[web]``. ``environ_secret``: the provider's client secret, from the environment."""
    folder = table.file.parent
    address = table.text("address", "").rstrip("/")
    listen = table.text("listen", "127.0.0.1")
    proxy = table.text("proxy", "")
    certificate, key = table.text("tls_certificate", ""), table.text("tls_key", "")
    idle = table.duration("session_idle", "2h", least=timedelta(minutes=5), most=timedelta(hours=24))
    absolute = table.duration("session_most", "12h", least=timedelta(minutes=5), most=timedelta(days=7))
    provider = _provider(table.table("oidc"), environ_secret)
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query):
        table.fault("address", 'an address such as "https://diembao.ninhbinh.example", without a path')
        address = ""
    for name, value in (("listen", listen), ("proxy", proxy)):
        if value and not _is_address(value):
            table.fault(name, 'a numeric address such as "127.0.0.1"')
            listen = "127.0.0.1" if name == "listen" else listen
    if bool(certificate) != bool(key):
        table.fault("tls_key" if certificate else "tls_certificate", "both tls_certificate and tls_key, or neither")
    for name, value in (("tls_certificate", certificate), ("tls_key", key)):
        if value and not (folder / value).is_file():
            table.fault(name, "a file; a relative path begins at this folder")
    settings = WebSettings(
        address=address,
        listen=listen or "127.0.0.1",
        tls_certificate=folder / certificate if certificate else None,
        tls_key=folder / key if key else None,
        proxy=proxy,
        idle=idle,
        absolute=absolute,
        provider=provider,
    )
    if not settings.is_on_loopback and not (certificate or proxy):
        table.fault("listen", '127.0.0.1, or tls_certificate with tls_key, or the proxy in front (proxy = "…")')
    if (not settings.is_on_loopback or proxy or certificate) and not address.startswith("https://"):
        table.fault("address", "the https:// address at which people reach the application")
    table.finish()
    return settings


def _provider(table: Table, secret: str | None) -> ProviderSettings | None:
    if not table.keys():
        return None
    settings = ProviderSettings(
        issuer=table.text("issuer").rstrip("/"),
        client_id=table.text("client_id"),
        client_secret=secret or "",
        claim=table.text("claim", "sub"),
        label=table.text("label", "tài khoản cơ quan"),
    )
    parts = urlsplit(settings.issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        table.fault("issuer", "the provider's https:// address")
    if settings.claim not in CLAIMS:
        table.fault("claim", f"one of {', '.join(CLAIMS)}")
    if not secret:
        table.fault("client_id", "with the client's secret in DIEMBAO_OIDC_SECRET or DIEMBAO_OIDC_SECRET_FILE")
    table.finish()
    return settings


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
