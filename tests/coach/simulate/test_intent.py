from __future__ import annotations

import numpy as np
import pytest

from coach.simulate.course import Course
from coach.simulate.intent import SOONEST_S, Intent
from coach.simulate.scenario import Phase, Scenario

_SINKS = Scenario(
    "sinks",
    "",
    (
        Phase("fine", 30.0, 3.2),
        Phase("sunk", 200.0, 3.2, 1.12, dorsiflexion_deg=4.0, ramp_s=10.0, answers=frozenset({"push-pull"})),
        Phase("bounces", 60.0, 3.2, 0.95, 1.25),
    ),
)


def _intent() -> Intent:
    return Intent(_SINKS, Course(_SINKS), np.random.default_rng(3))


def test_without_a_cue_the_runner_stays_sunk() -> None:
    intent = _intent()
    assert intent.wish(20.0, 19.6).contact_stretch == 1.0
    for at_s in (45.0, 120.0, 225.0):
        wish = intent.wish(at_s, at_s - 0.4)
        assert (wish.contact_stretch, wish.dorsiflexion_deg) == (1.12, 4.0)
        assert wish.keeps_cadence == 1.0


def test_an_answered_cue_lifts_the_runner_within_eight_steps_and_wears_off() -> None:
    intent = _intent()
    intent.hear("push-pull", 60.0)
    assert intent.wish(60.0 + SOONEST_S, 61.5).contact_stretch == 1.12
    assert intent.wish(60.0 + SOONEST_S + 0.7 + 8 * 0.35, 65.0).contact_stretch < 1.02
    assert intent.wish(110.0, 109.6).dorsiflexion_deg < 0.3
    assert intent.wish(160.0, 159.6).contact_stretch == pytest.approx(1.12)


@pytest.mark.parametrize(("cue", "at_s"), [("push-pull", 10.0), ("sensor-lost", 60.0), ("push-pull", 260.0)])
def test_other_cues_and_other_phases_change_nothing(cue: str, at_s: float) -> None:
    deaf, hearing = _intent(), _intent()
    hearing.hear(cue, at_s)
    for t in np.arange(at_s, at_s + 40.0, 1.0):
        assert hearing.wish(float(t), float(t) - 0.4) == deaf.wish(float(t), float(t) - 0.4)


def test_a_bounce_gives_cadence_away() -> None:
    wish = _intent().wish(270.0, 269.6)
    assert (wish.contact_stretch, wish.flight_stretch, wish.keeps_cadence) == (0.95, 1.25, 0.0)
