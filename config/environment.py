"""Values of the environment; secrets may stand in files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from config.tables import Faults


def setting(environ: Mapping[str, str], name: str, faults: Faults) -> str | None:
    """A value of the environment, or the content of the file that ``NAME_FILE`` names (for secrets)."""
    if value := environ.get(name):
        return value
    path = environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        faults.add(Path(path), None, f"{name}_FILE", error.strerror or str(error), "a readable file")
        return None
