"""Sensor ticks to stream seconds: arrival times lie by tens of milliseconds, a sensor's own counter does not.

The line from ticks to seconds (`coach.dsp.drift`) is estimated from arrivals, but followed slowly: two samples that
are 250 ms apart by the sensor's counter stay 250 ms apart within 0.1 ms, whatever the radio does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.devices import Counter
from coach.devices.order import Order
from coach.dsp.drift import CRYSTAL, Drift
from coach.events import Floats, Placement, RawSamples, Rejected, Samples

_SETTLE_S = 1.0
"""Samples held back at the start until the quickest of several packets has shown the offset."""
_CATCH_UP_S = 10.0
_SLEW = 300e-6
_FAST_SLEW = 4000e-6
_FAR_S = 0.02
"""Above this error the line is followed up to 4000 ppm (1 ms in a contact of 250 ms), so that two feet agree again."""
_HOLE_S = 1.0
"""After a hole this long the line is met at once: nothing is measured across it."""
_EARLY_S = 0.5
_LATE_S = 10.0
"""A packet that arrives this much before or after its samples' time shows that the sensor's clock started again."""


@dataclass(frozen=True, slots=True)
class _Taken:
    raw: RawSamples
    ticks: Floats
    arrived_s: float


class Clock:
    """One sensor's time. Times that come out only ever increase, and memory is bounded.

    Streams that carry seconds of their own keep them to the last bit; what repeats or goes back is dropped and
    counted. Streams with ticks are unwrapped, put in order, dated.
    """

    def __init__(self, placement: Placement, counter: Counter | None) -> None:
        self._placement: Placement = placement
        self._counter = counter
        self._last_s = -np.inf
        self._tolerance = counter.tolerance if counter else CRYSTAL
        self._line = _Line(self._tolerance)
        self._order: Order[_Taken] | None = Order(counter.sequence_wrap) if counter else None
        self._last_tick: float | None = None
        self._last_arrived_s = 0.0

    def feed(self, raw: RawSamples, arrived_s: float) -> list[Samples | Rejected]:
        """Dated samples that this packet made ready, and what had to be dropped or was found missing."""
        if raw.t_s is not None:
            return self._increasing(raw, raw.t_s)
        if raw.ticks is None or self._counter is None or self._order is None:
            return [Rejected(self._placement, arrived_s, "samples without a time", len(raw.accel_g))]
        taken = _Taken(raw, raw.ticks, arrived_s)
        if raw.sequence is None:
            return self._tell(taken, self._counter)
        out: list[Samples | Rejected] = []
        found = self._order.feed(raw.sequence, float(raw.ticks[0]), taken)
        for count, reason in (
            (found.repeated, "packet repeated"),
            (found.late, "packet too late to be put in order"),
            (found.lost, "packet lost"),
        ):
            if count:
                out.append(Rejected(self._placement, arrived_s, reason, count))
        for ready in found.ready:
            out += self._tell(ready, self._counter)
        return out

    def _tell(self, taken: _Taken, counter: Counter) -> list[Samples | Rejected]:
        """Unwrap the ticks and date them; a counter that started again starts a new line."""
        out: list[Samples | Rejected] = []
        ticks, arrived_s = taken.ticks, taken.arrived_s
        if self._last_tick is not None:
            expected = self._last_tick + (arrived_s - self._last_arrived_s) * counter.tick_hz
            ticks = ticks + round((expected - ticks[0]) / counter.tick_wrap) * counter.tick_wrap
            late_s = self._line.late_s(float(ticks[-1]) / counter.tick_hz, arrived_s)
            if ticks[0] <= self._last_tick or not -_EARLY_S < late_s < _LATE_S:
                out.append(Rejected(self._placement, arrived_s, "sensor's clock started again"))
                out += self._date(self._line.rest())
                self._line = _Line(self._tolerance)
                ticks = taken.ticks
        self._last_tick, self._last_arrived_s = float(ticks[-1]), arrived_s
        return out + self._date(self._line.feed(taken.raw, ticks / counter.tick_hz, arrived_s))

    def _date(self, dated: list[tuple[RawSamples, Floats]]) -> list[Samples | Rejected]:
        return [samples for raw, t_s in dated for samples in self._increasing(raw, t_s)]

    def _increasing(self, raw: RawSamples, t_s: Floats) -> list[Samples | Rejected]:
        """Samples later than all before them; the rest are counted."""
        accel_g, gyro_dps = raw.accel_g, raw.gyro_dps
        n = len(t_s)
        out: list[Samples | Rejected] = []
        if n and (t_s[0] <= self._last_s or (n > 1 and not (t_s[1:] > t_s[:-1]).all())):
            newest = np.maximum.accumulate(np.concatenate([[self._last_s], t_s]))
            keep = t_s > newest[:-1]
            out.append(
                Rejected(self._placement, float(newest[-1]), "time stamp repeated or going back", n - int(keep.sum()))
            )
            t_s, accel_g = t_s[keep], accel_g[keep]
            gyro_dps = None if gyro_dps is None else gyro_dps[keep]
        if len(t_s):
            self._last_s = float(t_s[-1])
            out.insert(0, Samples(self._placement, t_s, accel_g, gyro_dps, raw.accel_limit_g, raw.gyro_limit_dps))
        return out


class _Line:
    """From one counter's seconds to ours, without a jump except across a hole."""

    def __init__(self, tolerance: float) -> None:
        self._drift = Drift(tolerance)
        self._held: list[tuple[RawSamples, Floats]] | None = []
        self._origin_s: float | None = None
        self._sensor_s = 0.0
        self._stream_s = 0.0

    def feed(self, raw: RawSamples, sensor_s: Floats, arrived_s: float) -> list[tuple[RawSamples, Floats]]:
        if self._origin_s is None:
            self._origin_s = float(sensor_s[0])
        x = sensor_s - self._origin_s
        self._drift.add(float(x[-1]), arrived_s)
        if self._held is None:
            return [(raw, self._follow(x))]
        self._held.append((raw, x))
        return self.rest() if x[-1] >= _SETTLE_S else []

    def late_s(self, sensor_s: float, arrived_s: float) -> float:
        """How much later than the quickest packets this one came; negative when it came before its time."""
        return 0.0 if self._origin_s is None else arrived_s - self._drift.at(sensor_s - self._origin_s)

    def rest(self) -> list[tuple[RawSamples, Floats]]:
        """Whatever was held back, dated by what is known now."""
        held, self._held = self._held or [], None
        if held:
            self._sensor_s = float(held[0][1][0])
            self._stream_s = self._drift.at(self._sensor_s)
        return [(raw, self._follow(x)) for raw, x in held]

    def _follow(self, x: Floats) -> Floats:
        start = float(x[0])
        error_s = self._drift.at(start) - self._stream_s - (start - self._sensor_s) * self._drift.rate
        if start - self._sensor_s > _HOLE_S:
            self._stream_s = max(self._drift.at(start), self._stream_s + _HOLE_S / 2)
            self._sensor_s = start
            error_s = 0.0
        limit = _SLEW if abs(error_s) < _FAR_S else _FAST_SLEW
        rate = self._drift.rate + min(max(error_s / _CATCH_UP_S, -limit), limit)
        t_s = self._stream_s + (x - self._sensor_s) * rate
        self._sensor_s, self._stream_s = float(x[-1]), float(t_s[-1])
        return t_s
