from __future__ import annotations

from collections.abc import Iterable

import pytest

from coach.coaching.decider import Durations
from coach.config import Config, parse
from coach.events import CueDecision, Key, Reload, Speed, Tick
from coach.pipeline import Pipeline
from coach.screen.state import ScreenState
from coach.screen.web.whatif import compared, spoken, what_if
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor

SETTINGS = """\
[baseline]
learn_s = 20
[stance]
hold_s = 4
[cues]
quiet_first_s = 20
cooldown_s = 20
settle_steps = 5
withhold_percent = 0
[fading]
on = false
"""
KEYS = ("push-through-the-ball", "push-pull", "quick-and-light", "tick-along", "ease", "good-chime", "learned")
DURATIONS: Durations = dict.fromkeys(KEYS, (("a", 1.0), ("b", 1.4)))
SINKING = Scenario("sinking", "", (Phase("steady", 45.0, 3.2), Phase("sunk", 75.0, 3.2, 1.12, ramp_s=5.0)))
FEET = ("foot-left", "foot-right")


@pytest.fixture(scope="module")
def run() -> ScreenState:
    """Two minutes of a runner who sinks for good, with a pause and a belt speed."""
    config = parse(SETTINGS)
    runner = SimulatedRunner(SINKING, [SimulatedSensor(placement) for placement in FEET], seed=3)
    pipeline = Pipeline(config, FEET, DURATIONS)
    state = ScreenState(FEET)
    pressed = {40: Speed(10.1, 3.2, "typed"), 400: Key(100.1, "pause"), 420: Key(105.1, "pause")}
    for tick in range(1, 480):
        events = [*runner.advance(0.25 * tick), *([pressed[tick]] if tick in pressed else []), Tick(0.25 * tick)]
        for event in events:
            state.take(event)
            for output in pipeline.feed(event):
                state.take(output)
    return state


def decided(decisions: Iterable[CueDecision]) -> list[tuple[float, str, str, str, float | None]]:
    return [(d.decided_s, d.cue, d.outcome, d.reason, d.requested_s) for d in decisions]


def test_the_same_settings_say_the_same(run: ScreenState) -> None:
    again = what_if(parse(SETTINGS), run.moments, DURATIONS)
    assert decided(again.decisions) == decided(run.decisions)
    assert len(spoken(run.decisions, 0.0)) >= 2
    assert (again.normal_s, again.limit_s) == (run.view().normal_s, run.view().limit_s)


def test_another_threshold_says_something_else(run: ScreenState) -> None:
    deaf = what_if(parse(SETTINGS.replace("[stance]", "[stance]\ntrigger_percent = 30")), run.moments, DURATIONS)
    assert spoken(deaf.decisions, 0.0) == []
    assert deaf.limit_s is not None
    assert deaf.limit_s > 1.25 * (deaf.normal_s or 1.0)


def test_settings_that_were_changed_midway_do_not_count(run: ScreenState) -> None:
    moments = [*run.moments[:50], Reload(5.0, "[stance]\ntrigger_percent = 30\n"), *run.moments[50:]]
    assert decided(what_if(parse(SETTINGS), moments, DURATIONS).decisions) == decided(run.decisions)


def test_nothing_yet() -> None:
    assert what_if(Config(), [], DURATIONS).decisions == ()


def test_what_stays_what_comes_and_what_goes() -> None:
    def cue(at_s: float, key: str = "push-pull") -> CueDecision:
        return CueDecision(1, at_s, key, "played", "", at_s, "a")

    marks = compared([cue(10.0), cue(50.0)], [cue(10.5, "tick-along"), cue(90.0)])
    assert [(mark.at_s, mark.kind) for mark in marks] == [(10.5, "cue"), (90.0, "new"), (50.0, "dropped")]
