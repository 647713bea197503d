"""The pictures of README and docs, taken of a simulated run: nothing in them is drawn by hand.

    python -m bench.pictures [--out docs/pictures]

The demo scenario is run flat out; the page is served as in a live run and photographed in Chromium, and so is what rich
prints on a terminal. The same seed gives the same pictures.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.result import REPORT
from coach.app.flat_out.demo import SETTINGS, run_demo
from coach.app.sound.pack import open_pack, phrases
from coach.config import Config, parse
from coach.devices.standard import BATTERY_LEVEL
from coach.events import CueDecision, Event, Output, Packet, Placement, Played, Speed, Tick
from coach.pipeline import Pipeline
from coach.screen.keyboard import HINT
from coach.screen.layout import picture
from coach.screen.state import ScreenState
from coach.screen.web.door import open_door
from coach.screen.web.messages import Setup
from coach.screen.web.process import WebScreen
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor
from cues.pack import Pack

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORN: tuple[Placement, ...] = ("foot-left", "foot-right", "shank-right")
BELT_MPS = 3.2
SOUND_S = 0.052
"""As a wired output with the safe setting has it."""
MOMENTS = {"treadmill": 206.5, "terminal": 206.5, "phone": 333.0, "tuning": 545.0}
"""Where the run stands in each picture, in s."""
TERMINAL = """<body style="margin:0;background:{background}"><pre style="display:inline-block;margin:0;
padding:16px 18px;background:{background};color:{foreground};font:16.611px/19px 'DejaVu Sans Mono',monospace"
>{code}</pre>"""
"""Cells of whole pixels, 10 by 19, so that blocks join as on a terminal."""
COLOURS = [
    (10, 14, 19),
    (255, 107, 99),
    (61, 220, 151),
    (255, 185, 56),
    (109, 179, 255),
    (255, 138, 216),
    (94, 200, 216),
    (238, 243, 248),
]
"""Of the page, in the order of a terminal's sixteen."""
READINGS: dict[Placement, tuple[int, int]] = {"foot-left": (86, -58), "foot-right": (79, -61), "shank-right": (64, -66)}


class Run:
    """The demo's runner on a treadmill, up to any moment; moments must be asked for in order."""

    def __init__(self) -> None:
        self.config: Config = parse(_settings())
        self.pack: Pack = open_pack(self.config)
        self.state = ScreenState(WORN, recording="run.mcap", audio="on", phrases=phrases(self.pack))
        self._pipeline = Pipeline(self.config, WORN, self.pack.durations)
        self._runner = SimulatedRunner(SCENARIOS["demo"], [SimulatedSensor(placement) for placement in WORN], seed=1)
        self._tick = 0
        for placement, (battery, signal) in READINGS.items():
            self.state.take(Packet(placement, "gatt", 0.0, bytes([battery]), BATTERY_LEVEL))
            self.state.signal(placement, signal)

    def to(self, at_s: float) -> None:
        """Run on."""
        while 0.25 * self._tick < at_s:
            self._tick += 1
            now_s = 0.25 * self._tick
            events: list[Event] = [*self._runner.advance(now_s), Tick(now_s)]
            if now_s >= 20.0 and self._tick % 4 == 0:
                events.append(Speed(now_s, BELT_MPS, "treadmill"))
            for event in events:
                self._take(event)

    def _take(self, event: Event) -> None:
        self.state.take(event)
        for output in self._pipeline.feed(event):
            self.state.take(output)
            self._answer(output)

    def _answer(self, output: Output) -> None:
        if isinstance(output, CueDecision) and output.requested_s is not None:
            self._runner.hear(output.cue, output.requested_s + SOUND_S)
            self._take(Played(output.cue_id, output.requested_s, output.requested_s + SOUND_S))


def _settings() -> str:
    """The demo's, with these sensors."""
    head = SETTINGS.partition("[[sensors]]")[0]
    return head + "".join(f'[[sensors]]\nplacement = "{placement}"\nname = "sim"\n' for placement in WORN)


@contextmanager
def browser_page(run: Run, *, width: int, height: int, scale: float, path: str = "") -> Generator[Page]:
    """The page as it is now, in a window of this size."""
    from playwright.sync_api import sync_playwright

    door = open_door()
    setup = Setup(run.config, Path("coach.toml"), run.pack.durations, phrases(run.pack), {}, {}, door.links, door.key)
    with WebScreen(door, setup, lambda _: None, farewell=list) as screen, sync_playwright() as playwright:
        screen.refresh(run.state)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
        page.goto(door.links[0] + path)
        page.wait_for_selector(".curve .line", timeout=60_000)
        yield page
        browser.close()


def photograph(page: Page, file: Path) -> None:
    """When everything has come to rest."""
    page.wait_for_timeout(600)
    page.screenshot(path=file)
    print(file)


def treadmill(run: Run, out: Path) -> None:
    """The run page on a large screen."""
    with browser_page(run, width=1920, height=1080, scale=0.75) as page:
        photograph(page, out / "treadmill.png")


def phone(run: Run, out: Path) -> None:
    """The same page in a narrow window."""
    with browser_page(run, width=390, height=844, scale=2.0) as page:
        photograph(page, out / "phone.png")


def tuning(run: Run, out: Path) -> None:
    """A higher trigger, and what it would have changed."""
    with browser_page(run, width=1920, height=1080, scale=0.75, path="tuning") as page:
        page.locator('[data-setting="stance.hold_s"] [tabindex]').focus()
        for _ in range(12):
            page.keyboard.press("ArrowUp")
        page.wait_for_selector(".slider.changed")
        photograph(page, out / "tuning.png")


def terminal(run: Run, out: Path) -> None:
    """The view of those who never open a browser."""
    from playwright.sync_api import sync_playwright
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    theme = TerminalTheme((10, 14, 19), (238, 243, 248), COLOURS, COLOURS)
    width, height = 92, 27
    console = Console(record=True, width=width, height=height, file=io.StringIO(), force_terminal=True)
    console.print(Text("\n").join(picture(run.state.view(), width, height, HINT)))
    html = console.export_html(theme=theme, inline_styles=True, code_format=TERMINAL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=2.0)
        page.set_content(html)
        page.locator("pre").screenshot(path=out / "terminal.png")
        browser.close()
    print(out / "terminal.png")


def report(out: Path) -> None:
    """The top of the demo's report."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        run_demo(Path(folder), seed=1)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 1130})
        page.goto((Path(folder) / REPORT).as_uri())
        photograph(page, out / "report.png")
        browser.close()


PICTURES = {"treadmill": treadmill, "terminal": terminal, "phone": phone, "tuning": tuning}


def main() -> None:
    """Take them all."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=Path("docs/pictures"))
    out: Path = asked.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    begun_s = time.perf_counter()
    run = Run()
    for name, take in PICTURES.items():
        run.to(MOMENTS[name])
        take(run, out)
    report(out)
    print(f"{time.perf_counter() - begun_s:.0f} s")


if __name__ == "__main__":
    main()
