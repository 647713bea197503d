"""One Polar sensor: frames dated by the stamps of their last samples, two streams joined into one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coach.devices.device import Counter, Refused, Said
from coach.devices.gatt import Profile
from coach.devices.join import Joined, Joiner
from coach.devices.polar import control
from coach.devices.polar.frames import ACCEL, GYRO, Frame, decode
from coach.devices.stamps import Stamps
from coach.events import Floats, Packet, RawSamples

_NS = 1e9
_PLAUSIBLE = 0.1
"""The true rate is within a tenth of the one that was set; otherwise a frame is missing before this one."""
_REACH_NS = 0.12 * _NS
_PATIENCE_NS = 2.0 * _NS
_LIMITS = {ACCEL: 8.0, GYRO: 2000.0}


class Polar:
    """Frames and replies in, samples out. Ranges, rates and scales are learned from the control point's replies."""

    counter = Counter(tick_hz=_NS, tick_wrap=2**64, sequence_wrap=1)

    def __init__(self) -> None:
        self._offers: dict[int, control.Choice] = {}
        self._factors: dict[int, float] = {}
        self._dates: dict[int, _Dates] = {}
        self._limits = dict(_LIMITS)
        self._joiner: Joiner | None = None
        """Only where the gyroscope was started."""

    def feed(self, packet: Packet) -> Sequence[Said]:
        """Joined samples, as far as both streams have come; the accelerometer alone where there is no gyroscope."""
        if packet.channel.lower() == control.CONTROL:
            return self._replied(control.parse(packet.payload))
        frame = decode(packet.payload, self._factors)
        if isinstance(frame, Refused):
            return (frame,)
        ticks = self._dates[frame.kind].of(frame)
        if isinstance(ticks, Refused):
            return (ticks,)
        if self._joiner is None:
            return (self._samples(ticks, frame.values, None),) if frame.kind == ACCEL else ()
        return self._said(
            self._joiner.accel(ticks, frame.values) if frame.kind == ACCEL else self._joiner.gyro(ticks, frame.values)
        )

    def _replied(self, reply: control.Reply | None) -> Sequence[Said]:
        if reply is None:
            return ()
        if reply.operation == control.SETTINGS:
            choice = control.choose(reply.settings)
            if choice:
                self._offers[reply.kind] = choice
        elif reply.operation == control.START and reply.error:
            return (Refused(f"Polar setting refused: {reply.error}"),)
        elif reply.operation == control.START and reply.kind in self._offers:
            self._begin(reply, self._offers[reply.kind])
        return ()

    def _begin(self, reply: control.Reply, choice: control.Choice) -> None:
        self._factors[reply.kind] = reply.factor
        self._dates[reply.kind] = _Dates(_NS / choice.rate_hz)
        self._limits[reply.kind] = choice.limit or _LIMITS.get(reply.kind, 0.0)
        if reply.kind == GYRO:
            self._joiner = Joiner(_REACH_NS, _PATIENCE_NS)

    def _said(self, joined: Joined) -> Sequence[Said]:
        said: list[Said] = []
        if len(joined.ticks):
            said.append(self._samples(joined.ticks, joined.accel, joined.gyro))
        if joined.lost:
            said.append(Refused("acceleration without angular rate", joined.lost))
        return said

    def _samples(self, ticks: Floats, accel_g: Floats, gyro_dps: Floats | None) -> RawSamples:
        return RawSamples(
            accel_g,
            gyro_dps,
            ticks=ticks,
            accel_limit_g=self._limits[ACCEL],
            gyro_limit_dps=self._limits[GYRO],
        )


class _Dates:
    """When a frame's samples were taken: evenly between the stamps of two frames, for no sensor keeps its rate."""

    def __init__(self, period_ns: float) -> None:
        self._nominal_ns = self._period_ns = period_ns
        self._last_ns: int | None = None
        self._stamps = Stamps(_NS, 2**64)

    def of(self, frame: Frame) -> Floats | Refused:
        """(n,) times in ns, or why the frame cannot be used."""
        fault = self._stamps.fault(frame.stamp_ns)
        if fault:
            return Refused(f"Polar {fault}")
        n = len(frame.values)
        if self._last_ns is not None:
            measured_ns = (frame.stamp_ns - self._last_ns) / n
            if abs(measured_ns / self._nominal_ns - 1.0) < _PLAUSIBLE:
                self._period_ns = measured_ns
        self._last_ns = frame.stamp_ns
        return frame.stamp_ns - np.arange(n - 1, -1, -1, dtype=np.float64) * self._period_ns


PROFILE = Profile(
    device="polar",
    title="Polar H10, Verity Sense or OH1",
    service=control.SERVICE,
    stream=Polar,
    notify=(control.CONTROL, control.DATA),
    start=control.start,
    stop=(control.command(control.STOP, GYRO), control.command(control.STOP, ACCEL)),
    names=("Polar H10", "Polar Sense", "Polar OH1"),
    rate_hz=200.0,
    gyroscope=True,
)
