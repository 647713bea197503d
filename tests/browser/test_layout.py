"""Nothing cut, nothing on top of anything else: on a treadmill's screen, a small laptop, and phones."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.config import Config, Sensor
from coach.devices.standard import BATTERY_LEVEL
from coach.events import (
    PLACEMENTS,
    Beat,
    CueDecision,
    Event,
    Guide,
    Key,
    Link,
    Output,
    Packet,
    Repetition,
    Speed,
    Status,
    Tick,
)
from coach.screen.state import ScreenState
from tests.browser.layout import layout_faults, scrolls
from tests.browser.rig import Stage, staged
from tests.coach.screen.steps import step

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CONFIG = Config(sensors=tuple(Sensor(placement=placement, name="sim") for placement in PLACEMENTS))
TREADMILLS = [(1920, 1080), (1366, 768), (1280, 720), (1024, 768)]
PHONES = [(390, 844), (360, 640), (430, 932), (768, 1024), (844, 390)]
KICKED = {"heel_deg": 104.4, "kick_dps": 912.0, "heel_up_percent": 36.4, "interval_s": 0.352, "rhythm_percent": 3.4}
OUTPUT = "Built-in Audio Analog Stereo"
LONGEST = "contact 262 ms, 8 % above your 243 ms for 128 s; left alone for now; push cues are off: you told of pain"

HOLE = """() => {
  const shown = [...document.querySelectorAll(".screen > *")].map((e) => e.getBoundingClientRect())
    .filter((at) => at.height > 0).sort((a, b) => a.top - b.top);
  const gaps = shown.slice(1).map((at, n) => at.top - Math.max(...shown.slice(0, n + 1).map((above) => above.bottom)));
  return Math.max(...gaps) / innerHeight;
}"""
"""The highest empty place between two panels, as a share of the window."""
KNOBS = """() => [...document.querySelectorAll(".slider")].filter((e) => {
  const knob = e.querySelector(".q-slider__thumb").getBoundingClientRect();
  const [name, note] = [".name", ".note"].map((words) => e.querySelector(words).getBoundingClientRect());
  return knob.width === 0 || knob.bottom > note.top + 0.5 || knob.top < name.bottom - 0.5;
}).map((e) => e.innerText)"""


VALUES = {"cadence_spm": 171.4, "balance_percent": 50.42, "duty_factor": 0.348, "sink_deg": 21.3, "speed_mps": 3.31}


def ran(until_s: float) -> list[Event | Output]:
    """Steps up to now, longer and longer, with all sensors heard."""
    steps: list[Event | Output] = [
        step(0.36 * n, 0.24 + 0.03 * n / max(int(until_s / 0.36), 1), values=VALUES) for n in range(int(until_s / 0.36))
    ]
    return [*steps, *(Packet(placement, "open-pod", until_s, b"") for placement in PLACEMENTS)]


PUSH = "push-through-the-ball"
PHRASES = {(PUSH, words): words for words in ("Push through the ball", "The ground is hot", "Pull the heel up")}


def cue(at_s: float, words: str) -> CueDecision:
    return CueDecision(1, at_s, PUSH, "played", "", at_s, words, LONGEST)


MOMENTS: dict[str, list[Event | Output]] = {
    "waiting": [Tick(0.2)],
    "learning": [*ran(30.0), Status(30.0, "learning", "learning your normal: 30 of 120 s")],
    "good": [*ran(290.0), Speed(290.0, 3.3, "treadmill"), Status(290.0, "good", "contact 243 ms", 0.243, 0.253)],
    "drawn-out": [
        *ran(3725.0),
        *(cue(3725.0 - 40.0 * n, "Push through the ball") for n in range(6, -1, -1)),
        *(Key(3600.0 + n, "mark") for n in range(3)),
        Beat(3725.0, 176.0, None, "drawn-out", ""),
        Speed(3725.0, 3.31, "typed"),
        Status(3725.0, "drawn-out", LONGEST, 0.243, 0.253),
    ],
    "bouncy": [*ran(200.0), cue(200.0, "The ground is hot"), Status(200.0, "bouncy", LONGEST, 0.243, 0.253)],
    "sensor-lost": [
        *ran(100.0),
        *(Link(placement, 101.0, "lost") for placement in PLACEMENTS),
        Tick(120.0),
        Status(120.0, "sensor-lost", "sensor-lost", 0.243, 0.253),
    ],
    "drill": [
        *ran(30.0),
        Guide(
            30.0,
            "drill",
            "butt-kick",
            "Butt kicks, set 2 of 2",
            "you stopped; go on when you are ready",
            128,
            12.0,
            "hops",
            "Easy running, then strides",
        ),
        *(Repetition("butt-kick", "foot-left", "left", 29.0 + n, 30.0, 0.289, 0.222, (), KICKED) for n in range(3)),
        cue(30.0, "Pull the heel up"),
        Status(30.0, "drill", "Butt kicks, set 2 of 2"),
    ],
    "drill (warm-up)": [
        *ran(30.0),
        Guide(30.0, "warm-up", "", "Easy running", "", None, 3555.0, "s", "Pogo jumps, set 1 of 2"),
        Status(30.0, "drill", "Easy running"),
    ],
    "paused": [*ran(50.0), Key(50.0, "mute"), Status(50.0, "paused", "paused", 0.243, 0.253)],
}
"""By the state, and what else there is to it."""


@pytest.fixture
def scene(request: pytest.FixtureRequest, chromium: object) -> Generator[tuple[str, Stage]]:
    """One state with the longest words it may have."""
    state: str = request.param
    audio = "The PortAudio library is missing." if state == "waiting" else "on"
    shown = ScreenState(PLACEMENTS, audio=audio, output=OUTPUT, phrases=PHRASES)
    for placement in PLACEMENTS:
        shown.take(Packet(placement, "gatt", 0.0, bytes([100]), BATTERY_LEVEL))
        shown.signal(placement, -101)
    with staged(shown, CONFIG, share=state == "waiting") as stage:
        stage.show(MOMENTS[state])
        yield state, stage


@pytest.mark.parametrize("scene", list(MOMENTS), indirect=True)
def test_the_run_page(scene: tuple[str, Stage], visit: Callable[..., Page], artifacts: Path) -> None:
    state, stage = scene
    page = visit(stage.link)
    page.wait_for_selector(f".state-{state.partition(' ')[0]}")
    for width, height in [*TREADMILLS, *PHONES]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(250)
        page.screenshot(path=artifacts / f"run-{state}-{width}x{height}.png")
        assert layout_faults(page) == [], f"{width} x {height}"
        if width > height:
            assert not scrolls(page), f"{width} x {height} needs scrolling"
        assert page.evaluate(HOLE) < 0.05, f"{width} x {height}: an empty place between the panels"


@pytest.mark.parametrize("scene", ["drawn-out"], indirect=True)
def test_the_tuning_page(scene: tuple[str, Stage], visit: Callable[..., Page], artifacts: Path) -> None:
    _, stage = scene
    page = visit(f"{stage.link}tuning")
    page.wait_for_selector(".tuning .curve .line")
    for width, height in [*TREADMILLS, *PHONES]:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(250)
        page.screenshot(path=artifacts / f"tuning-{width}x{height}.png")
        assert layout_faults(page) == [], f"{width} x {height}"
        assert page.evaluate(KNOBS) == [], f"{width} x {height}: a knob lies on words"
        if width > 1000:
            sliders = "((at) => at.scrollHeight <= at.clientHeight + 1)(document.querySelector('.sliders'))"
            assert page.evaluate(sliders), f"{width} x {height}: some sliders must be scrolled to"


@pytest.mark.parametrize("scene", ["waiting"], indirect=True)
def test_the_way_to_the_phone(scene: tuple[str, Stage], visit: Callable[..., Page], artifacts: Path) -> None:
    _, stage = scene
    page = visit(stage.link, width=390, height=844)
    page.locator(".control.place", has=page.get_by_text("smartphone")).click()
    page.wait_for_selector(".dialog .qr svg")
    page.wait_for_timeout(400)
    page.screenshot(path=artifacts / "share-390x844.png")
    box = page.locator(".dialog .qr svg").bounding_box()
    assert box is not None
    assert box["width"] > 180
    assert box["x"] > 0
    assert box["x"] + box["width"] < 390
