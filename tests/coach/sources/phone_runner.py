"""The simulated runner with a phone at the waist: what each app would make of the same motion."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from coach.config import Config
from coach.devices import phyphox, sensor_logger, table
from coach.devices.open_pod import OpenPod
from coach.events import Floats, Packet, RawSamples, Speed, Step
from coach.measures.measurer import Measurer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import PERFECT, SimulatedSensor
from tests.coach.devices.phones import G, columns, message, phyphox_config, phyphox_get, readings

RATE_HZ = 100.0


@cache
def motion(lasts_s: float) -> tuple[Floats, Floats, Floats]:
    """(n,) seconds, (n, 3) g, (n, 3) deg/s."""
    sensor = SimulatedSensor("waist", RATE_HZ, 10, faults=PERFECT)
    runner = SimulatedRunner(SCENARIOS["steady"], [sensor], seed=1)
    raws = [raw for packet in runner.advance(lasts_s) if isinstance(raw := OpenPod().decode(packet), RawSamples)]
    rates = [raw.gyro_dps for raw in raws if raw.gyro_dps is not None]
    accel_g = np.concatenate([raw.accel_g for raw in raws])
    return np.arange(len(accel_g)) / RATE_HZ, accel_g, np.concatenate(rates)


def _pieces(lasts_s: float, every_s: float) -> Iterable[tuple[float, Floats, Floats, Floats]]:
    """When a piece is complete, and what is in it."""
    t_s, accel_g, gyro_dps = motion(lasts_s)
    n = round(every_s * RATE_HZ)
    for k in range(0, len(t_s), n):
        yield float(t_s[k : k + n][-1]), t_s[k : k + n], accel_g[k : k + n], gyro_dps[k : k + n]


def as_table(lasts_s: float) -> list[Packet]:
    """The samples themselves."""
    return [
        Packet("waist", "table", at_s, table.encode(t, np.hstack([a, g]), accel_limit_g=8.0, gyro_limit_dps=2000.0))
        for at_s, t, a, g in _pieces(lasts_s, 1.0)
    ]


def as_android(lasts_s: float, every_s: float = 1.0) -> list[Packet]:
    """Sensor Logger on Android."""
    return [
        Packet(
            "waist",
            sensor_logger.KEY,
            at_s + 0.05,
            message(n, [*readings("totalacceleration", t, a * G), *readings("gyroscope", t, np.radians(g))]),
        )
        for n, (at_s, t, a, g) in enumerate(_pieces(lasts_s, every_s))
    ]


def as_iphone(lasts_s: float, every_s: float = 1.0) -> list[Packet]:
    """Sensor Logger on an iPhone: gravity apart, as good as iOS may know it, and both the other way round."""
    down = -G * motion(lasts_s)[1].mean(axis=0)
    found: list[Packet] = []
    for n, (at_s, t, a, g) in enumerate(_pieces(lasts_s, every_s)):
        gravity = np.tile(down, (len(t), 1))
        rows = [
            *readings("gyroscope", t, np.radians(g), android=False),
            *readings("gravity", t, gravity, android=False),
            *readings("accelerometer", t, -a * G - gravity, android=False),
        ]
        found.append(Packet("waist", sensor_logger.KEY, at_s + 0.05, message(n, rows)))
    return found


def as_phyphox(lasts_s: float, every_s: float = 0.2) -> list[Packet]:
    """phyphox, asked five times a second."""
    found = [Packet("waist", phyphox.KEY, 0.0, phyphox_config(), phyphox.CONFIG)]
    for at_s, t, a, g in _pieces(lasts_s, every_s):
        body = phyphox_get(columns("acc", t, a * G) | columns("gyr", t, np.radians(g)))
        found.append(Packet("waist", phyphox.KEY, at_s + 0.05, body, phyphox.GET))
    return found


def steps(packets: Iterable[Packet]) -> list[Step]:
    """What is measured from them, at a known speed."""
    measurer = Measurer(Config(), ["waist"])
    found = list(measurer.speed(Speed(0.0, 3.0, "typed")))
    for packet in packets:
        found += measurer.packet(packet)
    found += measurer.finish()
    return [one for one in found if isinstance(one, Step)]
