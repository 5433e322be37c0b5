"""The checklist of the first live run names all that ``sources check`` proves and every service that it cannot."""

from __future__ import annotations

from pathlib import Path

from crawlers.discovery import service_of
from crawlers.judging import Point

DOCUMENT = (Path(__file__).parents[2] / "docs" / "first-live-run.md").read_text(encoding="utf-8")


def test_every_point_of_the_check_is_on_the_list_in_its_order() -> None:
    places = [DOCUMENT.find(point.value) for point in Point]
    assert -1 not in places
    assert places == sorted(places)


def test_every_service_and_platform_is_on_the_list() -> None:
    folder = Path(__file__).parents[2] / "crawlers"
    services = {file.stem.partition("_")[0] for file in (folder / "discovery").glob("*.py")}
    assert service_of("https://api.gdeltproject.org/x?query={query}") is not None
    for name in (services | {"youtube", "bluesky", "mastodon", "facebook"}) - {"", "service", "discoverer"}:
        assert name in DOCUMENT.lower(), name
