"""What a trunk sensor's samples become before any step is looked for: upright, smoothed, numbered."""

from __future__ import annotations

import numpy as np

from coach.dsp.filters import LowPass
from coach.dsp.window import History
from coach.events import Bools, Floats
from coach.gait.trunk.crossings import Crossings, Trigger
from coach.gait.trunk.upright import Upright

ACCEL, GYRO, UP = slice(0, 3), slice(3, 6), slice(6, 9)
VERTICAL, FLOATING, FILLED = 9, 10, 11
"""Columns of `TrunkSignal.history`: g, deg/s, unit vector, g; then counts since the start of floating, bridged and
clipped samples."""
SPOILED = ("gap", "clipped-event")
"""What the last two columns are called in a contact's faults."""

STEP_CUTOFF_HZ = 5.0
FLOATING_G = 0.3
"""Vertical acceleration under which nothing much carries the body: flight."""
RELEASE_G = 0.35
MEMORY_S = 3.0


class TrunkSignal:
    """One unbroken stretch of samples, addressed by row number; rows count from its first sample.

    A *loading* is where vertical acceleration, smoothed at 5 Hz, rises through 1 g: some 30 ms after initial contact.
    A *release* is where it falls through 0.35 g, near toe-off. Both are fractional rows, the filter's delay taken off.
    """

    def __init__(self, rate_hz: float, release_cutoff_hz: float) -> None:
        self.history = History(13, int(MEMORY_S * rate_hz))
        self._memory = int(MEMORY_S * rate_hz)
        self._upright = Upright(rate_hz)
        self._stepping = LowPass(rate_hz, STEP_CUTOFF_HZ, 1)
        self._releasing = LowPass(rate_hz, release_cutoff_hz, 1)
        self._loadings = Trigger(level=1.0, low=0.75, high=1.25)
        self._releases = Crossings(RELEASE_G, rising=False)
        self.loading_delay = self._stepping.delay_s * rate_hz
        self._release_delay = self._releasing.delay_s * rate_hz
        self._counts: Floats = np.zeros(3)

    @property
    def first_decision_row(self) -> int:
        """Nothing is decided before this row: up is not known earlier."""
        return self._upright.learned_row

    @property
    def end(self) -> int:
        """Number of the next row."""
        return self.history.end

    def feed(self, accel_g: Floats, gyro_dps: Floats | None, filled: Bools, clipped: Bools) -> list[tuple[float, int]]:
        """Add samples (n, 3); returns the new loadings as (row, row at which it was certain), in order."""
        gyro = np.zeros_like(accel_g) if gyro_dps is None else gyro_dps
        rows, up = self._upright.feed(
            np.column_stack([accel_g, gyro, filled.astype(np.float64), clipped.astype(np.float64)])
        )
        if len(rows) == 0:
            return []
        vertical = rows[:, 0] * up[:, 0] + rows[:, 1] * up[:, 1] + rows[:, 2] * up[:, 2]
        stepping = self._stepping.feed(vertical[:, None])[:, 0]
        releasing = self._releasing.feed(vertical[:, None])[:, 0]
        flags = np.column_stack([releasing < FLOATING_G, rows[:, 6:8]])
        counts = self._counts + np.cumsum(flags, axis=0)
        self._counts = counts[-1]
        first = self.history.end
        self.history.append(np.column_stack([rows[:, :6], up, vertical, counts]))
        self._releases.forget_before(first - self._memory)
        self._releases.feed(releasing, first)
        loadings = [(row - self.loading_delay, sure) for row, sure in self._loadings.feed(stepping, first)]
        return [loading for loading in loadings if loading[0] >= 0.0]

    def release_between(self, row: float, before: float) -> float | None:
        """The first release in that range of rows, if there is one."""
        release = self._releases.first_after(row + self._release_delay)
        if release is None or release - self._release_delay >= before:
            return None
        return release - self._release_delay

    def floating_share(self, start: float, stop: float) -> float:
        """Share of the rows from `start` to `stop` in which the body floated."""
        rows = self.history.view(int(start), int(stop) + 1)
        return float(rows[-1, FLOATING] - rows[0, FLOATING]) / max(len(rows) - 1, 1)

    def spoiled(self, start: float, stop: float) -> tuple[str, ...]:
        """What is wrong with samples from `start` to `stop`: `gap`, `clipped-event`, both or nothing."""
        rows = self.history.view(int(start), int(stop) + 1)
        before, after = rows[0, FILLED:].tolist(), rows[-1, FILLED:].tolist()
        if before == after:
            return ()
        return tuple(name for name, a, b in zip(SPOILED, before, after, strict=True) if a != b)
