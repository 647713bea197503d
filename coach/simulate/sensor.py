"""A worn sensor and everything that is wrong with it, as int16 counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coach.errors import UserError
from coach.events import Floats, Placement
from coach.simulate.motion.body import Felt


@dataclass(frozen=True, slots=True)
class SensorFaults:
    """How far sensor and radio are from perfect.

    Spreads are one standard deviation, drawn once per sensor; chances are per packet.
    """

    accel_noise_g: float = 0.003
    gyro_noise_dps: float = 0.1
    """Of each sample."""
    accel_bias_g: float = 0.015
    gyro_bias_dps: float = 1.0
    scale: float = 0.005
    gyro_lag_s: float = 0.001
    """The gyroscope reports this much later than the accelerometer."""
    accel_limit_g: int = 16
    gyro_limit_dps: int = 2000
    drift_ppm: float | None = None
    """How fast the sensor's clock runs; None draws it from -80…80."""
    displaced_m: float = 0.012
    """How far from the usual spot it is worn."""
    interval_s: float = 0.030
    """Between the radio's connection events."""
    latency_s: float = 0.004
    jitter_s: float = 0.002
    """Least delay of a packet beyond its connection event, and the mean of the random part."""
    loss: float = 0.002
    duplicate: float = 0.001
    swap: float = 0.0
    """Arrives after the packet that follows it."""
    burst: float = 0.002
    burst_s: float = 0.25
    """The radio falls silent for about this long, then delivers everything at once."""
    outages: tuple[tuple[float, float], ...] = ()
    """(start, duration) in s of lost connections; samples taken meanwhile are lost, the sensor's counters go on."""


PERFECT = SensorFaults(
    accel_noise_g=0.0,
    gyro_noise_dps=0.0,
    accel_bias_g=0.0,
    gyro_bias_dps=0.0,
    scale=0.0,
    gyro_lag_s=0.0,
    drift_ppm=0.0,
    displaced_m=0.0,
    jitter_s=0.0,
    loss=0.0,
    duplicate=0.0,
    burst=0.0,
)
"""Nothing wrong but quantisation, range and the wait for a connection event."""


@dataclass(frozen=True, slots=True)
class SimulatedSensor:
    """What is worn where."""

    placement: Placement
    rate_hz: float = 104.0
    samples_per_packet: int = 8
    mounting: Literal["random", "aligned"] = "random"
    """aligned: x forward, y left, z up in quiet standing."""
    faults: SensorFaults = field(default_factory=SensorFaults)

    def __post_init__(self) -> None:
        """Refuse what the pod's packets could not carry."""
        if not 16.0 <= self.rate_hz <= 1000.0:
            raise UserError(f"A simulated sensor samples at 16 to 1000 Hz, not {self.rate_hz:g}.")
        if not 1 <= self.samples_per_packet <= 14:
            raise UserError(f"A packet carries 1 to 14 samples, not {self.samples_per_packet}.")


class Imu:
    """One sensor's own errors, drawn from `rng`; turns the motion of its body part into counts."""

    def __init__(self, sensor: SimulatedSensor, rng: np.random.Generator) -> None:
        faults = sensor.faults
        self._faults = faults
        self._rng = rng
        turn = rng.normal(size=4)
        self.mounting: Floats = _rotation(turn) if sensor.mounting == "random" else np.eye(3)
        """(3, 3) from body-part axes to sensor axes."""
        self.arm_m: Floats = faults.displaced_m * rng.normal(size=3)
        self._bias = rng.normal(size=6) * np.repeat([faults.accel_bias_g, faults.gyro_bias_dps], 3)
        self._gain = 1.0 + faults.scale * rng.normal(size=6)
        self._noise = np.repeat([faults.accel_noise_g, faults.gyro_noise_dps], 3)
        self._count = np.repeat([faults.accel_limit_g, faults.gyro_limit_dps], 3) / 32768.0
        drawn_ppm = float(rng.uniform(-80.0, 80.0))
        self.drift_ppm = drawn_ppm if faults.drift_ppm is None else faults.drift_ppm

    def counts(self, felt: Felt) -> NDArray[np.int16]:
        """(m, 6) counts, in the sensor's axes, of what the body part does."""
        late_dps = felt.gyro_dps - self._faults.gyro_lag_s * felt.gyro_change
        turned = np.concatenate([felt.accel_g @ self.mounting.T, late_dps @ self.mounting.T], axis=1)
        read = turned * self._gain + self._bias + self._noise * self._rng.normal(size=turned.shape)
        return np.clip(np.rint(read / self._count), -32768, 32767).astype(np.int16)


def _rotation(quaternion: Floats) -> Floats:
    """(3, 3) rotation of a quaternion of any length; four normal numbers give an even spread over all rotations."""
    w, x, y, z = quaternion / np.linalg.norm(quaternion)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )
