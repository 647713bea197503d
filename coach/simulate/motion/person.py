"""One person, drawn at random: how tall, how quick, how each foot lands and leaves.

Ranges are those of the fifteen runners of Fukuchi et al. 2017 (doi 10.7717/peerj.3298), 50 N threshold. Nothing here
is taken from a contact detector: toe-off pitch, landing angle, impact and the lead of motion over force are drawn
independently of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coach.events import Floats

Strike = Literal["heel", "midfoot", "forefoot"]
STRIKE_DEG: dict[Strike, tuple[float, float]] = {"heel": (20.0, 4.0), "midfoot": (10.0, 2.5), "forefoot": (4.0, 2.0)}
"""Foot pitch at initial contact above foot-flat, at 3.5 m/s: mean and spread between people."""
_IMPACT_BW: dict[Strike, tuple[float, float]] = {"heel": (0.35, 0.8), "midfoot": (0.1, 0.45), "forefoot": (0.0, 0.2)}
SHAPE_WAVES = 4
REFERENCE_MPS = 3.5


@dataclass(frozen=True, slots=True)
class Leg:
    """What is personal about one leg."""

    strike_deg: float
    """Foot pitch at initial contact above foot-flat, at 3.5 m/s."""
    toe_off_deg: float
    """Toe-down pitch at toe-off from foot-flat, at 3.5 m/s."""
    contact_offset_s: float
    landing_lead_s: float
    """The foot's motion runs ahead of the force at initial contact by this much (negative: behind)."""
    leaving_lead_s: float
    heel_rise_delay_s: float
    style: float
    """Which of the measured shapes this leg is nearer to than its speed says."""
    swing_gain: float
    shank_gain: float
    frontal_gains: Floats
    """(5,) factors on foot roll, foot yaw, shank roll, shank yaw, sideways path."""
    shape: Floats
    """(4, SHAPE_WAVES, 2) cosine and sine parts added to the columns of `leg_curves`."""
    impact_g: float
    shin_impact_g: float
    impact_hz: float
    impact_lag_s: float
    impact_direction: Floats
    """(3,) unit vector in the segment's frame."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is personal about the whole body."""

    mass_kg: float
    strike: Strike
    contact_s: float
    """Own contact time at 3.5 m/s."""
    contact_exponent: float
    """Contact time goes with speed to this power."""
    step_s: float
    """Own step time at 3.5 m/s."""
    step_slope: float
    """Change of step time in s per m/s."""
    contact_sd_s: float
    flight_sd_s: float
    persistence: float
    """AR(1) coefficient from one step of a foot to its next."""
    landing_excess: float
    """Landing is faster than take-off by this share of half the flight's fall: the trunk lands lower than it leaves."""
    impact_bw: float
    release: float
    """Factor on the force's tail before toe-off."""
    brake: float
    sway_mps: float
    """Sideways speed of the trunk between steps."""
    heel_m: float
    ball_m: float
    """Length of the sole behind and ahead of the foot's reference point."""
    shank_m: float
    """Ankle to the middle of the shank."""
    trunk_gains: Floats
    """(12,) factors on the trunk's curves, see `trunk`."""
    trunk_shift: float
    """Phase of the pelvis against the centre of mass, as a share of a step."""
    trunk_ring_g: float
    trunk_ring_hz: float
    legs: dict[str, Leg]
    """left, right."""


def draw_person(rng: np.random.Generator) -> Person:
    """Someone."""
    strikes: tuple[Strike, ...] = ("heel", "midfoot", "forefoot")
    strike = strikes[int(rng.choice(3, p=(0.6, 0.25, 0.15)))]
    contact_s = _normal(rng, 0.224, 0.019, 0.190, 0.262)
    step_s = max(_normal(rng, 0.352 + 0.5 * (contact_s - 0.224), 0.020, 0.322, 0.395), contact_s + 0.105)
    shared = {
        "strike_deg": _normal(rng, *STRIKE_DEG[strike], -2.0, 28.0),
        "style": _normal(rng, 0.0, 0.18, -0.35, 0.35),
        "toe_off_deg": _normal(rng, 43.5, 2.8, 36.0, 51.0),
        "landing_lead_s": _normal(rng, 0.0, 0.003, -0.007, 0.007),
        "leaving_lead_s": _normal(rng, 0.0, 0.0045, -0.009, 0.009),
        "heel_rise_delay_s": _normal(rng, 0.0, 0.005, -0.010, 0.010),
    }
    asymmetry_s = _normal(rng, 0.0, 0.0028, -0.006, 0.006)
    return Person(
        mass_kg=_normal(rng, 68.6, 9.0, 48.0, 95.0),
        strike=strike,
        contact_s=contact_s,
        contact_exponent=_normal(rng, -0.55, 0.035, -0.60, -0.48),
        step_s=step_s,
        step_slope=_normal(rng, -0.0225, 0.005, -0.030, -0.013),
        contact_sd_s=float(rng.uniform(0.0024, 0.0042)),
        flight_sd_s=float(rng.uniform(0.003, 0.006)),
        persistence=float(rng.uniform(0.0, 0.35)),
        landing_excess=float(rng.uniform(0.12, 0.35)),
        impact_bw=float(rng.uniform(*_IMPACT_BW[strike])),
        release=float(rng.uniform(0.6, 1.5)),
        brake=float(rng.uniform(0.8, 1.2)),
        sway_mps=float(rng.uniform(0.03, 0.07)),
        heel_m=float(rng.uniform(0.075, 0.105)),
        ball_m=float(rng.uniform(0.130, 0.160)),
        shank_m=float(rng.uniform(0.14, 0.22)),
        trunk_gains=np.clip(rng.normal(1.0, 0.35, 12), 0.2, 2.0),
        trunk_shift=_normal(rng, 0.0, 0.03, -0.06, 0.06),
        trunk_ring_g=float(rng.uniform(0.5, 3.0)),
        trunk_ring_hz=float(rng.uniform(8.0, 15.0)),
        legs={side: _draw_leg(rng, shared, sign * asymmetry_s) for side, sign in (("left", 1.0), ("right", -1.0))},
    )


def _draw_leg(rng: np.random.Generator, shared: dict[str, float], contact_offset_s: float) -> Leg:
    direction = rng.normal((-0.3, 0.0, 1.0), 0.35)
    fading = np.array([1.0, 0.6, 0.4, 0.3])[:, None]
    size = np.array([0.8, 0.8, 1.5, 3.0])[:, None, None]
    return Leg(
        strike_deg=shared["strike_deg"] + float(rng.normal(0.0, 1.2)),
        toe_off_deg=shared["toe_off_deg"] + float(rng.normal(0.0, 1.2)),
        contact_offset_s=contact_offset_s,
        landing_lead_s=shared["landing_lead_s"] + float(rng.normal(0.0, 0.001)),
        leaving_lead_s=shared["leaving_lead_s"] + float(rng.normal(0.0, 0.0015)),
        heel_rise_delay_s=shared["heel_rise_delay_s"] + float(rng.normal(0.0, 0.0015)),
        style=shared["style"] + float(rng.normal(0.0, 0.05)),
        swing_gain=_normal(rng, 1.02, 0.04, 0.85, 1.15),
        shank_gain=_normal(rng, 1.0, 0.04, 0.93, 1.1),
        frontal_gains=rng.normal(1.0, 0.45, 5),
        shape=rng.normal(0.0, 1.0, (4, SHAPE_WAVES, 2)) * fading * size,
        impact_g=float(rng.uniform(1.5, 8.0)),
        shin_impact_g=float(rng.uniform(2.0, 7.0)),
        impact_hz=float(rng.uniform(25.0, 48.0)),
        impact_lag_s=float(rng.uniform(0.001, 0.008)),
        impact_direction=direction / np.linalg.norm(direction),
    )


def _normal(rng: np.random.Generator, mean: float, sd: float, low: float, high: float) -> float:
    return float(np.clip(rng.normal(mean, sd), low, high))
