"""Beats as exact frame numbers, by counting: no clock, no drift.

Beat k of a stretch of even tempo falls on frame round(origin + k * period); the next stretch begins where the last
one's count ended, so rounding never adds up. While it ticks the tempo moves by at most 3 % at a time: runners follow
such shifts without noticing (Van Dyck 2015, doi:10.1186/s40798-015-0025-9).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

RAMP = 0.03
"""Largest change of tempo at a time."""
RAMP_STEPS = 8
"""Steps at each tempo on the way to a new one."""
SLOWEST_SPM, FASTEST_SPM = 40.0, 300.0


@dataclass(frozen=True, slots=True)
class Beat:
    """One click."""

    frame: int
    strong: bool
    """Every second step is strong, so that the same foot always has the same click."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Steps `first`, `first + 1` … at even tempo, on frames before `end`."""

    origin: float
    period: float
    first: int
    end: float
    every: int
    before: float
    """Period that led up to the first of these steps."""

    def frame(self, k: int) -> int:
        """Where step k from the origin falls; compared only in this rounded form, so no step is lost or doubled."""
        return round(self.origin + k * self.period)

    def steps_before(self, frame: int) -> int:
        """How many steps fall before `frame`."""
        k = max(math.floor((frame - self.origin) / self.period) - 1, 0)
        while self.frame(k) < frame:
            k += 1
        return k

    def beats(self, start: int, stop: int) -> list[Beat]:
        beats: list[Beat] = []
        k = self.steps_before(start)
        while (frame := self.frame(k)) < min(self.end, stop):
            step = self.first + k
            if step % self.every == 0:
                beats.append(Beat(frame, step % 2 == 0))
            k += 1
        return beats


class Metronome:
    """Tell it tempos in frames of the output, ask it which beats fall into a block. Frames asked for never run back."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._plan: list[_Stretch] = []

    def tempo(self, spm: float, at_frame: int, until_frame: int | None = None, every: int = 1) -> None:
        """Tick at `spm` steps a minute from `at_frame` until before `until_frame` (None: until told otherwise).

        Silent before: the first beat falls on `at_frame` itself. Ticking already: the next beat keeps its place, and
        the tempo moves over in steps of at most 3 %. `every` is 1 for each step, 2 for every second (strong) one.
        Raises ValueError for a tempo outside 40…300 or another `every`.
        """
        check_tempo(spm, every)
        end = math.inf if until_frame is None else float(until_frame)
        period = 60.0 * self._rate_hz / spm
        following = self._following(at_frame)
        self.stop(at_frame)
        if following is None:
            self._plan.append(_Stretch(float(at_frame), period, 0, end, every, period))
            return
        origin, first, pace = following
        while not math.isclose(pace, period):
            before, pace = pace, min(max(period, pace / (1.0 + RAMP)), pace / (1.0 - RAMP))
            step_end = origin + RAMP_STEPS * pace
            self._plan.append(_Stretch(origin, pace, first, min(round(step_end), end), every, before))
            origin, first = step_end, first + RAMP_STEPS
        self._plan.append(_Stretch(origin, period, first, end, every, pace))

    @property
    def ends_at(self) -> int:
        """Frame before which the last beat of known end falls; 0 when nothing is planned or it goes on for ever."""
        return int(max((s.end for s in self._plan if s.end < math.inf), default=0))

    @property
    def planned(self) -> bool:
        """Beats are still to come, or may be."""
        return bool(self._plan)

    def stop(self, at_frame: int) -> None:
        """No beat at or after `at_frame`."""
        self._plan = [replace(s, end=min(s.end, float(at_frame))) for s in self._plan if s.frame(0) < at_frame]

    def beats(self, start: int, stop: int) -> list[Beat]:
        """The beats of frames start…stop-1, in order."""
        if self._plan and self._plan[0].end <= start:
            self._plan = [s for s in self._plan if s.end > start]
        return [beat for stretch in self._plan for beat in stretch.beats(start, stop)]

    def _following(self, frame: int) -> tuple[float, int, float] | None:
        """While it ticks: exact place and number of the next step from `frame` on, and the period leading up to it."""
        for stretch in self._plan:
            k = stretch.steps_before(frame)
            lead = stretch.period if k else stretch.before
            if stretch.frame(k) < stretch.end and stretch.frame(k) - frame <= lead:
                return stretch.origin + k * stretch.period, stretch.first + k, lead
        return None


def check_tempo(spm: float, every: int) -> None:
    """Raises ValueError for what no metronome can do."""
    if not SLOWEST_SPM <= spm <= FASTEST_SPM:
        raise ValueError(f"{spm:g} steps a minute is no running tempo")
    if every not in {1, 2}:
        raise ValueError("every must be 1 or 2")
