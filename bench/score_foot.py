"""The streaming foot detector against the force plate, one run and foot at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.data import Trial
from bench.degrade import Degradation, blocks
from bench.watch_foot import FEET
from coach.events import Block, Bools, Contact, Floats, Placement
from coach.gait.foot.detector import FootDetector
from coach.gait.foot.model import FootModel

EDGE_S = 0.15
"""Contacts that begin or end this close to the recording's ends are neither asked for nor counted."""
SETTLED_S = 5.5
"""Declaration delay is scored from here on: before, contacts wait for the mounting to be learned."""
CALIBRATED_AT_MPS = 3.5
_TOUCH_S = (0.1, 0.06)


@dataclass(frozen=True, slots=True)
class Scored:
    """One run and foot: errors in ms, contacts in order of truth; NaN where a contact was found but not dated."""

    trial: Trial
    side: str
    missed: int
    false: int
    error_ms: Floats
    begun_ms: Floats
    """Error of initial contact, dated contacts only."""
    left_ms: Floats
    """Error of toe-off, dated contacts only."""
    true_ms: Floats
    late_ms: Floats
    """Declared after true toe-off, settled contacts only."""
    touched: Bools
    """A gap lies within 100 ms before to 60 ms after the contact."""
    doubted: int
    """Contacts dated by the fallback."""
    speed_mps: float

    @property
    def dated_ms(self) -> Floats:
        """Errors of the contacts that were dated."""
        return self.error_ms[np.isfinite(self.error_ms)]


def score_all(
    runs: Sequence[Trial],
    models: Mapping[str, FootModel],
    degradation: Degradation,
    *,
    seed: int,
    mass: bool = False,
) -> list[Scored]:
    """Every run's two feet, each runner by the model that has not seen them."""
    return [score(run, foot, models[run.runner], degradation, seed, mass=mass) for run in runs for foot in FEET]


def score(
    run: Trial, placement: Placement, model: FootModel, degradation: Degradation, seed: int, *, mass: bool = False
) -> Scored:
    """One run and foot."""
    stream = blocks(run, placement, degradation, seed)
    detector = FootDetector(placement, degradation.rate_hz, run.mass_kg if mass else None, model)
    contacts = [contact for block in stream for contact in detector.feed(block)]
    truth = run.contacts_s[run.left == placement.endswith("left")]
    end_s = stream[-1].t_s + len(stream[-1].accel_g) / degradation.rate_hz
    asked = (truth[:, 0] > EDGE_S) & (truth[:, 1] < end_s - EDGE_S)
    pairs, false = matched(truth, contacts)
    pairs = {k: contact for k, contact in pairs.items() if asked[k]}
    rows = list(pairs)
    found = list(pairs.values())
    true = truth[rows]
    begun = np.array([x.initial_contact_s for x in found]) - true[:, 0]
    left = np.array([x.toe_off_s for x in found]) - true[:, 1]
    contact_s = np.array([x.contact_s for x in found])
    late = np.array([x.declared_s for x in found]) - true[:, 1]
    speeds = [x.extras["speed_mps"] for x in found if "speed_mps" in x.extras]
    return Scored(
        trial=run,
        side=placement.rpartition("-")[2],
        missed=int(np.sum(asked)) - len(pairs),
        false=false,
        error_ms=(contact_s - (true[:, 1] - true[:, 0])) * 1e3,
        begun_ms=begun[np.isfinite(contact_s)] * 1e3,
        left_ms=left[np.isfinite(contact_s)] * 1e3,
        true_ms=(true[:, 1] - true[:, 0]) * 1e3,
        late_ms=late[true[:, 0] > SETTLED_S] * 1e3,
        touched=_touched(true, stream),
        doubted=sum("fallback" in x.faults for x in found),
        speed_mps=float(np.median(speeds)) if speeds else float("nan"),
    )


def matched(truth: Floats, contacts: Sequence[Contact]) -> tuple[dict[int, Contact], int]:
    """Each true contact's first overlapping measured one, and how many measured ones overlap none that is free."""
    pairs: dict[int, Contact] = {}
    false = 0
    for contact in contacts:
        overlap = (truth[:, 0] < contact.toe_off_s) & (truth[:, 1] > contact.initial_contact_s)
        free = [int(k) for k in np.flatnonzero(overlap) if int(k) not in pairs]
        if free:
            pairs[free[0]] = contact
        else:
            false += 1
    return pairs, false


def _touched(true: Floats, stream: Sequence[Block]) -> Bools:
    """Whether a bridged sample or a break lies near a contact."""
    lost = [block.t_s + np.flatnonzero(block.filled) / block.rate_hz for block in stream]
    lost_s = np.concatenate([*lost, [block.t_s for block in stream[1:]]])
    near = (lost_s > true[:, :1] - _TOUCH_S[0]) & (lost_s < true[:, 1:] + _TOUCH_S[1])
    return np.any(near, axis=1)
