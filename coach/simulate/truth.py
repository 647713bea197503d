"""What really happened in each step of a simulated run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from coach.events import Floats
from coach.simulate.motion.force import GroundForce
from coach.simulate.motion.leg import FOOT, TILT, LegMotion
from coach.simulate.motion.spline import Track
from coach.simulate.motion.steps import Step
from coach.simulate.motion.trunk import WAIST

THRESHOLD_N = 50.0


@dataclass(frozen=True, slots=True)
class TrueStep:
    """One contact. Times are where the vertical force under this foot crosses 50 N."""

    foot: Literal["left", "right"]
    gait: Literal["walk", "run", "pogo", "skip", "butt-kick"]
    initial_contact_s: float
    toe_off_s: float
    contact_s: float
    flight_s: float
    """Toe-off of the foot before to this initial contact; negative in double support."""
    sink_deg: float
    """Dorsiflexion at its highest in stance minus at initial contact."""
    sink_cm: float
    """Drop of the pelvis from initial contact to its lowest point in stance."""
    toe_off_pitch_deg: float
    """Toe-down pitch of the foot at toe-off against its flattest in stance."""
    speed_mps: float
    contact_stretch: float
    """What the scenario asked for, after cues that were answered."""
    phase: str


def true_step(step: Step, before_toe_off_s: float, force: GroundForce, leg: LegMotion, trunk: Track) -> TrueStep:
    """Measure a step whose motion is complete; `before_toe_off_s` is the toe-off of the other foot before it."""
    ic_s, to_s = contact(step, force)
    grid = np.linspace(ic_s, to_s, 81)
    (angles,) = leg.track.at(grid, 0)
    bend = np.degrees(angles[:, TILT][:, 0] - angles[:, FOOT][:, 0])
    (pelvis,) = trunk.at(grid, 0)
    height = force.height_m(grid) + pelvis[:, WAIST][:, 5]
    down = np.degrees(angles[:, FOOT][:, 0])
    return TrueStep(
        foot=step.side,
        gait=step.drill.kind if step.drill else "run" if step.lands_running else "walk",
        initial_contact_s=ic_s,
        toe_off_s=to_s,
        contact_s=to_s - ic_s,
        flight_s=ic_s - before_toe_off_s,
        sink_deg=_top(bend) - float(bend[0]),
        sink_cm=100.0 * (float(height[0]) + _top(-height)),
        toe_off_pitch_deg=float(down[-1] - np.median(down[20:40])),
        speed_mps=step.wish.speed_mps,
        contact_stretch=step.wish.contact_stretch,
        phase=step.wish.phase,
    )


def contact(step: Step, force: GroundForce) -> tuple[float, float]:
    """When the force under the foot rises above and falls below 50 N, to about a microsecond."""
    reach_s = min(0.5 * (step.leave_s - step.touch_s), 0.15)
    rise = _crossing(step, force, step.touch_s, step.touch_s + reach_s)
    fall = _crossing(step, force, step.leave_s, step.leave_s - reach_s)
    return rise, fall


def _crossing(step: Step, force: GroundForce, outside_s: float, inside_s: float) -> float:
    """First time above the threshold on the way from outside the contact to inside."""
    coarse = _bracket(step, force, outside_s, inside_s)
    outside_s, inside_s, low, high = _bracket(step, force, *coarse[:2])
    return outside_s + (inside_s - outside_s) * low / (low - high)


def _bracket(step: Step, force: GroundForce, outside_s: float, inside_s: float) -> tuple[float, float, float, float]:
    """The two neighbours on an even grid between which the threshold is crossed, and by how much they miss it."""
    grid = np.linspace(outside_s, inside_s, 49)
    over = _over(step, force, grid)
    first = max(int(np.argmax(over > 0.0)), 1)
    return float(grid[first - 1]), float(grid[first]), float(over[first - 1]), float(over[first])


def _over(step: Step, force: GroundForce, grid: Floats) -> Floats:
    if grid[0] < grid[-1]:
        return force.under_foot(step, grid) - THRESHOLD_N
    return force.under_foot(step, grid[::-1])[::-1] - THRESHOLD_N


def _top(values: Floats) -> float:
    """Top of a smooth curve on an even grid, by the parabola through the highest sample and its neighbours."""
    k = min(max(int(np.argmax(values)), 1), len(values) - 2)
    a, b, c = values[k - 1 : k + 2]
    curve = float(a - 2.0 * b + c)
    return float(b) - float(c - a) ** 2 / (8.0 * curve) if curve < 0.0 and b >= max(a, c) else float(values.max())
