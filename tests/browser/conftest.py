"""A real Chromium. `.ci/run` runs these tests; by hand: pytest -m browser tests/browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The browser, driven by Playwright."""
    if "browser" not in (request.config.getoption("-m") or ""):
        pytest.skip("a real browser is started by `pytest -m browser` only, as in .ci/run")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason='Playwright is not installed: pip install -e ".[browser]"')
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
