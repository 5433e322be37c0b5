"""A real browser (Debian's Chromium) on the real application over the sample press. Where it is absent, left out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.site import Site, serving

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: while Playwright lives, an event loop runs here, and no later test could start one."""
    if _CHROMIUM is None:
        pytest.skip("chromium is not installed (scripts/system-packages)")
    with sync_playwright() as playwright:
        # Inside a container Chromium cannot build its own sandbox; it sees only our own pages.
        opened = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample press, two rounds old, with its office's pages served on loopback."""
    with serving(tmp_path_factory.mktemp("sample") / "demo") as opened:
        yield opened


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


@pytest.fixture
def page(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A new browser window of this size; an error in a script, or anything refused by the policy, fails the test."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    context.set_default_timeout(15_000)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert [one for one in complaints if "status of 4" not in one] == []
