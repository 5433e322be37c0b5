"""The corrections as files that any web server can show: no program runs, nothing can be asked."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from dashboards.public.feed import rss
from dashboards.public.services import PublicServices
from dashboards.public.views import correction_values, page
from news.claims import Correction

_STATIC = Path(__file__).parent / "static"


def export(services: PublicServices, folder: Path) -> Sequence[Path]:
    """Write list, pages, feed and style under ``folder``; the files written. Raises ``OSError``."""
    found = services.corrections.list()
    files = [_write(folder / "index.html", page(services, "list.html", "/", {"corrections": found, **_static("")}))]
    for one in found:
        files.append(_write(folder / one.path[1:] / "index.html", _page(services, one)))
    (folder / "static").mkdir(parents=True, exist_ok=True)
    shutil.copy(_STATIC / "public.css", folder / "static" / "public.css")
    feed = folder / "rss.xml"
    feed.write_bytes(rss(services, found))
    return [*files, feed, folder / "static" / "public.css"]


def _page(services: PublicServices, one: Correction) -> str:
    values = correction_values(services, list(services.corrections.versions(one.slug)))
    return page(services, "correction.html", one.path, {**values, **_static("../../")})


def _static(root: str) -> dict[str, object]:
    return {"is_static": True, "root": root}


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
