"""What a real sensor does to clean virtual signals: rate, mounting, noise, bias, range, ringing, lost packets."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.signal import resample_poly
from scipy.spatial.transform import Rotation

from bench.data import Trial
from coach.events import Block, Bools, Floats, Placement

BRIDGED_S = 0.12
"""Longest gap that is bridged by interpolation; after a longer one the stream starts afresh."""


@dataclass(frozen=True, slots=True)
class Degradation:
    """The default is the scored condition: 104 Hz, any mounting, noise, bias and the usual ranges."""

    rate_hz: float = 104.0
    noise_g: float = 0.003
    noise_dps: float = 0.1
    bias_dps: float = 1.0
    """Standard deviation of each gyro axis's constant bias."""
    accel_limit_g: float = 16.0
    gyro_limit_dps: float = 2000.0
    rotate: bool = True
    """Any mounting, uniformly drawn; False keeps the sensor's axes of quiet standing."""
    scale: float = 0.0
    """Greatest gain error of an accelerometer axis as a share; gyro axes get two thirds of it."""
    ringing_g: float = 0.0
    """Greatest amplitude of a damped burst at each initial contact, as a loose strap gives."""
    shift_m: float = 0.0
    """Greatest displacement of the sensor along each axis, as a rigid body would feel it."""
    loss: float = 0.0
    """Share of packets that never arrive."""
    packet: int = 8
    """Samples per packet."""


NOMINAL = "104 Hz"
COMMON = {
    NOMINAL: Degradation(),
    "104 Hz, 2 % lost": Degradation(loss=0.02),
    "52 Hz": Degradation(rate_hz=52.0),
    "208 Hz": Degradation(rate_hz=208.0),
}
"""What each placement is scored in."""
LEGS = COMMON | {
    "416 Hz": Degradation(rate_hz=416.0),
    "ringing 14 g": Degradation(ringing_g=14.0),
    "8 g, gains 3 %, moved 4 cm": Degradation(accel_limit_g=8.0, scale=0.03, shift_m=0.04),
}
"""What foot and shank are scored in besides."""
CLEAN = Degradation(rate_hz=150.0, noise_g=0.0, noise_dps=0.0, bias_dps=0.0, rotate=False)


def blocks(trial: Trial, placement: Placement, degradation: Degradation, seed: int) -> list[Block]:
    """The sensor's stream on the truth's own time base, one block for each stretch without a long gap."""
    rng = np.random.default_rng([seed, zlib.crc32(trial.name.encode()), zlib.crc32(placement.encode())])
    accel, gyro = _moved(trial.accel_g[placement], trial.gyro_dps[placement], trial.rate_hz, degradation, rng)
    accel = accel + _ringing(trial, placement, len(accel), degradation, rng)
    accel, gyro = (_resampled(x, trial.rate_hz, degradation.rate_hz) for x in (accel, gyro))
    accel, gyro = _mounted(accel, gyro, degradation, rng)
    accel, accel_clipped = _ranged(accel, degradation.accel_limit_g)
    gyro, gyro_clipped = _ranged(gyro, degradation.gyro_limit_dps)
    lost = _lost(len(accel), degradation, rng)
    return _blocks(placement, degradation.rate_hz, np.hstack([accel, gyro]), accel_clipped | gyro_clipped, lost)


def _moved(
    accel: Floats, gyro: Floats, rate_hz: float, degradation: Degradation, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The same rigid body, felt elsewhere: centripetal and tangential acceleration about the old place."""
    if not degradation.shift_m:
        return accel, gyro
    arm = rng.uniform(-degradation.shift_m, degradation.shift_m, 3)
    omega = np.deg2rad(gyro)
    tangential = np.cross(np.gradient(omega, 1.0 / rate_hz, axis=0), arm)
    centripetal = np.cross(omega, np.cross(omega, arm))
    return accel + (tangential + centripetal) / 9.80665, gyro


def _ringing(
    trial: Trial, placement: Placement, count: int, degradation: Degradation, rng: np.random.Generator
) -> Floats:
    """Bursts at 30-60 Hz that die within tens of milliseconds, 2-8 ms after each contact; one frequency a run."""
    burst = np.zeros((count, 3))
    if not degradation.ringing_g:
        return burst
    frequency_hz, decay_s = rng.uniform(30.0, 60.0), rng.uniform(0.008, 0.02)
    direction = rng.normal(size=3)
    direction /= np.linalg.norm(direction)
    t = np.arange(count) / trial.rate_hz
    for contact in trial.contacts_s[_own(trial, placement), 0]:
        since = t - contact - rng.uniform(0.002, 0.008)
        ring = np.exp(-np.maximum(since, 0.0) / decay_s) * np.sin(2 * np.pi * frequency_hz * since) * (since > 0.0)
        burst += degradation.ringing_g * rng.uniform(0.3, 1.0) * ring[:, None] * direction
    return burst


def _own(trial: Trial, placement: Placement) -> Bools:
    """Contacts that this sensor feels: its own leg's, or all for the trunk."""
    side = placement.rpartition("-")[2]
    both = np.ones(len(trial.left), dtype=np.bool_)
    return {"left": trial.left, "right": ~trial.left}.get(side, both)


def _resampled(x: Floats, rate_hz: float, wanted_hz: float) -> Floats:
    """Anti-aliased, without delay; the first sample stays where it was."""
    ratio = Fraction(wanted_hz / rate_hz).limit_denominator(1000)
    return np.asarray(resample_poly(x, ratio.numerator, ratio.denominator, axis=0, padtype="line"), dtype=np.float64)


def _mounted(accel: Floats, gyro: Floats, degradation: Degradation, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Turned by one rotation, scaled, biased and noisy."""
    if degradation.rotate:
        turn = Rotation.from_quat(rng.normal(size=4)).as_matrix()
        accel, gyro = accel @ turn.T, gyro @ turn.T
    accel = accel * (1.0 + rng.uniform(-degradation.scale, degradation.scale, 3))
    gyro = gyro * (1.0 + rng.uniform(-degradation.scale, degradation.scale, 3) * 2.0 / 3.0)
    accel = accel + rng.normal(0.0, degradation.noise_g, accel.shape)
    bias = rng.normal(0.0, degradation.bias_dps, 3)
    return accel, gyro + bias + rng.normal(0.0, degradation.noise_dps, gyro.shape)


def _ranged(x: Floats, limit: float) -> tuple[Floats, Bools]:
    return np.clip(x, -limit, limit), np.any(np.abs(x) >= 0.98 * limit, axis=1)


def _lost(count: int, degradation: Degradation, rng: np.random.Generator) -> Bools:
    """Whole packets; the first and the last always arrive."""
    packets = -(-count // degradation.packet)
    lost = rng.random(packets) < degradation.loss
    lost[[0, -1]] = False
    return np.repeat(lost, degradation.packet)[:count]


def _blocks(placement: Placement, rate_hz: float, both: Floats, clipped: Bools, lost: Bools) -> list[Block]:
    """Short gaps bridged and flagged, a new fresh block after each long one."""
    index, have = np.arange(len(lost)), ~lost
    for channel in range(both.shape[1]):
        both[:, channel] = np.interp(index, index[have], both[have, channel])
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lost, [False]]).astype(np.int8)))
    long_gaps = [(a, b) for a, b in edges.reshape(-1, 2) if (b - a) / rate_hz > BRIDGED_S]
    starts = [0, *(b for _, b in long_gaps)]
    stops = [*(a for a, _ in long_gaps), len(lost)]
    return [
        Block(
            placement=placement,
            t_s=float(a / rate_hz),
            rate_hz=rate_hz,
            accel_g=both[a:b, :3],
            gyro_dps=both[a:b, 3:],
            filled=lost[a:b],
            clipped=clipped[a:b] & ~lost[a:b],
            fresh=True,
        )
        for a, b in zip(starts, stops, strict=True)
        if b > a
    ]
