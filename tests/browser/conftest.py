"""A real Chromium. `.ci/run` runs these tests; by hand: pytest -m browser tests/browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.rig import LiveRun

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

Visit = Callable[..., "Page"]
Start = Callable[..., LiveRun]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The browser, driven by Playwright."""
    if "browser" not in (request.config.getoption("-m") or "") and "COACH_BROWSER_TESTS" not in os.environ:
        pytest.skip(
            "a real browser is started by `pytest -m browser` or with COACH_BROWSER_TESTS=1 only, as in .ci/run"
        )
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    api = pytest.importorskip("playwright.sync_api", reason='Playwright is not installed: pip install -e ".[browser]"')
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Visit]:
    """Opens an address in a browser of its own (cookies, storage), by default at a treadmill's size."""
    contexts: list[BrowserContext] = []

    def opened(link: str, *, width: int = 1920, height: int = 1080) -> Page:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, has_touch=width < 800))
        page = contexts[-1].new_page()
        page.goto(link)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def start(chromium: Any, tmp_path: Path) -> Iterator[Start]:
    """Starts live runs."""
    runs: list[LiveRun] = []

    def started(*words: str, verb: Sequence[str] = ("run",)) -> LiveRun:
        runs.append(LiveRun(tmp_path / str(len(runs)), *words, verb=verb))
        return runs[-1]

    yield started
    for run in runs:
        run.end()


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots stay; COACH_ARTIFACTS moves it."""
    folder = Path(os.environ.get("COACH_ARTIFACTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
