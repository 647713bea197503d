from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.errors import UserError
from coach.simulate.motion.body import Felt
from coach.simulate.sensor import PERFECT, Imu, SensorFaults, SimulatedSensor

_N = 4000


def _felt(size_g: float = 3.0, size_dps: float = 400.0) -> Felt:
    rng = np.random.default_rng(9)
    t = np.arange(_N)[:, None] / 200.0
    w, phase = rng.uniform(5.0, 30.0, 6), rng.uniform(0.0, 6.0, 6)
    wave, slope = np.sin(w * t + phase), w * np.cos(w * t + phase)
    return Felt(size_g * wave[:, :3], size_dps * wave[:, 3:], size_dps * slope[:, 3:])


def _si(imu: Imu, felt: Felt, faults: SensorFaults) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return imu.counts(felt) * np.repeat([faults.accel_limit_g, faults.gyro_limit_dps], 3) / 32768.0


@pytest.mark.parametrize("seed", range(5))
def test_turning_the_mounting_back_gives_the_same_signals(seed: int) -> None:
    felt = _felt()
    aligned = Imu(SimulatedSensor("waist", mounting="aligned", faults=PERFECT), np.random.default_rng(seed))
    turned = Imu(SimulatedSensor("waist", mounting="random", faults=PERFECT), np.random.default_rng(seed))
    assert np.allclose(turned.mounting @ turned.mounting.T, np.eye(3))
    assert np.linalg.det(turned.mounting) == pytest.approx(1.0)
    plain, other = _si(aligned, felt, PERFECT), _si(turned, felt, PERFECT)
    assert not np.allclose(plain, other, atol=0.1)
    assert np.allclose(plain[:, :3], other[:, :3] @ turned.mounting, atol=0.001)
    assert np.allclose(plain[:, 3:], other[:, 3:] @ turned.mounting, atol=0.12)


def test_mountings_point_everywhere() -> None:
    ups = np.array([Imu(SimulatedSensor("waist"), np.random.default_rng(k)).mounting[:, 2] for k in range(400)])
    assert np.abs(ups.mean(axis=0)).max() < 0.1
    assert np.allclose(np.cov(ups.T), np.eye(3) / 3.0, atol=0.06)


def test_ranges_clip_and_counts_quantise() -> None:
    felt = _felt(size_g=20.0, size_dps=3000.0)
    faults = replace(PERFECT, accel_limit_g=8, gyro_limit_dps=1000)
    counts = Imu(SimulatedSensor("waist", mounting="aligned", faults=faults), np.random.default_rng(0)).counts(felt)
    over = np.abs(felt.accel_g) > 8.0
    assert over.any()
    assert set(counts[:, :3][over].tolist()) == {-32768, 32767}
    inside = np.abs(felt.accel_g) < 7.9
    assert np.abs(counts[:, :3][inside] * 8.0 / 32768.0 - felt.accel_g[inside]).max() <= 8.0 / 65536.0 + 1e-12


def test_each_fault_is_as_large_as_it_says() -> None:
    still = Felt(np.zeros((_N, 3)), np.zeros((_N, 3)), np.zeros((_N, 3)))
    noisy = replace(PERFECT, accel_noise_g=0.01, gyro_noise_dps=0.5)
    read = _si(Imu(SimulatedSensor("waist", faults=noisy), np.random.default_rng(0)), still, noisy)
    assert read[:, :3].std() == pytest.approx(0.01, rel=0.05)
    assert read[:, 3:].std() == pytest.approx(0.5, rel=0.05)

    biased = replace(PERFECT, accel_bias_g=0.02, gyro_bias_dps=2.0)
    offsets = [
        _si(Imu(SimulatedSensor("waist", faults=biased), np.random.default_rng(k)), still, biased)[0]
        for k in range(200)
    ]
    assert np.std(offsets, axis=0)[:3] == pytest.approx(0.02, rel=0.25)
    assert np.std(offsets, axis=0)[3:] == pytest.approx(2.0, rel=0.25)

    scaled = replace(PERFECT, scale=0.02)
    moving = _felt()
    gains: list[float] = []
    for seed in range(100):
        imu = Imu(SimulatedSensor("waist", mounting="aligned", faults=scaled), np.random.default_rng(seed))
        read = _si(imu, moving, scaled)
        gains.append(float((read[:, 0] @ moving.accel_g[:, 0]) / (moving.accel_g[:, 0] @ moving.accel_g[:, 0])))
    assert np.std(gains) == pytest.approx(0.02, rel=0.25)


def test_a_late_gyroscope_is_late() -> None:
    late = replace(PERFECT, gyro_lag_s=0.002)
    t = np.arange(_N) / 1000.0
    wave, slope = np.sin(20.0 * t), 20.0 * np.cos(20.0 * t)
    felt = Felt(np.zeros((_N, 3)), 500.0 * wave[:, None] * np.ones(3), 500.0 * slope[:, None] * np.ones(3))
    read = _si(Imu(SimulatedSensor("waist", mounting="aligned", faults=late), np.random.default_rng(0)), felt, late)
    assert np.allclose(read[2:, 3], 500.0 * wave[:-2], atol=0.6)


def test_clocks_drift_both_ways_and_as_told() -> None:
    drawn = [Imu(SimulatedSensor("waist"), np.random.default_rng(k)).drift_ppm for k in range(200)]
    assert -80.0 <= min(drawn) < -60.0
    assert 60.0 < max(drawn) <= 80.0
    fixed = SimulatedSensor("waist", faults=SensorFaults(drift_ppm=33.0))
    assert Imu(fixed, np.random.default_rng(0)).drift_ppm == 33.0


@pytest.mark.parametrize(("rate_hz", "samples"), [(5.0, 8), (5000.0, 8), (104.0, 0), (104.0, 15)])
def test_what_no_pod_could_send_is_refused(rate_hz: float, samples: int) -> None:
    with pytest.raises(UserError):
        SimulatedSensor("waist", rate_hz=rate_hz, samples_per_packet=samples)
