"""Landings as the trunk feels them: when it carries the body's weight, and until when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from coach.dsp.filters import LowPass, low_pass_delay_s
from coach.dsp.timeline import Timeline
from coach.dsp.window import History
from coach.events import Block, Floats
from coach.gait.drills.sprung import contact_from_loaded_s, lead_s

CUTOFF_HZ = 12.0
LOW_G, HIGH_G = 0.6, 1.35
"""The body is in the air below the one, on the ground above the other; 1 g in between is dated."""
_KEPT_S = 6.0
_LONGEST_S = 1.3
LIGHT_G = 0.5
"""In flight a trunk feels less than this at some moment."""
_SHARES = 0.6
"""The side is felt over this share of a contact."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One landing and the flight after it."""

    at_s: float
    """Initial contact."""
    declared_s: float
    contact_s: float
    flight_s: float
    lightest_g: float
    heaviest_g: float
    side: Floats
    """(3,) mean turning, or push where there is no gyroscope, during contact: differs between left and right."""
    fell_s: float
    """How long a free fall would have given the speed of the fall before it."""
    brake_g: float
    """How much the push along the ground changes from the first half of contact to the second."""
    flaws: int
    """How many samples have been bridged, or streams begun anew, until then."""

    @property
    def period_s(self) -> float:
        """From this landing to the next."""
        return self.contact_s + self.flight_s


class Beats:
    """Each beat is certain when the next one has loaded the body."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._delay_s = low_pass_delay_s(rate_hz, CUTOFF_HZ)
        self._timeline = Timeline()
        self._filter = LowPass(rate_hz, CUTOFF_HZ, 6)
        self._rows = History(8, round(_KEPT_S * rate_hz))
        self._flaws = 0
        self._airborne = False
        self._rise = self._fall = math.nan
        self._loaded: tuple[float, float] | None = None
        self._before = 1.0
        self._lacks = self._fell = 0.0
        """Weight not felt since the force last fell through 1 g, in g times rows; and until the newest landing."""

    def feed(self, block: Block) -> Iterator[Beat]:
        """Beats that these samples made certain."""
        if block.fresh:
            self._filter = LowPass(self._rate_hz, CUTOFF_HZ, 6)
            self._flaws += 1
            self._airborne, self._loaded, self._before, self._lacks = False, None, 1.0, 0.0
        first = self._rows.end
        self._timeline.append(block)
        rows = np.empty((len(block.accel_g), 8))
        gyro = np.zeros_like(block.accel_g) if block.gyro_dps is None else block.gyro_dps
        rows[:, :6] = self._filter.feed(np.hstack([block.accel_g, gyro]))
        rows[:, 6] = np.sqrt(rows[:, 0] ** 2 + rows[:, 1] ** 2 + rows[:, 2] ** 2)
        rows[:, 7] = self._flaws + np.cumsum(block.filled)
        if len(rows):
            self._flaws = int(rows[-1, 7])
        self._rows.append(rows)
        for row, force in enumerate(rows[:, 6].tolist(), start=first):
            beat = self._step(row, force, by_turning=block.gyro_dps is not None)
            self._before = force
            if beat is not None:
                yield beat

    def _step(self, row: int, force: float, *, by_turning: bool) -> Beat | None:
        """Follow the force through 1 g, up and down."""
        if force < 1.0:
            self._lacks += 1.0 - force
        if self._before < 1.0 <= force:
            self._rise = row - (force - 1.0) / (force - self._before)
        elif force < 1.0 <= self._before:
            self._fall = row - (1.0 - force) / (self._before - force)
            self._lacks = 1.0 - force
        if force < LOW_G:
            self._airborne = True
        if not self._airborne or force < HIGH_G:
            return None
        self._airborne = False
        last, self._loaded = self._loaded, (self._rise, self._fall)
        fell, self._fell = self._fell, self._lacks
        if last is None or self._rise - last[0] > _LONGEST_S * self._rate_hz or not self._fall > last[0]:
            return None
        return self._beat(last[0], row, fell / self._rate_hz, by_turning=by_turning)

    def _beat(self, rise: float, row: int, fell_s: float, *, by_turning: bool) -> Beat:
        """The landing that rose through 1 g at `rise`, the next one having done so."""
        period_s = (self._rise - rise) / self._rate_hz
        contact_s = contact_from_loaded_s((self._fall - rise) / self._rate_hz, period_s)
        ground = self._rows.view(math.ceil(rise), math.floor(self._fall) + 1)
        air = self._rows.view(math.floor(self._fall), math.ceil(self._rise) + 1)
        felt = ground[: max(round(_SHARES * len(ground)), 1), slice(3, 6) if by_turning else slice(0, 3)]
        side = np.add.reduce(felt, axis=0) / len(felt)
        cycle = self._rows.view(math.ceil(rise), math.ceil(self._rise) + 1)[:, :3]
        at_s = self._timeline.seconds(rise) - self._delay_s - lead_s(contact_s, period_s)
        return Beat(
            at_s=at_s,
            declared_s=self._timeline.seconds(row),
            contact_s=contact_s,
            flight_s=period_s - contact_s,
            lightest_g=float(air[:, 6].min()),
            heaviest_g=float(ground[:, 6].max()),
            side=np.asarray(side, dtype=np.float64),
            fell_s=fell_s,
            brake_g=_brake_g(ground[:, :3], np.add.reduce(cycle, axis=0)),
            flaws=int(air[-1, 7]),
        )


def _brake_g(ground: Floats, weight: Floats) -> float:
    """Across `weight`, which a whole period adds up to: mean of the second half of contact against the first."""
    half = len(ground) // 2
    if not half:
        return 0.0
    change = np.add.reduce(ground[half:], axis=0) / (len(ground) - half) - np.add.reduce(ground[:half], axis=0) / half
    up = weight / math.sqrt(float((weight * weight).sum()))
    level = change - up * float((change * up).sum())
    return math.sqrt(float((level * level).sum()))
