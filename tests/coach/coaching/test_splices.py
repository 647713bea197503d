"""The rules on contacts of real runners, dated by a force plate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from coach.coaching.coach import Coach
from coach.config import Baseline, Config, Cues, Stance
from coach.events import Advice, Contact, Foot, Placement, Step
from coach.gait.steps import StepBuilder

FEET: tuple[tuple[Placement, Foot], ...] = (("foot-left", "left"), ("foot-right", "right"))
QUICK = Config(baseline=Baseline(learn_s=15), stance=Stance(hold_s=2), cues=Cues(quiet_first_s=0, cooldown_s=5))


@dataclass(frozen=True, slots=True)
class Splice:
    """Steps of a runner at 3.5, 2.5, 3.5, 2.5 and 4.5 m/s; the slower, the longer the stance."""

    name: str
    starts_s: tuple[float, ...]
    speeds_mps: tuple[float, ...]
    contacts: tuple[Contact, ...]

    def steps(self, feet: Iterable[Foot], *, start_s: float, seed: int) -> list[Step]:
        """As a good detector would see them: 2.5 ms of error within a run, nothing before `start_s`."""
        generator = np.random.default_rng(seed)
        worn: list[Placement] = [placement for placement, foot in FEET if foot in feet]
        builder, steps = StepBuilder(worn), list[Step]()
        for contact in self.contacts:
            if contact.placement in worn and contact.initial_contact_s >= start_s:
                error_s = float(generator.normal(0.0, 0.0025))
                steps += builder.feed(replace(contact, contact_s=contact.contact_s + error_s))
        return steps + builder.finish()


@pytest.fixture(scope="module")
def splices(data_dir: Path) -> list[Splice]:
    """All recordings with a known lengthening of stance; contacts are those of the force plate."""
    found: list[Splice] = []
    for path in sorted((data_dir / "fukuchi_splices").glob("*.npz")):
        with np.load(path) as data:
            contacts = [
                Contact(*FEET[0 if side == "L" else 1], landed_s, left_s, left_s + 0.01, left_s - landed_s, 0.006)
                for (landed_s, left_s), side in zip(data["contacts"].tolist(), data["side"].tolist(), strict=True)
            ]
            starts_s, speeds_mps = data["segment_start_s"].tolist(), data["segment_speed_mps"].tolist()
        contacts.sort(key=lambda contact: contact.declared_s)
        found.append(Splice(path.stem, tuple(starts_s), tuple(speeds_mps), tuple(contacts)))
    return found


def cues(steps: Iterable[Step], splice: Splice, told_mps: Sequence[float | None] = (None,) * 5) -> list[list[float]]:
    """When cues were due, by segment; all of them sound. `told_mps` is the speed that is told in each segment."""
    coach, found = Coach(QUICK), [list[float]() for _ in splice.starts_s]
    for step in steps:
        segment = sum(start_s <= step.declared_s for start_s in splice.starts_s) - 1
        speed_mps = told_mps[segment]
        thoughts = coach.feed(replace(step, values={} if speed_mps is None else {"outside_speed_mps": speed_mps}))
        found[segment] += [thought.at_s for thought in thoughts if isinstance(thought, Advice)]
    return found


@pytest.mark.data
@pytest.mark.parametrize("feet", [("left", "right"), ("left",), ("right",)], ids="-".join)
@pytest.mark.parametrize("start_s", [3.0, 6.0])
def test_each_lengthening_is_cued_and_nothing_else(
    splices: list[Splice], feet: tuple[Foot, ...], start_s: float
) -> None:
    assert len(splices) == 5
    for seed, splice in enumerate(splices):
        found = cues(splice.steps(feet, start_s=start_s, seed=seed), splice)
        assert found[0] == [], splice.name
        assert found[4] == [], splice.name
        for segment in (1, 3):
            assert found[segment], f"{splice.name}: segment {segment} has no cue"
            assert found[segment][0] - splice.starts_s[segment] <= 9.0, splice.name
        assert sum(map(len, found)) <= 6, splice.name


@pytest.mark.data
def test_with_speed_known_running_slower_is_no_drawn_out_stance(splices: list[Splice]) -> None:
    """Stance was longer because the belt was slower, by about as much as the population's would be."""
    for seed, splice in enumerate(splices):
        found = cues(splice.steps(["left", "right"], start_s=3.0, seed=seed), splice, splice.speeds_mps)
        assert found == [[]] * 5, splice.name


@pytest.mark.data
def test_the_same_contact_held_at_a_faster_speed_is_cued_in_time(splices: list[Splice]) -> None:
    """Contacts of 2.5 m/s while the belt is said to go on at 3.5: nobody ran slower, stance got longer."""
    for seed, splice in enumerate(splices):
        told_mps = [3.5, 3.5, 3.5, 3.5, 4.5]
        found = cues(splice.steps(["left", "right"], start_s=3.0, seed=seed), splice, told_mps)
        assert found[0] == found[4] == [], splice.name
        for segment in (1, 3):
            assert found[segment], f"{splice.name}: segment {segment} has no cue"
            assert found[segment][0] - splice.starts_s[segment] <= 12.0, splice.name
