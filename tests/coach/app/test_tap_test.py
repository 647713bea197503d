"""The tap test from words to settings, with an ear and a finger that are made up."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import pytest

from coach.app import tapping
from coach.app.tapping import CLICKS, PERIOD_S, tap_test
from coach.config import Config
from coach.errors import HardwareError, UserError
from cues.player import NullPlayer


class Speaker(NullPlayer):
    """Knows when it will click."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason, "plug it in")
        self.first_s = 0.0

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


def found(monkeypatch: pytest.MonkeyPatch, delay_s: float, presses: int = CLICKS, reason: str = "") -> list[str]:
    clock, speaker = Clock(), Speaker(reason)

    def opened(*_: object, **__: object) -> Speaker:
        return speaker

    monkeypatch.setattr("cues.player.open_player", opened)
    monkeypatch.setattr(tapping, "time", clock)
    return list(tap_test(Config(), Finger(clock, speaker, delay_s, presses)))


def test_it_says_what_to_do_and_what_to_write_into_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = found(monkeypatch, 0.15)
    assert "press Enter" in lines[0]
    assert lines[-1] == "In your settings: [audio] headphone_delay_ms = 180"


def test_too_few_taps_are_the_users_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="only 3 of 20"):
        found(monkeypatch, 0.15, presses=3)


def test_without_an_output_there_is_nothing_to_hear(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(HardwareError, match="nothing there"):
        found(monkeypatch, 0.15, reason="nothing there")
