"""The tap test from words to settings, with an ear and a finger that are made up."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.app.settings import load
from coach.app.sound import tapping
from coach.app.sound.pack import output_delay_s
from coach.app.sound.tapping import CLICKS, PERIOD_S, tap_test
from coach.errors import HardwareError, UserError
from cues.player import NullPlayer


class Speaker(NullPlayer):
    """Knows when it will click."""

    def __init__(self, reason: str = "", output: str = "") -> None:
        super().__init__(reason, "plug it in")
        self.first_s = 0.0
        self.output = output

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:  # noqa: ARG002
        self.first_s = at_s


class Clock:
    """Passes only when somebody sleeps, or a finger waits for its click."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def perf_counter(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        time.sleep(0.3)  # let the finger finish
        self.now_s += seconds


class Finger(io.StringIO):
    """Presses Enter at the given delay after each click."""

    def __init__(self, clock: Clock, speaker: Speaker, delay_s: float, presses: int = CLICKS) -> None:
        super().__init__()
        self._clock, self._speaker, self._delay_s, self._presses = clock, speaker, delay_s, presses

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]  # a text stream is its own iterator; ours need not be
        deadline = time.monotonic() + 10.0
        while not self._speaker.first_s and time.monotonic() < deadline:
            time.sleep(0.001)
        for k in range(self._presses):
            self._clock.now_s = self._speaker.first_s + k * PERIOD_S + self._delay_s
            yield "\n"


Found = Callable[..., list[str]]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Found:
    """What the test tells of a finger that is late by so much."""

    def tap(
        delay_s: float, presses: int = CLICKS, reason: str = "", output: str = "", settings: Path | None = None
    ) -> list[str]:
        clock, speaker = Clock(), Speaker(reason, output)

        def opened(*_: object, **__: object) -> Speaker:
            return speaker

        monkeypatch.setattr("cues.player.open_player", opened)
        monkeypatch.setattr(tapping, "time", clock)
        return list(tap_test(settings, Finger(clock, speaker, delay_s, presses)))

    return tap


def test_it_says_what_to_do_and_what_to_write_into_the_settings(found: Found) -> None:
    lines = found(0.15)
    assert "press Enter" in lines[0]
    assert lines[-1] == "In your settings: [audio] headphone_delay_ms = 180"
    assert found(0.15, output="WH-1000XM4")[-2:] == [
        "You hear WH-1000XM4 about 180 ms late (16 taps, half of them within 0 ms).",
        'In your settings: [[headphones]] name = "WH-1000XM4", delay_ms = 180',
    ]


def test_settings_keep_a_delay_for_each_output_and_everything_else(found: Found, tmp_path: Path) -> None:
    settings = tmp_path / "coach.toml"
    settings.write_text("# mine\n[audio]\nvolume = 0.5  # soft\n", encoding="utf-8")
    assert found(0.15, output="WH-1000XM4", settings=settings)[-1] == f"{settings} says so now."
    found(0.05, output="Built-in Audio", settings=settings)
    found(0.17, output="WH-1000XM4 Hands-Free", settings=settings)
    found(0.0, settings=settings)
    config = load(settings)
    delays_ms = {
        name: round(1e3 * output_delay_s(config, name)) for name in ("WH-1000XM4", "built-in audio", "tuba", "")
    }
    assert delays_ms == {"WH-1000XM4": 200, "built-in audio": 80, "tuba": 30, "": 30}
    assert len(config.headphones) == 2
    assert settings.read_text(encoding="utf-8").startswith("# mine\n[audio]\nvolume = 0.5  # soft\n")


def test_too_few_taps_are_the_users_to_mend(found: Found) -> None:
    with pytest.raises(UserError, match="only 3 of 20"):
        found(0.15, presses=3)


def test_without_an_output_there_is_nothing_to_hear(found: Found) -> None:
    with pytest.raises(HardwareError, match="nothing there"):
        found(0.15, reason="nothing there")
