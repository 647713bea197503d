"""From thought to word: what the scheduler lets through, what is kept back, and settings that change on the run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from coach.coaching.belief import Tried
from coach.coaching.decider import Decider
from coach.coaching.means import METRONOME
from coach.coaching.memory import Memory
from coach.coaching.normal import Seen
from coach.coaching.words import PUSH
from coach.config import Config, Cues, Fading, Metronome, Rule
from coach.errors import ConfigError
from coach.events import Beat, CueDecision, Link, Output, Rejected, Reload, Status, Step, Tick
from cues.pack import load_pack

from .rig import LONG_STANCE_S, QUICK, Runner, settings

DURATIONS = load_pack("push-pull").durations
KNOWN = Memory(
    normals={("foot-left", "left"): (Seen(99, 0.24, 0.012),), ("foot-right", "right"): (Seen(99, 0.24, 0.012),)}
)
ALL = Cues(quiet_first_s=0, cooldown_s=5, settle_steps=10, withhold_percent=0)


def config(**sections: object) -> Config:
    return settings(**{"cues": ALL, "metronome": Metronome(mode="off"), **sections})


def heard(decider: Decider, steps: Iterable[Step]) -> list[CueDecision]:
    return [one for step in steps for one in decider.feed(step) if isinstance(one, CueDecision)]


def sinking(decider: Decider, runner: Runner, times: int) -> list[CueDecision]:
    """Stance sinks and recovers so many times; decisions about push cues."""
    out: list[CueDecision] = []
    for _ in range(times):
        out += heard(decider, [*runner.run(8, contact_s=LONG_STANCE_S), *runner.run(8)])
    return [one for one in out if one.cue in (*PUSH, METRONOME)]


def test_who_is_known_is_coached_at_once(runner: Runner) -> None:
    decider = Decider(config(), DURATIONS, KNOWN)
    outputs = [output for step in runner.run(12, contact_s=LONG_STANCE_S) for output in decider.feed(step)]
    assert "learning" not in {output.state for output in outputs if isinstance(output, Status)}
    assert next(one.cue for one in outputs if isinstance(one, CueDecision)) == PUSH[0]


def test_the_profile_can_be_left_aside(runner: Runner) -> None:
    baseline = QUICK.baseline.model_copy(update={"profile": False})
    decider = Decider(config(baseline=baseline), DURATIONS, KNOWN)
    assert not heard(decider, runner.run(12, contact_s=LONG_STANCE_S))


def test_withheld_cues_pass_the_same_gates_and_cost_the_same_cool_down(runner: Runner) -> None:
    cues = ALL.model_copy(
        update={"withhold_percent": 50.0, "cooldown_s": 12.0, "quiet_first_s": 60.0, "budget_per_10min": 60}
    )
    decisions = sinking(Decider(config(cues=cues), DURATIONS, KNOWN), runner, 60)
    withheld = [one for one in decisions if one.outcome == "withheld"]
    through = [one for one in decisions if one.outcome != "dropped"]
    assert 8 <= len(withheld) <= len(through) - 8
    assert all(one.requested_s is None and one.wording == "" for one in withheld)
    assert {one.reason for one in withheld} == {"by chance, to learn what cues do"}
    assert min(one.decided_s for one in through) >= 160.0
    assert all(later.decided_s - one.decided_s >= 11.0 for one, later in pairwise(through))


def test_the_wording_that_worked_reaches_the_voice_and_its_trials_the_profile(runner: Runner) -> None:
    worked = {
        f"{cue}/{wording}": Tried(20, -12.0 if n else 0.0, 1.0)
        for cue in PUSH
        for n, (wording, _) in enumerate(DURATIONS[cue])
    }
    for prefer in (True, False):
        cues = ALL.model_copy(update={"prefer": prefer})
        decider = Decider(config(cues=cues), DURATIONS, Memory(KNOWN.normals, tried=worked))
        played = [one for one in sinking(decider, runner, 12) if one.outcome == "played"]
        said = {one.cue: [other.wording for other in played if other.cue == one.cue] for one in played}
        for cue in PUSH:
            first, second = (wording for wording, _ in DURATIONS[cue])
            assert set(said[cue]) == ({second} if prefer else {first, second})
        decider.finish()
        assert {(trial.cue, trial.wording) for trial in decider.coach.trials} <= {(o.cue, o.wording) for o in played}
        assert decider.coach.trials


def test_no_beat_starts_with_a_withheld_cue(runner: Runner) -> None:
    cues = ALL.model_copy(update={"withhold_percent": 50.0})
    decider = Decider(config(cues=cues, metronome=Metronome(mode="drawn-out")), DURATIONS, KNOWN)
    decisions = sinking(decider, runner, 40)
    rows = [one for one in decisions if one.outcome != "dropped"]
    for one, later in pairwise(rows):
        assert (later.cue == METRONOME) == (one.cue in PUSH and one.outcome == "played")


def test_faded_cues_are_told_as_such_follow_the_table_and_are_no_trials(runner: Runner) -> None:
    decider = Decider(config(fading=Fading(percent=(100, 50))), DURATIONS, Memory(KNOWN.normals, session=1))
    decisions = [one for one in sinking(decider, runner, 21) if one.outcome != "dropped"]
    assert [one.outcome for one in decisions] == ["played", "withheld"] * (len(decisions) // 2) + ["played"] * (
        len(decisions) % 2
    )
    assert decisions[1].reason == "fading: this session gives 50 %"
    decider.finish()
    assert 0 < len(decider.coach.trials) <= (len(decisions) + 1) // 2


def test_the_metronome_may_stand_in_for_a_word_and_then_has_one_row(runner: Runner) -> None:
    decider = Decider(config(metronome=Metronome(mode="chosen")), DURATIONS, KNOWN)
    list(heard(decider, runner.run(20, stride_s=0.72)))
    outputs: list[Output] = []
    for _ in range(8):
        outputs += [o for step in runner.run(8, contact_s=LONG_STANCE_S) for o in decider.feed(step)]
        outputs += [o for step in runner.run(10) for o in decider.feed(step)]
    rows = [one for one in outputs if isinstance(one, CueDecision) and one.outcome == "played" and one.cue != "ease"]
    assert [one.cue for one in rows][:5] == [*PUSH, METRONOME, PUSH[0]]
    beats = [one for one in outputs if isinstance(one, Beat) and one.spm is not None]
    assert len(beats) == len([one for one in rows if one.cue == METRONOME])
    assert rows[3].wording == ""
    assert rows[3].spm == beats[0].spm


def test_ease_that_had_to_wait_for_the_cool_down_is_said_once_it_is_over(runner: Runner) -> None:
    """Pushed, the runner bounces at once: the push cue's own cool-down holds the answer to it back for a while."""
    cues = ALL.model_copy(update={"cooldown_s": 40.0})
    decider = Decider(config(cues=cues), DURATIONS)
    heard(decider, runner.run(25))
    (push,) = (one for one in heard(decider, runner.run(12, contact_s=LONG_STANCE_S)) if one.outcome == "played")
    bouncing = heard(decider, runner.run(120, contact_s=0.232, stride_s=0.76))
    assert {one.cue for one in bouncing} == {"ease"}
    assert [one.outcome for one in bouncing][:-1] == ["dropped"] * (len(bouncing) - 1)
    assert 2 <= len(bouncing) <= 4
    assert bouncing[-1].outcome == "played"
    assert 40.0 <= bouncing[-1].decided_s - push.decided_s < 60.0
    assert not [one for one in heard(decider, runner.run(30, contact_s=LONG_STANCE_S)) if one.cue in PUSH]


def test_a_lost_sensor_is_told_once_and_whatever_was_rejected_passes(runner: Runner) -> None:
    decider = Decider(config(), DURATIONS, KNOWN)
    heard(decider, runner.run(12))
    rejected = Rejected("foot-left", 112.0, "gap")
    assert decider.feed(rejected) == [rejected]
    lost = [one for one in decider.feed(Link("foot-left", 115.0, "lost")) if isinstance(one, CueDecision)]
    back = [one for one in decider.feed(Link("foot-left", 125.0, "connected")) if isinstance(one, CueDecision)]
    assert [(one.cue, one.outcome) for one in (*lost, *back)] == [("sensor-lost", "played"), ("sensor-back", "played")]
    assert lost[0].because == "nothing from foot-left for 3 s"


# ── settings that change ──────────────────────────────────────────────────────────────────────────────────────

DEAF = "[stance]\ntrigger_percent = 30\n[cues]\nwithhold_percent = 0\nquiet_first_s = 0\nsettle_steps = 10\n"
EAGER = "[stance]\nhold_s = 2\n[cues]\nwithhold_percent = 0\nquiet_first_s = 0\nsettle_steps = 10\ncooldown_s = 5\n"


def test_changed_settings_hold_from_then_on_and_nothing_learned_is_lost(runner: Runner) -> None:
    decider = Decider(config(), DURATIONS)
    heard(decider, runner.run(25))
    decider.feed(Reload(runner.at_s, DEAF))
    assert not [one for one in heard(decider, runner.run(20, contact_s=LONG_STANCE_S)) if one.cue in PUSH]
    decider.feed(Reload(runner.at_s, EAGER))
    given = [one for one in heard(decider, runner.run(20, contact_s=LONG_STANCE_S)) if one.cue in PUSH]
    assert given
    assert "above your 240 ms" in given[0].because or "above your 239 ms" in given[0].because


def test_a_contact_time_told_on_the_run_takes_the_place_of_what_was_learned(runner: Runner) -> None:
    decider = Decider(config(), DURATIONS)
    heard(decider, runner.run(300, contact_s=0.243))
    outputs = decider.feed(Reload(runner.at_s, f"{EAGER}[baseline]\ncontact_ms = 225\n"))
    outputs += [output for step in runner.run(12) for output in decider.feed(step)]
    statuses = [output for output in outputs if isinstance(output, Status) and output.at_s > runner.at_s - 11.0]
    assert {status.normal_s for status in statuses} == {0.225}
    given = [one for one in outputs if isinstance(one, CueDecision) and one.cue in PUSH]
    assert "above your 225 ms" in given[0].because
    decider.feed(Reload(runner.at_s, EAGER))
    again = [output for step in runner.run(12) for output in decider.feed(step) if isinstance(output, Status)]
    assert again[-1].normal_s == pytest.approx(0.243, abs=0.002)


def test_budget_quiet_time_and_cool_down_can_be_changed_on_the_run(runner: Runner) -> None:
    decider = Decider(config(), DURATIONS, KNOWN)
    before = sinking(decider, runner, 6)
    assert len([one for one in before if one.outcome == "played"]) >= 5
    decider.feed(Reload(runner.at_s, EAGER + "budget_per_10min = 1\n"))
    after = sinking(decider, runner, 6)
    assert after
    assert {one.outcome for one in after} == {"dropped"}
    decider.feed(Reload(runner.at_s, EAGER.replace("quiet_first_s = 0", "quiet_first_s = 3000")))
    assert {one.reason for one in sinking(decider, runner, 3)} == {"quiet first 3000 s"}


@pytest.mark.parametrize(
    "text",
    [
        "[cues]\ncooldown_s = -1",
        "nonsense",
        "[[rules]]\nname = 'x'\nmeasure = 'nothing'\nwhen = 'above'\nlimit = 1\nsay = 'ease'",
    ],
)
def test_settings_that_cannot_be_used_change_nothing(text: str, runner: Runner) -> None:
    decider = Decider(config(), DURATIONS, KNOWN)
    assert decider.feed(Reload(runner.at_s, text)) == []
    assert sinking(decider, runner, 3)


# ── rules of one's own ────────────────────────────────────────────────────────────────────────────────────────


def rule(**changes: object) -> Rule:
    base = {"name": "slow feet", "measure": "cadence_spm", "when": "below", "limit": 160.0, "say": "tick-along"}
    return Rule.model_validate({**base, "hold_s": 5.0, "repeat_s": 20.0, **changes})


def cadence(runner: Runner, seconds: float, spm: float, right_spm: float | None = None) -> list[Step]:
    steps = list(runner.run(seconds))
    return [
        replace(step, values={"cadence_spm": right_spm if right_spm and step.foot == "right" else spm})
        for step in steps
    ]


def test_a_rule_speaks_after_its_time_and_again_after_its_pause(runner: Runner) -> None:
    decider = Decider(config(rules=(rule(),)), DURATIONS, KNOWN)
    assert not heard(decider, cadence(runner, 20, 165))
    start_s = runner.at_s
    said = heard(decider, cadence(runner, 60, 155))
    assert [one.cue for one in said] == ["tick-along"] * 3
    assert said[0].decided_s - start_s == pytest.approx(6.5, abs=1.5)
    assert said[1].decided_s - said[0].decided_s == pytest.approx(20, abs=0.5)
    assert said[0].because == "cadence 155 steps/min, below 160 for 5 s"
    assert not heard(decider, cadence(runner, 30, 165))


def test_a_rule_may_compare_the_sides(runner: Runner) -> None:
    between = rule(when="between-sides", limit=6.0)
    decider = Decider(config(rules=(between,)), DURATIONS, KNOWN)
    assert not heard(decider, cadence(runner, 20, 160, 164))
    assert len(heard(decider, cadence(runner, 15, 160, 170))) == 1


def test_a_rule_says_nothing_while_walking_settling_or_paused(runner: Runner) -> None:
    decider = Decider(config(rules=(rule(),)), DURATIONS, KNOWN)
    assert not heard(decider, runner.run(60, activity="walk", values={"cadence_spm": 110.0}))
    for second in range(8):
        decider.feed(Tick(runner.at_s + second))
    assert not heard(decider, cadence(runner, 3, 155))


def test_a_push_cue_in_a_rule_is_held_to_the_gates_of_push_cues(runner: Runner) -> None:
    pain = config(rules=(rule(say=PUSH[0]),), runner=QUICK.runner.model_copy(update={"pain": True}))
    assert not heard(Decider(pain, DURATIONS, KNOWN), cadence(runner, 60, 155))
    assert heard(Decider(config(rules=(rule(say=PUSH[0]),)), DURATIONS, KNOWN), cadence(runner, 60, 155))


@pytest.mark.parametrize(
    ("changes", "near"), [({"measure": "cadence"}, "cadence_spm"), ({"say": "tick-on"}, "tick-along")]
)
def test_a_rule_about_nothing_is_refused_with_what_was_meant(changes: dict[str, object], near: str) -> None:
    with pytest.raises(ConfigError, match=near):
        Decider(config(rules=(rule(**changes),)), DURATIONS)
