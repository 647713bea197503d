"""Quiet on turns, wherever a gyroscope tells of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.coaching.turns import Turns
from coach.config import Cues
from coach.events import Step

from .rig import CUES, LONG_STANCE_S, Runner, learned, listen, settings


def turning(runner: Runner, seconds: float, dps: float, *, contact_s: float = LONG_STANCE_S) -> list[Step]:
    return list(runner.run(seconds, contact_s=contact_s, values={"turn_dps": dps}))


def on(rates_dps: list[float], cues: Cues | None = None, every_s: float = 0.36) -> list[bool]:
    """After each step, whether that is a turn."""
    turns, (step, *_) = Turns(cues or Cues()), Runner().run(1)
    out: list[bool] = []
    for k, dps in enumerate(rates_dps):
        turns.ran(replace(step, declared_s=every_s * k, values={"turn_dps": dps}))
        out.append(turns.on(every_s * k))
    return out


def test_nothing_is_said_in_a_turn_and_for_a_moment_after(runner: Runner) -> None:
    coach = learned(runner)
    heard = listen(coach, turning(runner, 20, 25.0))
    assert heard.advice == []
    assert "drawn-out" not in heard.states
    over_s = runner.at_s
    (first, *_) = listen(coach, turning(runner, 20, 1.0)).cues()
    assert 3.0 < first - over_s < 9.0


def test_a_stretch_that_goes_on_in_a_turn_is_cued_after_it(runner: Runner) -> None:
    coach = learned(runner, settings(cues=CUES.model_copy(update={"cooldown_s": 8.0})))
    assert len(listen(coach, turning(runner, 6, 0.0)).advice) == 1
    assert len(listen(coach, turning(runner, 20, -30.0)).advice) <= 1  # the turn is certain after a second
    assert len(listen(coach, turning(runner, 6, 0.0)).advice) == 1


def test_one_wild_stride_or_a_wide_bend_is_no_turn() -> None:
    assert not any(on([0.0] * 10 + [80.0] + [0.0] * 10))
    assert not any(on([8.0] * 60))
    assert on([0.0] * 10 + [-20.0] * 6)[-1]


def test_it_can_be_wished_away_or_made_stricter() -> None:
    assert not any(on([40.0] * 60, Cues(turn_dps=0)))
    assert on([8.0] * 60, Cues(turn_dps=6))[-1]


@pytest.mark.parametrize("every_s", [0.36, 0.72])
def test_a_gyroscope_with_an_offset_does_not_silence_the_coach_for_ever(every_s: float) -> None:
    states = on([20.0] * round(120 / every_s), every_s=every_s)
    assert states[round(30 / every_s)]
    assert not any(states[round(70 / every_s) :])
