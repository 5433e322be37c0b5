"""``DIEMBAO_ELASTICSEARCH_*``: the address of the search server and how to sign in there."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from config.environment import setting
from config.settings import ElasticSettings
from config.tables import Faults

_NAME = "DIEMBAO_ELASTICSEARCH"
#: What Elasticsearch takes as the beginning of an index name.
_INDEX = re.compile(r"[a-z][a-z0-9-]{0,40}")
_DEFAULT_INDEX = "diembao"


def read_elastic(environ: Mapping[str, str], faults: Faults) -> ElasticSettings | None:
    """``None`` where no address is given. Secrets may stand in a file that ``NAME_FILE`` names; ``_CA`` is a file."""
    url, username, password, api_key, index = (
        setting(environ, f"{_NAME}_{part}", faults) or ""
        for part in ("URL", "USERNAME", "PASSWORD", "API_KEY", "INDEX")
    )
    ca = environ.get(f"{_NAME}_CA") or environ.get(f"{_NAME}_CA_FILE")
    if not url:
        return None
    where = Path("environment")
    if fault := _fault_of(url):
        faults.add(where, None, f"{_NAME}_URL", fault, "https://HOST:PORT, sign-in in variables of its own")
    if api_key and (username or password):
        faults.add(where, None, f"{_NAME}_API_KEY", "a key and a password", "one of them")
    if bool(username) != bool(password):
        faults.add(where, None, f"{_NAME}_USERNAME", "a name or a password alone", "both, _USERNAME and _PASSWORD")
    if ca and not _holds_certificates(ca):
        faults.add(where, None, f"{_NAME}_CA", ca, "a file of certificates (PEM)")
    index = index or _DEFAULT_INDEX
    if _INDEX.fullmatch(index) is None:
        faults.add(where, None, f"{_NAME}_INDEX", index, "small letters, digits and hyphens, at most 41")
    return ElasticSettings(url.rstrip("/"), username, password, api_key, Path(ca) if ca else None, index)


def _holds_certificates(file: str) -> bool:
    try:
        return bool(ssl.create_default_context(cafile=file).get_ca_certs())
    except OSError:  # SSLError is one
        return False


def _fault_of(url: str) -> str | None:
    """What is wrong with an address, without what it may hold of a password."""
    parts = urlsplit(url)
    try:
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        return "no web address"
    return "a name or password in the address" if "@" in parts.netloc else None
