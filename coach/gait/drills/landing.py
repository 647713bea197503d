"""The moment at which a foot hits the ground, from the force that its leg feels."""

from __future__ import annotations

import numpy as np

from coach.gait.drills.leg_signal import FORCE, LegSignal

_RISE_S, _PEAK_S = 0.06, 0.05
EARLY_S, EARLY_ROWS = 0.0068, -0.1
"""The rise's middle comes before the force on the ground passes 50 N: by so much, and by this share of a sample,
since the peak lies between two. Fitted on simulated hops at 52 to 208 Hz."""
LEAST_G = 1.0
"""A smaller rise is no landing."""


def landing(signal: LegSignal, first: int, last: int, least_g: float = LEAST_G) -> tuple[float, float] | None:
    """(fractional row of initial contact, peak in g) of the steepest rise in rows first…last-1; None without one."""
    rate_hz = signal.rate_hz
    force = signal.view(first, last)[:, FORCE]
    first = last - len(force)
    span = max(round(_RISE_S * rate_hz), 2)
    if len(force) <= span:
        return None
    rises = np.array([force[k] - force[max(k - span, 0) : k].min() for k in range(1, len(force))])
    steepest = 1 + int(rises.argmax())
    if rises[steepest - 1] < least_g:
        return None
    peak = float(force[steepest])
    low = max(steepest - span, 0) + int(force[max(steepest - span, 0) : steepest].argmin())
    half = 0.5 * (peak + float(force[low]))
    k = low + int((force[low : steepest + 1] > half).argmax())
    before, here = float(force[k - 1]), float(force[k])
    row = first + k - (here - half) / (here - before) + EARLY_S * rate_hz + EARLY_ROWS
    return row, peak
