"""Steps as a trunk sensor sees them, before any model of contact time: when, what shape, how high, which side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.events import Block, Floats
from coach.gait.trunk.alternation import Alternation, Heading
from coach.gait.trunk.constants import Site
from coach.gait.trunk.pulse import Pulse, PulseMean, pulse
from coach.gait.trunk.release import Releases
from coach.gait.trunk.signal import ACCEL, GYRO, UP, VERTICAL, TrunkSignal
from coach.gait.trunk.travel import Travel, travel

SHORTEST_STEP_S = 0.22
LONGEST_STEP_S = 0.6
PIECE_ROWS = 4096
"""Rows worked on at once: an hour in one block needs no more memory than a minute."""
BEAT_TOLERANCE = 0.25
"""How far from a whole number of steps an interval may be before the count of feet is lost."""
GUARD_S = 0.05
"""A bridged or clipped sample this near to loading or release spoils it."""
ROLL, PUSH = (GYRO, 0.1, 0.2), (ACCEL, 0.0, 0.1)
"""Where left and right differ: channels, and seconds after loading."""
TURNED_COSINE = math.cos(math.radians(20.0))


@dataclass(frozen=True, slots=True)
class TrunkStep:
    """One foot's turn on the ground, dated by its loading (body weight reached, some 30 ms after initial contact)."""

    loading_s: float
    next_loading_s: float
    """NaN where none came."""
    declared_s: float
    release_s: float
    """Loading to release, over two steps where left and right differ too much; NaN where the trunk never felt light."""
    pulse: Pulse | None
    """Mean shape of the last six steps."""
    travel: Travel | None
    """None for the first and the last step of a stretch, and where samples are missing."""
    flight_share: float
    """Share of the last two steps in which the trunk felt light."""
    turn_dps: float
    """Mean turning rate over two steps, left positive; NaN for the first step, and without a gyroscope."""
    beats: int
    """Steps since the one before; 0 where the count was lost."""
    leftness: float
    """How much further left than the other foot's step this one rolls (deg/s) or pushes (g); NaN too early."""
    by_roll: bool
    """`leftness` is a roll, whose sign is the same in everybody; otherwise a push, whose sign is personal."""
    faults: tuple[str, ...]


class TrunkSteps:
    """Finds the steps of one unbroken stretch of samples. Each is declared when the next one's loading is certain."""

    def __init__(self, start_s: float, rate_hz: float, site: Site, *, has_gyro: bool) -> None:
        self._start_s = start_s
        self._rate_hz = rate_hz
        self._has_gyro = has_gyro
        self._by_roll = has_gyro and site.roll_tells_sides
        self._signal = TrunkSignal(rate_hz, site.release_cutoff_hz)
        self._before: float | None = None
        self._pending: float | None = None
        self._shapes = PulseMean()
        self._releases = Releases()
        self._heading = Heading()
        self._sides = Alternation()
        self._beats = 0

    def feed(self, block: Block) -> Iterator[TrunkStep]:
        """Steps that these samples made certain, in order."""
        for a in range(0, len(block.accel_g), PIECE_ROWS):
            piece = slice(a, a + PIECE_ROWS)
            gyro = None if block.gyro_dps is None else block.gyro_dps[piece]
            loadings = self._signal.feed(block.accel_g[piece], gyro, block.filled[piece], block.clipped[piece])
            for row, certain in loadings:
                yield from self._loading(row, certain)
            yield from self._overdue(self._signal.end - 1)

    def end(self, at_s: float) -> Iterator[TrunkStep]:
        """The stretch ended before `at_s`, when something else arrived."""
        if self._pending is not None:
            yield self._step(self._pending, None, (at_s - self._start_s) * self._rate_hz)

    def _loading(self, row: float, certain: int) -> Iterator[TrunkStep]:
        yield from self._overdue(certain)
        if self._pending is None:
            self._pending = row
        elif row - self._pending >= SHORTEST_STEP_S * self._rate_hz:
            yield self._step(self._pending, row, certain)
            self._before, self._pending = self._pending, row

    def _overdue(self, newest: int) -> Iterator[TrunkStep]:
        """A step whose successor is late was the last of its stretch."""
        if self._pending is None:
            return
        due = math.ceil(self._pending + LONGEST_STEP_S * self._rate_hz + self._signal.loading_delay)
        if newest >= due:
            yield self._step(self._pending, None, due)
            self._before = self._pending = None
            self._shapes = PulseMean()
            self._beats = 0

    def _learn(self, row: float, following: float | None) -> None:
        """Take from a step what it and later steps are compared with."""
        self._count(row)
        columns, from_s, to_s = ROLL if self._by_roll else PUSH
        seen = self._signal.end > row + to_s * self._rate_hz
        self._sides.add(self._mean(columns, row, from_s, to_s), self._beats if seen else 0)
        if following is not None and not self._signal.spoiled(row, following):
            self._heading.add(self._mean(ACCEL, row, 0.0, 0.06), self._mean(ACCEL, row, 0.12, 0.18))
            first, last = math.ceil(row), math.ceil(following)
            vertical = self._signal.history.view(first, last)[:, VERTICAL]
            self._shapes.add(pulse(vertical, row, following, first, self._rate_hz))

    def _count(self, row: float) -> None:
        """How many steps lie between the last loading and this one."""
        usual = self._shapes.mean
        if self._before is None:
            self._beats = 0
        elif usual is None:
            self._beats = 1
        else:
            steps = (row - self._before) / (usual.interval_s * self._rate_hz)
            self._beats = round(steps) if abs(steps - round(steps)) <= BEAT_TOLERANCE else 0

    def _step(self, row: float, following: float | None, certain: float) -> TrunkStep:
        """Everything known about the step that loaded at `row`; `following` is the next loading."""
        self._learn(row, following)
        signal, rate_hz = self._signal, self._rate_hz
        start = row if self._before is None else self._before
        newest = min(certain, signal.end - 1)
        stop = newest if following is None else following
        release = signal.release_between(row, row + LONGEST_STEP_S * rate_hz if following is None else following)
        up = signal.history.view(int(stop), int(stop) + 1)[0, UP]
        whole = following is not None and self._before is not None and not signal.spoiled(start, stop)
        release_s, evened = self._releases.add(math.nan if release is None else (release - row) / rate_hz, self._beats)
        faults = self._faults(row, release, newest)
        if self._turned(start, stop, up):
            faults = (*faults, "axis")
        return TrunkStep(
            loading_s=self._time(row),
            next_loading_s=math.nan if following is None else self._time(following),
            declared_s=self._time(max(certain, signal.first_decision_row)),
            release_s=release_s,
            pulse=self._shapes.mean,
            travel=self._travel(start, row, stop) if whole else None,
            flight_share=signal.floating_share(start, stop),
            turn_dps=self._turning(start, stop) if self._has_gyro and start < row else math.nan,
            beats=self._beats,
            leftness=self._leftness(up),
            by_roll=self._by_roll,
            faults=(*faults, "off-centre") if evened else faults,
        )

    def _leftness(self, up: Floats) -> float:
        if self._by_roll:
            return -self._sides.along(self._heading.forward(up))
        return self._sides.along(self._heading.leftward(up))

    def _travel(self, start: float, row: float, stop: float) -> Travel:
        first, last = round(start), round(stop)
        vertical = self._signal.history.view(first, last + 1)[:, VERTICAL]
        return travel(vertical, row - first, self._rate_hz)

    def _faults(self, row: float, release: float | None, newest: float) -> tuple[str, ...]:
        """What spoils loading or release; the whole step where there was no release."""
        guard = GUARD_S * self._rate_hz
        everywhere = self._signal.spoiled(row - guard, newest)
        if not everywhere or release is None:
            return everywhere
        at_loading = self._signal.spoiled(row - guard, row + guard)
        at_release = self._signal.spoiled(release - guard, min(release + guard, newest))
        return tuple(dict.fromkeys(at_loading + at_release))

    def _turning(self, start: float, stop: float) -> float:
        """Rate about up; over two steps the pelvis turns as far to the one side as to the other."""
        rows = self._signal.history.view(int(start), int(stop))
        return float((rows[:, GYRO] * rows[:, UP]).sum()) / len(rows)

    def _turned(self, start: float, stop: float, up: Floats) -> bool:
        """Whether the mean of two steps no longer points up."""
        mean = np.add.reduce(self._signal.history.view(int(start), int(stop))[:, ACCEL], axis=0)
        return float((mean * up).sum()) < TURNED_COSINE * math.sqrt(float((mean * mean).sum()))

    def _mean(self, columns: slice, row: float, from_s: float, to_s: float) -> Floats:
        first = int(row + from_s * self._rate_hz)
        last = max(int(row + to_s * self._rate_hz), first + 1)
        return np.add.reduce(self._signal.history.view(first, last)[:, columns], axis=0) / (last - first)

    def _time(self, row: float) -> float:
        return self._start_s + row / self._rate_hz
