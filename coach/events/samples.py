"""From bytes to evenly spaced samples, and what could not be used on the way."""

from __future__ import annotations

from dataclasses import dataclass

from coach.events.terms import Bools, Floats, Placement


@dataclass(frozen=True, slots=True)
class RawSamples:
    """What a decoder reads out of one packet. Either `t_s` is given (the stream has its own seconds) or `ticks`."""

    accel_g: Floats
    """(n, 3) specific force in the sensor's own frame."""
    gyro_dps: Floats | None
    """(n, 3) angular rate in the sensor's own frame; None where the device has no gyroscope."""
    t_s: Floats | None = None
    """(n,) sample times in seconds, for streams that carry real ones."""
    ticks: Floats | None = None
    """(n,) the sensor's own counter at each sample, unwrapped within the packet only."""
    sequence: int | None = None
    """Packet counter, where the device sends one."""
    accel_limit_g: float = 16.0
    gyro_limit_dps: float = 2000.0


@dataclass(frozen=True, slots=True)
class Samples:
    """Dated samples of one sensor, in order, any rate, gaps possible, no duplicates."""

    placement: Placement
    t_s: Floats
    accel_g: Floats
    gyro_dps: Floats | None
    accel_limit_g: float = 16.0
    gyro_limit_dps: float = 2000.0


@dataclass(frozen=True, slots=True)
class Block:
    """Evenly spaced samples of one sensor; consecutive blocks join without a gap unless `fresh`."""

    placement: Placement
    t_s: float
    """Time of the first sample; sample k is at t_s + k / rate_hz."""
    rate_hz: float
    accel_g: Floats
    gyro_dps: Floats | None
    filled: Bools
    """(n,) True where a short gap was bridged by interpolation: no measurement stands behind the sample."""
    clipped: Bools
    """(n,) True where any axis was at or above 98 % of its range."""
    fresh: bool = False
    """The stream starts here, or starts again after a gap too long to bridge: forget filters and half-seen steps."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be used, and why. Counted, never raised."""

    placement: Placement
    at_s: float
    reason: str
    count: int = 1
