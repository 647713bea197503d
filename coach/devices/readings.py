"""What sensors say that is no motion: speed, heart rate, battery, belt, in the units of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Footpod:
    """Running Speed and Cadence, about once a second."""

    speed_mps: float
    cadence_per_min: int
    """As sent: steps or strides, the specification does not say which; `coach.devices.running_speed.steps_per_min`."""
    stride_m: float | None
    """Length as the pod understands it, where it sends one."""
    distance_m: float | None
    """Since the pod began to count, where it sends one."""
    running: bool
    """The pod's own opinion; False means walking."""


@dataclass(frozen=True, slots=True)
class HeartRate:
    """Heart rate, and the times between beats where the sensor sends them."""

    bpm: int
    contact: bool | None
    """Skin contact; None where the sensor cannot tell."""
    rr_s: tuple[float, ...] = ()
    """Beat to beat, oldest first; impossible ones are left out."""


@dataclass(frozen=True, slots=True)
class Battery:
    """How full a sensor's battery is."""

    percent: int


@dataclass(frozen=True, slots=True)
class Belt:
    """A treadmill's belt; what this packet did not carry is None."""

    speed_mps: float | None
    incline_percent: float | None


@dataclass(frozen=True, slots=True)
class GroundSpeed:
    """How fast a phone moves over the ground, by its satellite receiver."""

    speed_mps: float


@dataclass(frozen=True, slots=True)
class About:
    """One line of the Device Information service."""

    what: Literal["maker", "model", "serial", "firmware", "software"]
    text: str


Reading: TypeAlias = Footpod | HeartRate | Battery | Belt | GroundSpeed | About
