"""What the foot model would see around the landmarks of every stance, collected through the streaming detector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.data import Trial
from bench.degrade import Degradation, blocks
from coach.dsp.filters import LowPass
from coach.events import Bools, Floats, Placement
from coach.gait.foot.detector import FootDetector
from coach.gait.foot.model import Events, FootModel, Landmarks, Ridge, View
from coach.gait.foot.signals import CUTOFF_HZ

FEET: tuple[Placement, Placement] = ("foot-left", "foot-right")
STEP_MS = 2.0
LANDING_GRID_MS = np.arange(-60.0, 61.0, STEP_MS)
LEAVING_GRID_MS = np.arange(-200.0, 181.0, STEP_MS)
_LEAD_S = 0.079
_BLANK = Ridge((), np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0)), 0.0)


@dataclass(slots=True)
class Stances:
    """Landmarks, truth and the signals around the landmarks of many stances; times in ms, arrays side by side."""

    runner: np.ndarray[Any, np.dtype[np.str_]]
    run: np.ndarray[Any, np.dtype[np.str_]]
    initial_contact_ms: Floats
    """Truth, after the landing anchor."""
    toe_off_ms: Floats
    """Truth, after the fall through −200 deg/s."""
    landing: Floats
    """(stances, channels, grid) around the landing anchor."""
    leaving: Floats
    """(stances, channels, grid) around the fall through −200 deg/s."""
    speed_mps: Floats
    """Of the belt."""
    speed_ratio: Floats
    """Belt speed over integrated speed."""

    def where(self, chosen: Bools) -> Stances:
        """Only some of them."""
        return Stances(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class _Watcher(FootModel):
    """Stands in for the model in the streaming detector and keeps what the model would have seen."""

    seen: dict[float, tuple[Floats, Floats]]

    def date(self, view: View, marks: Landmarks, mass_kg: float | None) -> Events:
        """Landmarks as events, needing as much signal as the widest window."""
        del mass_kg
        landing, leaving = view.read(marks.anchor, LANDING_GRID_MS / 1e3), view.read(marks.push, LEAVING_GRID_MS / 1e3)
        self.seen.update(zip(marks.anchor.tolist(), zip(landing, leaving, strict=True), strict=True))
        return Events(
            initial_contact=marks.anchor,
            toe_off=marks.push + _LEAD_S * view.rate_hz,
            needed=marks.push + LEAVING_GRID_MS[-1] / 1e3 * view.rate_hz,
            odd=marks.blind | marks.soft | marks.weak,
        )


def watch(runs: Iterable[Trial], conditions: Sequence[Degradation], seed: int = 0) -> Stances:
    """Every matched stance of every run's two feet, once under each condition."""
    rows: list[tuple[Any, ...]] = []
    for run in runs:
        for placement in FEET:
            own = run.contacts_s[run.left == (placement == "foot-left")]
            for number, condition in enumerate(conditions):
                rows.extend(_watch(run, placement, condition, seed + 1000 * number, own))
    return Stances(*(np.array(column) for column in zip(*rows, strict=True)))


def _watch(run: Trial, placement: Placement, condition: Degradation, seed: int, own: Floats) -> list[tuple[Any, ...]]:
    watcher = _Watcher(_BLANK, (), 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 99.0, {})
    detector = FootDetector(placement, condition.rate_hz, model=watcher)
    rows: list[tuple[Any, ...]] = []
    delay_s = LowPass(condition.rate_hz, CUTOFF_HZ, 1).delay_s
    for block in blocks(run, placement, condition, seed):
        for contact in detector.feed(block):
            true = own[(own[:, 0] < contact.toe_off_s) & (own[:, 1] > contact.initial_contact_s)]
            if len(true) != 1 or "fallback" in contact.faults:
                continue
            anchor = (contact.initial_contact_s + delay_s - block.t_s) * condition.rate_hz
            landing, leaving = watcher.seen[min(watcher.seen, key=lambda x: abs(x - anchor))]
            begun_ms = (true[0, 0] - contact.initial_contact_s) * 1e3
            left_ms = (true[0, 1] - contact.toe_off_s + _LEAD_S) * 1e3
            ratio = run.speed_mps / contact.extras.get("speed_mps", np.nan)
            rows.append((run.runner, run.name + placement, begun_ms, left_ms, landing, leaving, run.speed_mps, ratio))
    return rows
