"""The half-sine push of a hop: from the instants at which force equals weight to those at which it begins and ends.

A body that hops evenly gets its weight times the period as impulse, so a half-sine push of length c has the peak
(pi / 2) (period / c) body weights. Force equals weight a little after landing and a little before take-off; there the
trunk's acceleration passes 1 g, and a leg bends and stretches fastest.
"""

from __future__ import annotations

import math

_ROUNDS = 12


def lead_s(contact_s: float, period_s: float) -> float:
    """From landing to the instant at which force equals weight, and from that instant's twin to take-off."""
    peak = max(0.5 * math.pi * period_s / contact_s, 1.0)
    return contact_s * math.asin(1.0 / peak) / math.pi


def contact_from_loaded_s(loaded_s: float, period_s: float) -> float:
    """Contact time when force is above weight for `loaded_s`; never longer than the period."""
    contact_s = loaded_s
    for _ in range(_ROUNDS):
        contact_s = min(loaded_s + 2.0 * lead_s(contact_s, period_s), period_s)
    return contact_s


def contact_from_push_s(since_landing_s: float, period_s: float) -> float:
    """Contact time when from landing to the later of the two instants `since_landing_s` pass."""
    contact_s = since_landing_s
    for _ in range(_ROUNDS):
        contact_s = min(since_landing_s + lead_s(contact_s, period_s), period_s)
    return contact_s
