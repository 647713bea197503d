"""Steps out of what was heard, steps of the same samples without any radio, and whether they are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from coach.config import Config
from coach.devices import table
from coach.events import Event, Packet, Placement, Speed, Step
from coach.measures.measurer import Measurer
from tests.ble.rig_runner import Motion

_PIECE = 64
BEFORE_S, AFTER_S = 0.8, 4.5
"""Steps nearer than this to a gap may differ: a stride is missing, filters begin anew, running must show again."""
SAME_S, SAME_PLACE_S = 0.003, 0.03
"""The radio delays all samples of a run by up to an interval; the even grid may begin at another phase."""


def measured(events: Iterable[Event], *placements: Placement) -> list[Step]:
    """Steps from what a source gave."""
    measurer = Measurer(Config(), placements)
    found: list[Step] = []
    for event in events:
        match event:
            case Packet():
                found += [one for one in measurer.packet(event) if isinstance(one, Step)]
            case Speed():
                found += [one for one in measurer.speed(event) if isinstance(one, Step)]
            case _:
                pass
    return found + [one for one in measurer.finish() if isinstance(one, Step)]


def without_radio(motion: Motion, placement: Placement, start_s: float, from_s: float, to_s: float) -> list[Step]:
    """Steps of the same samples as an imported table, sample k at `start_s` + (k + 1) periods."""
    return measured(pieces(motion, placement, start_s, from_s, to_s), placement)


def pieces(motion: Motion, placement: Placement, start_s: float, from_s: float, to_s: float) -> list[Packet]:
    """Such a table, in pieces."""
    first, last = (round((at_s - start_s) * motion.rate_hz) for at_s in (from_s, to_s))
    out: list[Packet] = []
    for at in range(max(first, 0), min(last, len(motion)), _PIECE):
        k = np.arange(at, min(at + _PIECE, last, len(motion)))
        t_s = start_s + (k + 1) / motion.rate_hz
        payload = table.encode(t_s, motion.values[k], accel_limit_g=16.0, gyro_limit_dps=2000.0)
        out.append(Packet(placement, "table", float(t_s[-1]), payload))
    return out


def assert_same(found: Sequence[Step], true: Sequence[Step], gaps_s: Sequence[tuple[float, float]], least: int) -> None:
    """Far from all gaps, each step of either has its counterpart in the other; of how many steps this must be shown."""
    there = [step for step in true if not _near(step, gaps_s)]
    assert len(there) >= least
    for step in there:
        assert _alike(_nearest(found, step), step)
    for step in found:
        assert _near(step, gaps_s) or _alike(step, _nearest(true, step))


def _alike(one: Step, other: Step) -> bool:
    """The same foot at the same place, on the ground for as long, and as much believed."""
    return (
        (one.foot, one.activity, one.valid, one.reason) == (other.foot, other.activity, other.valid, other.reason)
        and abs(one.initial_contact_s - other.initial_contact_s) < SAME_PLACE_S
        and abs(one.contact_s - other.contact_s) < SAME_S
    )


def _nearest(steps: Sequence[Step], step: Step) -> Step:
    return min(steps, key=lambda one: abs(one.initial_contact_s - step.initial_contact_s))


def _near(step: Step, gaps_s: Sequence[tuple[float, float]]) -> bool:
    return any(a - BEFORE_S < step.toe_off_s and step.initial_contact_s < b + AFTER_S for a, b in gaps_s)
