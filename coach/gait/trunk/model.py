"""From the shape of the push to contact time: a half sine of the same strength, its release, and speed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from coach.gait.trunk.constants import UNCERTAINTY_S, UNCERTAINTY_WITHOUT_SPEED_S, Site
from coach.gait.trunk.pulse import Pulse
from coach.gait.trunk.steps import TrunkStep

SPEEDS_MPS = (2.0, 6.0)
"""Speeds beyond these are taken as these: the logarithm was fitted from 2.5 to 4.5 m/s."""
USUAL_LEAD_S = 0.027
"""Initial contact to loading where no step's shape is known."""

_DUTY = np.linspace(0.98, 0.30, 60)
_AMPLITUDE_G = np.abs(2.0 * np.cos(np.pi * _DUTY) / (1.0 - 4.0 * _DUTY**2))


@dataclass(frozen=True, slots=True)
class Dated:
    """When one step's contact began and how long it took."""

    lead_s: float
    """Initial contact to loading."""
    contact_s: float
    """NaN where no shape is known or there was no release."""
    uncertainty_s: float


def date(step: TrunkStep, site: Site, speed_mps: float | None) -> Dated:
    """Contact time of one step by the four-constant model; speed in m/s where known.

    The half sine is that of Morin 2005 (doi 10.1123/jab.21.2.167). We do not take its length for contact time, which
    would be some 35 ms short: fitted constants, the release and speed correct it.
    """
    if step.pulse is None:
        return Dated(USUAL_LEAD_S, math.nan, UNCERTAINTY_WITHOUT_SPEED_S)
    if speed_mps is None:
        ln_speed, model, uncertainty_s = 0.0, site.without_speed, UNCERTAINTY_WITHOUT_SPEED_S
    else:
        ln_speed = math.log(min(max(speed_mps, SPEEDS_MPS[0]), SPEEDS_MPS[1]))
        model, uncertainty_s = site.with_speed, UNCERTAINTY_S
    pulse, lead, contact = step.pulse, model.lead, model.contact
    half_s = half_sine_s(pulse)
    return Dated(
        lead_s=lead.constant
        + lead.ln_speed * ln_speed
        + lead.centre * pulse.centre_s
        + lead.half_sine * half_s
        + lead.skew * pulse.skew_g,
        contact_s=contact.constant
        + contact.ln_speed * ln_speed
        + contact.half_sine * half_s
        + contact.release * step.release_s,
        uncertainty_s=uncertainty_s,
    )


def half_sine_s(pulse: Pulse) -> float:
    """How long half-sine pushes of this amplitude at step frequency last.

    Half sines that carry body weight and last a share d of the step (0.30 to 0.98) swing by
    2 cos(pi d) / (1 - 4 d^2) g at step frequency.
    """
    return float(np.interp(pulse.amplitude_g, _AMPLITUDE_G, _DUTY)) * pulse.interval_s
