"""Shapes of the leg's motion over one stride, as control rows of the quintic spline in `spline`.

slow, mid, fast: two runners at 2.5, 3.5 and 4.5 m/s, fitted to mean curves (both sides averaged, foot pitch taken
from foot-flat, rolling of the sole removed from the foot's path) of the data of Fukuchi RK, Fukuchi CA, Duarte M
(2017), "A public dataset of running biomechanics and the effects of running speed on lower extremity kinematics and
kinetics", PeerJ 5:e3298, doi 10.6084/m9.figshare.4543435, CC BY 4.0. Changed: smoothed, averaged, resampled. walk:
drawn by hand after textbook walking at 1.5 m/s.

The first STANCE values are evenly spaced over stance, the others over swing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.events import Floats

STANCE = 14
SWING = 26
PITCH, SHANK, FORWARD, CLEARANCE = range(4)
"""Foot pitch in deg, toe-up positive; shank tilt in deg, knee forward positive; 1/1000 of stride length; mm."""
_SPEEDS_MPS = (2.5, 3.5, 4.5)
_LANDING_DEG = np.array([14.9, 19.7, 6.2])
_LEAVING_DEG = np.array([-51.4, -45.0, -52.9])
"""Of slow, mid and fast: speed, foot pitch at 50 N initial contact and at 50 N toe-off."""
_PLACES = (0.35, 1.0, 1.65)
"""slow and fast are one person's; at their speeds the other's shape is mixed in."""
_LATE_S = (0.006, -0.002, -0.004)
"""The fifteen runners of the same data push off this much later against the force than these two."""
WALK_LEAVING_DEG = -62.0

# fmt: off
_TABLE: dict[str, tuple[tuple[float, ...], ...]] = {
    "walk": (
        (20.4, 9, -2.3, 1.1, -0.7, 0.5, -0.5, -0.8, -2, -4.3, -6, -10.9, -15.6, -35.8,
         -54.5, -67.5, -74.7, -76, -77.1, -75.3, -73.2, -70, -65.1, -58.2, -50.9, -43.8, -36.4,
         -28.8, -21.1, -13.5, -5.9, 1.9, 9.5, 14.9, 19.1, 21.7, 23.8, 24.1, 25.5, 22.8),
        (-17.9, -13.4, -6, -2, 2.1, 4.3, 7.2, 9.1, 11.8, 14.3, 17.4, 21.9, 27.2, 33.5,
         39.9, 46, 52.1, 55, 57.7, 59.4, 60, 59.4, 58.5, 57.1, 54.7, 50.5, 45.4,
         40, 34.2, 27.7, 20.9, 14.4, 7.8, 1.1, -5, -9.9, -14.4, -17.4, -18, -17.9),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
         -2, 8, 26, 42, 63, 92, 134, 184, 238, 295, 356, 426, 500,
         574, 641, 703, 764, 823, 874, 915, 942, 965, 983, 994, 997, 1000),
        (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
         0.4, 1.2, 5.2, 7.9, 10.2, 11.7, 13.3, 14.6, 15.6, 15.9, 15.5, 14.2, 12.5,
         11, 10.1, 10, 10, 10, 10, 10, 10, 9.6, 9.2, 8.1, 6.8, 0),
    ),
    "slow": (
        (17, 1.2, 3.7, 0.7, 0.3, -0.5, -0.7, -1.4, -2.8, -6.1, -12.3, -20.7, -30.5, -41.2,
         -50.8, -58.6, -64.3, -69.4, -70.5, -70.8, -70.2, -69.2, -67.8, -65.5, -61.8, -57.2, -51.4,
         -44.3, -36.6, -29, -21.2, -13.3, -5.7, 2.3, 9.4, 15.1, 18.8, 20.8, 20.2, 19.1),
        (-9.8, -7.3, 1.4, 8.1, 15.3, 20.5, 23.5, 26, 27.3, 28.3, 28.7, 29.1, 28.8, 28.6,
         29.3, 32.1, 36.4, 40.8, 45.8, 49.8, 53.5, 56.3, 58.2, 59.1, 59, 57.3, 54.3,
         49.6, 43.7, 36.9, 29.3, 20.9, 11.9, 3.2, -4.6, -11, -15.4, -17.6, -16.8, -14.9),
        (-4.6, -2.4, 0.1, 0.3, 1.5, 1.2, 0.6, 0.1, -0.4, -1.2, -1.2, -0.6, 1.1, 3.6,
         8.1, 15.6, 26.4, 39.2, 59.7, 84.5, 113.3, 145.3, 181.2, 221.3, 265.8, 313.7, 364.7,
         418.3, 473.7, 530.4, 588.5, 647.6, 707.6, 767.3, 824, 874.9, 916.8, 949.3, 971.2, 987.8),
        (14.1, -0.6, -4.2, 0.5, -1.5, -0.2, -1.3, -0.1, 0.8, 4.9, 8, 8.9, 8.4, 10.9,
         20.6, 38.1, 51.9, 69, 85.4, 97.8, 106.4, 109.5, 109.1, 104.5, 97.8, 88.5, 77.7,
         66.2, 55.6, 45.5, 38.2, 32.7, 29.8, 27.3, 26.6, 28.3, 33.7, 33.2, 33.9, 20),
    ),
    "mid": (
        (25.7, 7.7, -0.5, 2.1, -0.7, 0.2, -1, -1.1, -2.2, -3.4, -7.1, -13.8, -23, -33.6,
         -45.9, -57.5, -68.8, -71.4, -73.8, -79.5, -86.9, -95, -102, -106.7, -109.4, -109.1, -104.8,
         -97.1, -87.1, -76.4, -64.6, -52.7, -41.2, -30.3, -19, -8.3, 1.6, 9.4, 18.6, 19.1),
        (-13.3, -12.7, -5.8, 3.2, 8.6, 14.4, 18.8, 21.8, 24.4, 26.1, 26.7, 27.2, 27.4, 27,
         26.1, 25.6, 30, 38, 46.4, 55.1, 64.1, 73.5, 81, 88.5, 93.2, 96.1, 95.2,
         90.8, 84.1, 74.5, 64.7, 54.2, 43.4, 32.9, 22.5, 13, 4.6, -4.3, -9.9, -12.5),
        (-6.9, -0.8, 0.3, 0.8, 1.7, 1.5, 0.6, 0, -0.4, -0.9, -1.3, -1.4, -1.1, 0.6,
         2.1, 7.4, 11.6, 21.6, 35.5, 50.5, 70.6, 96.5, 129.4, 168.4, 212.1, 259.2, 307.8,
         356.9, 407, 458.2, 512.6, 569.2, 627.2, 685.9, 744.6, 801, 853.5, 901, 941.4, 969.9),
        (12.5, 11.8, -6.5, 1.7, -1.9, -0.3, -1.1, 0, 0.6, 2.6, 6.6, 9.9, 10.2, 10.5,
         15.8, 35.3, 62.3, 99.1, 139.8, 185.2, 235.1, 285.8, 331.5, 366.2, 387.5, 392.2, 380.5,
         354.5, 320.3, 281.9, 243.4, 208.9, 178.9, 154.3, 135.3, 120.4, 99.7, 74.4, 52.8, 34.2),
    ),
    "fast": (
        (7.5, -0.9, 3.6, 2, -0.1, -0.4, -0.8, -1.9, -3.4, -6, -11.2, -19, -28.6, -41,
         -55.8, -67.3, -73, -78.7, -88.1, -96.8, -106, -112.4, -115.8, -117.8, -118.8, -116.8, -110.6,
         -99.5, -85.7, -71.3, -57, -43.2, -30.5, -18.1, -3.5, 11, 18.1, 18.3, 17.1, 14.5),
        (-13.2, -9.5, 0.6, 7.4, 13.2, 19.5, 24.4, 27.7, 30.1, 31.9, 33.2, 33.8, 33.5, 32,
         29.4, 29.7, 37.2, 45.8, 55.2, 64.5, 74.4, 82.5, 89.3, 94.8, 99.1, 99.7, 96.3,
         89.3, 78.7, 66, 52.5, 39, 25.4, 11.3, -0.5, -11, -19.7, -23.3, -23, -19.3),
        (-4.6, -0.3, 0.3, 1.1, 1.4, 1.4, 0.7, 0.1, -0.5, -1, -1.5, -1.5, -0.7, 1.1,
         3.9, 11.6, 19.5, 30.7, 44.9, 65.3, 93, 127.6, 166.8, 209, 253.5, 299.3, 346.1,
         394.9, 446.9, 502.6, 562, 624.3, 687.8, 752.3, 814.8, 871.2, 918.1, 951.1, 974.8, 987.9),
        (17.6, -4.7, -3.7, -2.8, -0.2, -1.4, -1.1, -0.5, 1.4, 3.8, 6.9, 7.1, 7, 7,
         16.4, 46.1, 87.1, 141.7, 203, 271.2, 338.2, 391.7, 426.9, 445.7, 449.1, 433.6, 397.5,
         343.3, 281.6, 220.4, 168, 126.6, 98.8, 82.5, 88.9, 79.2, 75.6, 75.1, 62, 43.4),
    ),
}
# fmt: on

WALK: Floats = np.array(_TABLE["walk"]).T
"""(STANCE + SWING, 4)"""
RUN: Floats = np.stack([np.array(_TABLE[name]).T for name in ("slow", "mid", "fast")])
"""(3, STANCE + SWING, 4)"""

_SIDEWAYS: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = (
    ((0, 2, 4, 9, 14, 16, 20, 26, 30, 36, 38, 40), (-20, -4, 0, 0, -12, -14, -8, 9, 7, -18, -22, -20)),
    ((0, 4, 10, 14, 17, 24, 29, 34, 38, 40), (0, 0, -2, 3, 9, 16, 6, 4, 0, 0)),
    ((0, 3, 6, 10, 14, 20, 24, 30, 34, 38, 40), (8, 1, -2, 0, 6, -9, -14, 5, 12, 8, 8)),
    ((0, 3, 8, 11, 14, 18, 26, 32, 36, 40), (8, -2, 0, 8, 26, 30, 26, 16, 7, 8)),
    ((0, 14, 20, 26, 32, 38, 40), (0, 0, -12, -25, -15, 0, 0)),
)
"""Foot roll, foot yaw, shank roll, shank yaw in deg, sideways path in mm: (row, value) pairs for a left leg, invented
in the size of published running data; outwards yaw and inward roll positive."""
SIDEWAYS: Floats = np.stack([np.interp(np.arange(STANCE + SWING), rows, values) for rows, values in _SIDEWAYS], axis=1)
"""(STANCE + SWING, 5)"""


@dataclass(frozen=True, slots=True)
class RunningShape:
    """The leg's curves at one speed, and what personal differences are measured against."""

    curves: Floats
    """(STANCE + SWING, 4)"""
    landing_deg: float
    leaving_deg: float
    late_s: float
    """By how much the curves' toe-off lags behind that of the force."""


def running(speed_mps: float, style: float) -> RunningShape:
    """Between the measured speeds a mixture, beyond them the nearest.

    `style` shifts the mixture, in steps from one measured shape to the next.
    """
    place = float(np.clip(np.interp(speed_mps, _SPEEDS_MPS, _PLACES) + style, 0.0, 2.0))
    below = min(int(place), 1)
    share = place - below

    def between(table: Floats) -> Floats:
        return np.asarray(table[below] * (1.0 - share) + table[below + 1] * share, dtype=np.float64)

    return RunningShape(
        curves=between(RUN),
        landing_deg=float(between(_LANDING_DEG)),
        leaving_deg=float(between(_LEAVING_DEG)),
        late_s=float(np.interp(speed_mps, _SPEEDS_MPS, _LATE_S)),
    )
