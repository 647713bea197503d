"""What a sensor on a runner would feel: the simulated one, or the real recording at a sensor's own rate."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.devices.open_pod import OpenPod, encode
from coach.events import Floats, Placement, RawSamples
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import PERFECT, SimulatedSensor

SAMPLES = 8
"""In one packet of an open pod."""
LASTS_S = 40.0
ACCEL_RANGE_G, GYRO_RANGE_DPS = 16, 2000
_COUNT = np.array([ACCEL_RANGE_G] * 3 + [GYRO_RANGE_DPS] * 3) / 32768.0


@dataclass(frozen=True, eq=False)
class Motion:
    """Even samples of one sensor, as its chip counts them."""

    rate_hz: float
    counts: NDArray[np.int16]
    """(n, 6) of 16 g and 2000 deg/s."""

    @property
    def values(self) -> Floats:
        """(n, 6) g and deg/s."""
        return self.counts * _COUNT

    def __len__(self) -> int:
        """Samples."""
        return len(self.counts)


@cache
def simulated(rate_hz: float, placement: Placement = "foot-left", lasts_s: float = LASTS_S) -> Motion:
    """Somebody runs steadily, from the first second on."""
    sensor = SimulatedSensor(placement, rate_hz, SAMPLES, faults=PERFECT)
    packets = SimulatedRunner(SCENARIOS["steady"], [sensor], seed=1).advance(lasts_s)
    said = [OpenPod().decode(packet) for packet in packets]
    values: list[Floats] = [
        np.hstack([one.accel_g, one.gyro_dps])
        for one in said
        if isinstance(one, RawSamples) and one.gyro_dps is not None
    ]
    return Motion(rate_hz, np.rint(np.concatenate(values) / _COUNT).astype(np.int16))


def real(data_dir: Path, name: str, rate_hz: float) -> Motion:
    """A recording of `foot_imu_real`, interpolated to even times."""
    with gzip.open(data_dir / "foot_imu_real" / f"{name}.csv.gz", "rt") as table:
        rows: Floats = np.genfromtxt(table, delimiter=",", skip_header=1)
    rows = rows[np.unique(rows[:, 0], return_index=True)[1]]
    t_s = rows[:, 0] / 1e3
    even_s = np.arange(0.0, float(t_s[-1]), 1.0 / rate_hz)
    columns: list[Floats] = [np.interp(even_s, t_s, rows[:, 1 + k]) for k in range(6)]
    values = np.stack(columns, axis=1)
    return Motion(rate_hz, np.clip(np.rint(values / _COUNT), -32768, 32767).astype(np.int16))


def open_pod(motion: Motion) -> tuple[bytes, ...]:
    """The packets of an open pod."""
    return tuple(
        encode(
            sequence=n,
            micros=round(n * SAMPLES * 1e6 / motion.rate_hz),
            period_us=round(1e6 / motion.rate_hz),
            counts=motion.counts[n * SAMPLES : (n + 1) * SAMPLES],
            accel_range_g=ACCEL_RANGE_G,
            gyro_range_dps=GYRO_RANGE_DPS,
        )
        for n in range(len(motion) // SAMPLES)
    )


@cache
def payloads(rate_hz: float, placement: Placement = "foot-left", lasts_s: float = LASTS_S) -> tuple[bytes, ...]:
    """All packets that an open pod sends of the simulated run."""
    return open_pod(simulated(rate_hz, placement, lasts_s))
