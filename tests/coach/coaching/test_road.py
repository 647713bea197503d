"""Hours on the road: every planted stretch of drawn-out stance is found, and hardly anything else."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coach.coaching.words import PUSH
from coach.config import Baseline, Config

from .road import SpeedSource, run


@pytest.mark.parametrize(("seed", "speed"), [(0, "watch"), (7, "watch"), (3, "foot")])
def test_an_hour_with_lights_hills_turns_tiring_and_loss(seed: int, speed: SpeedSource) -> None:
    config = Config(baseline=Baseline(own_speed=speed == "foot"))
    outing = run(seed, config, speed)
    assert len(outing.sunk()) >= 4
    assert outing.missed() == 0
    assert len(outing.false()) <= 1
    assert outing.trials >= 4
    running = {step.declared_s for step in outing.steps if step.valid}
    assert all(cue.decided_s in running for cue in outing.pushes)
    first_s = min(running)
    assert all(cue.decided_s > first_s + config.cues.quiet_first_s for cue in outing.pushes)
    given = [cue for cue in outing.pushes if cue.requested_s is not None]
    assert all(b.decided_s - a.decided_s >= config.cues.cooldown_s - 1.0 for a, b in pairwise(given))


def test_without_any_speed_a_hill_is_taken_for_drawn_out_stance() -> None:
    """What docs say: own normal is then that of the speed at which it was learned."""
    outing = run(0, Config(), "none", lasts_s=1800.0)
    assert outing.missed() == 0
    assert outing.false()
    spans, at_s = list[tuple[float, float]](), 0.0
    for phase in outing.scenario.phases:
        if phase.name in ("hill", "pace"):
            spans.append((at_s, at_s + phase.lasts_s + 10.0))
        at_s += phase.lasts_s
    assert all(any(a <= cue.decided_s <= b for a, b in spans) for cue in outing.false())


def test_the_same_outing_gives_the_same_decisions() -> None:
    first, again = (run(4, Config(), "watch", lasts_s=900.0) for _ in range(2))
    assert first.decisions == again.decisions
    assert any(cue.cue in PUSH for cue in first.decisions)
