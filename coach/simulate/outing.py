"""An hour on the road, drawn by chance: lights, walks, hills, turns, changes of pace, and stance that sinks."""

from __future__ import annotations

import numpy as np

from coach.simulate.scenario import Phase, Scenario
from coach.simulate.scenarios import PUSHING

SUNK = "sunk"
"""Phases of this name are drawn-out stance that was planted; all else is as it should be."""
HILL, TURN = "hill", "turn"
_WARM_UP_S = 540.0
_EASY_MPS = 3.1


def draw_outing(rng: np.random.Generator, lasts_s: float = 3600.0) -> Scenario:
    """About so long. Every other sunk stretch answers cues; hills cost speed and shorten the step, not the cadence."""
    phases = [
        Phase("stand", 8.0, 0.0, ramp_s=0.0),
        Phase("walk", 40.0, 1.5),
        Phase("warm-up", _WARM_UP_S, _EASY_MPS, ramp_s=6.0),
    ]
    kinds = [SUNK, "lights", "walk", HILL, TURN, "pace"]
    sunk = 0
    while sum(phase.lasts_s for phase in phases) < lasts_s:
        for kind in rng.permutation(kinds).tolist():
            tired = 1.0 + 0.02 * min(sum(phase.lasts_s for phase in phases) / 3600.0, 1.0)
            phases += _episode(kind, tired, answers=sunk % 2 == 0, rng=rng)
            sunk += kind == SUNK
            phases.append(_even(float(rng.uniform(50.0, 110.0)), tired))
    return Scenario("outing", "An hour on the road, drawn by chance.", tuple(phases))


def _even(lasts_s: float, tired: float, ramp_s: float = 6.0) -> Phase:
    """Running as it should be, tired by so much."""
    return Phase("even", lasts_s, _EASY_MPS, tired, ramp_s=ramp_s)


def _episode(kind: str, tired: float, *, answers: bool, rng: np.random.Generator) -> list[Phase]:
    """Something that happens on the way."""
    if kind == SUNK:
        stretch, ramp_s = tired * float(rng.uniform(1.08, 1.13)), float(rng.uniform(4.0, 20.0))
        lasts_s = ramp_s + float(rng.uniform(32.0, 120.0))
        cures = PUSHING if answers else frozenset[str]()
        return [Phase(SUNK, lasts_s, _EASY_MPS, stretch, dorsiflexion_deg=3.5, ramp_s=ramp_s, answers=cures)]
    if kind == "lights":
        return [Phase("stand", float(rng.uniform(8.0, 45.0)), 0.0, ramp_s=2.0)]
    if kind == "walk":
        return [Phase("walk", float(rng.uniform(15.0, 60.0)), float(rng.uniform(1.3, 1.8)))]
    if kind == HILL:
        speed_mps = _EASY_MPS * float(rng.uniform(0.74, 0.86))
        return [
            Phase(HILL, float(rng.uniform(40.0, 110.0)), speed_mps, tired, float(rng.uniform(0.7, 0.85)), ramp_s=5.0)
        ]
    if kind == TURN:
        return [
            Phase(TURN, 8.0, _EASY_MPS, tired, turn_deg=float(rng.choice([-180.0, -90.0, 90.0, 180.0])), ramp_s=1.0)
        ]
    return [Phase("pace", float(rng.uniform(40.0, 90.0)), float(rng.uniform(2.7, 3.9)), tired)]
