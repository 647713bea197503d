"""What the coach says, when, and when it keeps quiet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pytest

from coach.coaching.coach import Coach
from coach.coaching.drawn_out import LONG_S
from coach.coaching.words import EASE, MENDED, PUSH
from coach.config import Baseline, Bounce, Config, Cues, Metronome, Stance
from coach.config import Runner as Profile
from coach.events import Activity, Advice, Beat, CueDecision, Foot, Key, Link, Placement, Status, Step, Tick

FEET: tuple[tuple[Placement, Foot], ...] = (("foot-left", "left"), ("foot-right", "right"))


@dataclass(slots=True)
class Runner:
    """Makes steps one after the other; remembers where it is."""

    at_s: float = 100.0
    lone: bool = False
    noise_s: float = 0.003
    generator: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))
    _count: int = 0

    def run(
        self,
        seconds: float,
        *,
        contact_s: float = 0.240,
        stride_s: float = 0.72,
        flight_s: float | None = None,
        activity: Activity = "run",
        valid: bool = True,
    ) -> Iterator[Step]:
        """Steps for so long."""
        end_s = self.at_s + seconds
        while self.at_s < end_s:
            placement, foot = FEET[0 if self.lone else self._count % 2]
            self._count += 1
            this_s = contact_s + float(self.generator.normal(0.0, self.noise_s))
            yield Step(
                foot=foot,
                placement=placement,
                initial_contact_s=self.at_s - this_s,
                toe_off_s=self.at_s,
                declared_s=self.at_s,
                contact_s=this_s,
                uncertainty_s=0.006,
                stride_s=stride_s,
                flight_s=0.5 * stride_s - this_s if flight_s is None else flight_s,
                activity=activity,
                valid=valid and activity == "run",
                reason="" if valid and activity == "run" else "made up",
            )
            self.at_s += stride_s if self.lone else 0.5 * stride_s

    def rest(self, seconds: float) -> None:
        """No steps for so long."""
        self.at_s += seconds


@dataclass(slots=True)
class Heard:
    """What a coach said, and what it thought of it."""

    advice: list[Advice] = field(default_factory=list[Advice])
    beats: list[Beat] = field(default_factory=list[Beat])
    statuses: list[Status] = field(default_factory=list[Status])

    def cues(self, cue: str | None = None) -> list[float]:
        """When a cue was due."""
        return [advice.at_s for advice in self.advice if cue in (None, advice.cue)]

    @property
    def states(self) -> list[str]:
        """States in their order, repetitions left out."""
        states = [status.state for status in self.statuses]
        return [state for k, state in enumerate(states) if k == 0 or state != states[k - 1]]


def decided(advice: Advice, outcome: str) -> CueDecision:
    """What a scheduler would say of it at once."""
    if outcome == "played":
        return CueDecision(1, advice.at_s, advice.cue, "played", "", advice.at_s)
    return CueDecision(1, advice.at_s, advice.cue, "dropped", "quiet", None)


def listen(coach: Coach, steps: Iterable[Step], *, speed_mps: float | None = None, outcome: str = "played") -> Heard:
    """Feed steps; every advice meets the same fate at once."""
    heard = Heard()
    for step in steps:
        for thought in coach.feed(step, speed_mps):
            match thought:
                case Advice():
                    heard.advice.append(thought)
                    if not thought.withheld:
                        heard.beats += coach.heard(decided(thought, outcome))
                case Beat():
                    heard.beats.append(thought)
                case Status():
                    heard.statuses.append(thought)
    return heard


STANCE = Stance(hold_s=2)
CUES = Cues(quiet_first_s=0, cooldown_s=5, settle_steps=10)
QUICK = Config(baseline=Baseline(learn_s=15), stance=STANCE, cues=CUES)
NORMAL_S, LONG_STANCE_S = 0.240, 0.265


def settings(**sections: object) -> Config:
    """Quick settings with some sections changed."""
    return QUICK.model_copy(update=sections)


@pytest.fixture
def runner() -> Runner:
    return Runner()


def learned(runner: Runner, config: Config = QUICK) -> Coach:
    """A coach that knows this runner's normal of 240 ms."""
    coach = Coach(config)
    assert listen(coach, runner.run(25)).advice == []
    return coach


def test_good_form_is_met_with_silence(runner: Runner) -> None:
    heard = listen(Coach(QUICK), runner.run(600))
    assert heard.advice == []
    assert heard.beats == []
    assert heard.states == ["learning", "good"]


def test_a_lengthening_that_lasts_is_cued_within_seconds(runner: Runner) -> None:
    coach, start_s = learned(runner), runner.at_s
    heard = listen(coach, runner.run(12, contact_s=LONG_STANCE_S))
    assert heard.cues()[0] - start_s < 6
    assert heard.states == ["good", "drawn-out"]
    first = heard.advice[0]
    assert first.rule == "drawn-out"
    assert re.fullmatch(r"contact 26\d ms, (9|10|11) % above your (239|240|241) ms for 2 s", first.because)
    assert first.value == pytest.approx(265, abs=5)
    assert first.limit == pytest.approx(250, abs=2)


def test_a_lone_foot_is_enough() -> None:
    runner = Runner(lone=True)
    coach, start_s = learned(runner), runner.at_s
    heard = listen(coach, runner.run(12, contact_s=LONG_STANCE_S))
    assert heard.cues()[0] - start_s < 7


def test_a_short_lengthening_is_no_lengthening(runner: Runner) -> None:
    coach = learned(runner)
    steps = [
        step
        for _ in range(20)
        for part in ((2.5, LONG_STANCE_S), (4.0, NORMAL_S))
        for step in runner.run(part[0], contact_s=part[1])
    ]
    assert listen(coach, steps).advice == []


def test_feet_are_compared_with_their_own_normal(runner: Runner) -> None:
    """One foot always stands 30 ms longer: that is this runner."""

    def uneven(steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            yield replace(step, contact_s=step.contact_s + (0.03 if step.foot == "left" else 0.0))

    heard = listen(Coach(QUICK), uneven(runner.run(120)))
    assert heard.advice == []


def test_cues_in_one_stretch_grow_rarer_and_end(runner: Runner) -> None:
    coach = learned(runner)
    cues = listen(coach, runner.run(300, contact_s=LONG_STANCE_S))
    times = cues.cues()
    assert [advice.cue for advice in cues.advice] == list(PUSH)
    assert times[1] - times[0] == pytest.approx(5, abs=1)
    assert times[2] - times[1] == pytest.approx(10, abs=1)
    assert cues.statuses[-1].text.endswith("left alone for now")


def test_a_new_stretch_begins_anew_and_never_says_the_same_twice_in_a_row(runner: Runner) -> None:
    coach = learned(runner)
    said: list[str] = []
    for _ in range(4):
        said += [advice.cue for advice in listen(coach, runner.run(8, contact_s=LONG_STANCE_S)).advice]
        said += [advice.cue for advice in listen(coach, runner.run(15)).advice]
    assert len(said) >= 4
    assert all(a != b for a, b in pairwise(said))


def test_cues_that_did_not_sound_do_not_count(runner: Runner) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(100, contact_s=LONG_STANCE_S), outcome="dropped")
    assert len(heard.cues()) > CUES.give_up_after + 5
    assert {advice.cue for advice in heard.advice} == {PUSH[0]}
    assert heard.beats == []


def test_one_chime_when_a_long_cued_stretch_is_mended(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(LONG_S + 10, contact_s=LONG_STANCE_S))
    heard = listen(coach, runner.run(60))
    assert [advice.cue for advice in heard.advice] == [MENDED]


def test_a_short_stretch_is_mended_in_silence(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(10, contact_s=LONG_STANCE_S))
    assert listen(coach, runner.run(60)).advice == []


def test_before_the_baseline_nothing_is_said(runner: Runner) -> None:
    coach = Coach(settings(baseline=Baseline(learn_s=60)))
    listen(coach, runner.run(10))
    assert listen(coach, runner.run(40, contact_s=LONG_STANCE_S)).advice == []


def test_a_normal_from_the_settings_is_known_at_once(runner: Runner) -> None:
    coach = Coach(settings(baseline=Baseline(contact_ms=240)))
    heard = listen(coach, runner.run(15, contact_s=LONG_STANCE_S))
    assert PUSH[0] in [advice.cue for advice in heard.advice]
    assert "learning" not in heard.states


def test_time_without_belief_teaches_nothing(runner: Runner) -> None:
    coach = Coach(QUICK)
    for _ in range(10):
        assert "good" not in listen(coach, runner.run(1)).states
        assert "good" not in listen(coach, runner.run(20, contact_s=0.3, valid=False)).states


@pytest.mark.parametrize("activity", ["walk", "stand"])
def test_no_cue_while_not_running_nor_in_the_first_steps_after(runner: Runner, activity: Activity) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(30, contact_s=0.3, activity=activity))
    assert heard.advice == []
    assert heard.statuses[-1].state in ("walking", "standing")
    back_s = runner.at_s
    later = listen(coach, runner.run(20, contact_s=LONG_STANCE_S))
    assert later.cues()[0] - back_s >= CUES.settle_steps * 0.36


def test_a_pause_without_steps_is_a_stop_whether_or_not_somebody_ticked(runner: Runner) -> None:
    ticked, quiet = learned(Runner()), learned(runner)
    for tick in range(20):
        ticked.notice(Tick(runner.at_s + tick))
    runner.rest(20)
    steps = list(runner.run(30, contact_s=LONG_STANCE_S))
    assert listen(ticked, steps).advice == listen(quiet, steps).advice


def test_invalid_steps_are_never_cued(runner: Runner) -> None:
    coach = learned(runner)
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S, valid=False)).advice == []


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (Profile(pain=True), "pain is set"),
        (Profile(knee_to_wall_cm=6, knee_to_wall_limit_cm=9), "knee-to-wall 6 cm is below your limit of 9 cm"),
    ],
)
def test_whoever_must_not_be_pushed_is_not_and_is_told_why(runner: Runner, profile: Profile, why: str) -> None:
    coach = Coach(settings(runner=profile))
    first = listen(coach, runner.run(25)).statuses[0]
    assert first.text.endswith(f"push cues are off: {why}")
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S)).advice == []


def test_a_knee_to_wall_above_the_limit_gates_nothing(runner: Runner) -> None:
    coach = learned(runner, settings(runner=Profile(knee_to_wall_cm=10, knee_to_wall_limit_cm=9)))
    assert listen(coach, runner.run(10, contact_s=LONG_STANCE_S)).advice


def test_bouncing_is_eased_once_and_push_cues_rest(runner: Runner) -> None:
    coach, start_s = learned(runner, settings(bounce=Bounce(lock_s=60))), runner.at_s
    bouncing = listen(coach, runner.run(30, contact_s=0.23, stride_s=0.75))
    assert bouncing.cues() == bouncing.cues(EASE)
    assert len(bouncing.advice) == 1
    assert bouncing.cues()[0] - start_s < 20 * 0.36
    assert "bouncy" in bouncing.states
    assert listen(coach, runner.run(25, contact_s=LONG_STANCE_S)).advice == []
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).cues()


def test_running_faster_is_no_bouncing(runner: Runner) -> None:
    coach = learned(runner)
    assert listen(coach, runner.run(60, contact_s=0.19, stride_s=0.68)).advice == []


def test_with_speed_known_slower_running_at_own_normal_is_not_cued_and_faster_at_the_same_contact_is() -> None:
    """Normal contact goes with speed to the power -0.54: 240 ms at 3.5 m/s are 288 ms at 2.5 and 210 ms at 4.5."""
    runner, coach = Runner(), Coach(QUICK)
    assert listen(coach, runner.run(25), speed_mps=3.5).advice == []
    assert listen(coach, runner.run(60, contact_s=0.288), speed_mps=2.5).advice == []
    assert listen(coach, runner.run(12), speed_mps=4.5).cues()


def test_withheld_cues_are_told_as_such_and_start_no_beat(runner: Runner) -> None:
    coach = learned(runner, settings(cues=CUES.model_copy(update={"withhold_percent": 50.0, "withhold_seed": 3})))
    heard = Heard()
    for _ in range(40):
        part = listen(coach, runner.run(8, contact_s=LONG_STANCE_S))
        assert [beat for beat in part.beats if beat.spm] == [] or not part.advice[0].withheld
        heard.advice += part.advice
        listen(coach, runner.run(15))
    withheld = sum(advice.withheld for advice in heard.advice)
    assert 10 <= withheld <= 30


def test_the_metronome_begins_with_the_cue_and_ends_with_the_stretch(runner: Runner) -> None:
    coach = learned(runner)
    heard = listen(coach, runner.run(8, contact_s=LONG_STANCE_S))
    (start,) = heard.beats
    assert start.at_s == heard.cues()[0]
    assert start.spm == pytest.approx(1.03 * 120 / 0.72, rel=0.01)
    assert start.until_s == start.at_s + 30
    (stop,) = listen(coach, runner.run(10)).beats
    assert stop.spm is None


def test_a_metronome_that_has_ended_by_itself_is_not_stopped_again(runner: Runner) -> None:
    coach = learned(runner, settings(metronome=Metronome(longest_s=4)))
    listen(coach, runner.run(15, contact_s=LONG_STANCE_S))
    assert [beat for beat in listen(coach, runner.run(10)).beats if beat.spm is None] == []


def test_always_clicks_while_running_and_not_below_the_floor(runner: Runner) -> None:
    coach = Coach(settings(metronome=Metronome(mode="always", raise_percent=0)))
    heard = listen(coach, runner.run(40))
    assert [beat.spm for beat in heard.beats] == [pytest.approx(120 / 0.72, rel=0.01)]
    assert heard.beats[0].until_s is None
    assert [beat.spm for beat in listen(coach, runner.run(20, contact_s=0.22)).beats] == [None]
    assert len(listen(coach, runner.run(20)).beats) == 1
    assert [beat.spm for beat in listen(coach, runner.run(5, activity="walk")).beats] == [None]


def test_off_is_off(runner: Runner) -> None:
    coach = learned(runner, settings(metronome=Metronome(mode="off")))
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).beats == []


def test_pause_stops_everything_until_it_is_pressed_again(runner: Runner) -> None:
    coach = learned(runner)
    listen(coach, runner.run(8, contact_s=LONG_STANCE_S))
    thoughts = coach.notice(Key(runner.at_s, "pause"))
    assert [beat.spm for beat in thoughts if isinstance(beat, Beat)] == [None]
    assert [status.state for status in thoughts if isinstance(status, Status)] == ["paused"]
    assert listen(coach, runner.run(60, contact_s=LONG_STANCE_S)) == Heard()
    assert coach.notice(Tick(runner.at_s + 60)) == []
    coach.notice(Key(runner.at_s, "pause"))
    assert listen(coach, runner.run(30, contact_s=LONG_STANCE_S)).cues()


def test_other_keys_change_nothing(runner: Runner) -> None:
    assert learned(runner).notice(Key(runner.at_s, "mark")) == []


def test_silence_is_a_lost_sensor_only_where_one_was_lost(runner: Runner) -> None:
    coach = learned(runner)
    assert all(isinstance(t, Status) and t.state == "good" for t in coach.notice(Tick(runner.at_s + 1)))
    coach.notice(Link("foot-left", runner.at_s + 2, "lost"))
    (lost,) = [t for t in coach.notice(Tick(runner.at_s + 4)) if isinstance(t, Status)]
    coach.notice(Link("foot-left", runner.at_s + 5, "connected"))
    (still,) = [t for t in coach.notice(Tick(runner.at_s + 6)) if isinstance(t, Status)]
    assert (lost.state, still.state) == ("sensor-lost", "standing")


def test_steps_out_of_the_past_are_not_thought_about(runner: Runner) -> None:
    coach = learned(runner)
    late = [replace(step, valid=False, reason="late") for step in Runner(at_s=50.0).run(20)]
    assert listen(coach, late) == Heard()
    assert listen(coach, runner.run(10, contact_s=LONG_STANCE_S)).cues()


def test_a_thought_is_told_when_it_changes_and_otherwise_at_most_once_a_second(runner: Runner) -> None:
    statuses = listen(Coach(QUICK), runner.run(60)).statuses
    for before, after in pairwise(statuses):
        assert after.state != before.state or after.at_s - before.at_s >= 1.0
        assert (after.state, after.text) != (before.state, before.text)


def test_the_same_steps_give_the_same_thoughts(runner: Runner) -> None:
    steps = [*runner.run(30), *runner.run(60, contact_s=LONG_STANCE_S), *runner.run(60, stride_s=0.76)]
    assert listen(Coach(QUICK), steps) == listen(Coach(QUICK), steps)
