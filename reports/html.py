"""A digest as one HTML file: no script, nothing from elsewhere, readable on a phone, printable on A4.

Everything is escaped by the template engine; addresses come from the sheet, which has http(s) only.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.sheet import Chart, Heading, Paragraph, Sheet, Table

_FOLDER = Path(__file__).parent / "templates"


def render(sheet: Sheet) -> bytes:
    """Return a self-contained page whose policy allows its own style and nothing else."""
    page = _environment().get_template("digest.html").render(sheet=sheet, style=_style(), policy=policy())
    return page.encode("utf-8", "replace")


@cache
def policy() -> str:
    """The page's policy: it names the style by its hash; a style or script that slipped in would not run."""
    fingerprint = b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{fingerprint}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (_FOLDER / "digest.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["heading"] = lambda block: isinstance(block, Heading)
    environment.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    environment.tests["table"] = lambda block: isinstance(block, Table)
    environment.tests["chart"] = lambda block: isinstance(block, Chart)
    return environment
