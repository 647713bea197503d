"""From decisions to calls of the player."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from coach.app.sound.pack import output_delay_s
from coach.app.sound.sounding import Sounding
from coach.config import parse
from coach.events import Beat, CueDecision, Key, Step, Tick
from coach.gait.foot.early import EarlyStance
from cues.beat import Tap
from cues.clip import RATE_HZ
from cues.player import HUSHED, Missed, NullPlayer, WavPlayer
from cues.wav import decode

STEP_S, CONTACT_S = 0.35, 0.23


class Recorder(NullPlayer):
    """Notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[object, ...]] = []
        self.taps: list[Tap] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        self.told.append((cue_id, key, wording, at_s))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        self.told.append((spm, at_s, until_s, every))

    def tap(self, tap: Tap) -> None:
        self.taps.append(tap)

    def hush(self, at_s: float) -> None:
        self.told.append(("hush", at_s))


def beat(spm: float | None, at_s: float, until_s: float | None = None) -> Beat:
    return Beat(at_s=at_s, spm=spm, until_s=until_s, rule="metronome", because="")


def cue(cue_id: int, at_s: float, outcome: str = "played") -> CueDecision:
    wording = "glue" if outcome == "played" else ""
    requested_s = at_s if outcome == "played" else None
    return CueDecision(cue_id, at_s, "push-pull", outcome, "", requested_s, wording)  # type: ignore[arg-type]  # one of three


def step(number: int, *, valid: bool = True) -> Step:
    lands_s = STEP_S * number
    return Step(
        foot="left" if number % 2 else "right",
        placement="foot-left" if number % 2 else "foot-right",
        initial_contact_s=lands_s,
        toe_off_s=lands_s + CONTACT_S,
        declared_s=lands_s + CONTACT_S,
        contact_s=CONTACT_S,
        uncertainty_s=0.005,
        stride_s=None,
        flight_s=None,
        activity="run",
        valid=valid,
        reason="" if valid else "gap",
    )


def early(number: int) -> EarlyStance:
    lands_s = STEP_S * number
    placement = "foot-left" if number % 2 else "foot-right"
    return EarlyStance(placement, lands_s + 0.15, lands_s, lands_s + CONTACT_S, 0.0)


def test_cues_that_are_given_are_said_and_beats_follow_the_settings() -> None:
    player = Recorder()
    sounding = Sounding(parse("[metronome]\nevery = 2\n"), player)
    sounding.take(Tick(1.0), [cue(1, 1.0), cue(2, 1.0, "withheld"), beat(176.0, 1.0, 31.0)])
    assert player.told == [(1, "push-pull", "glue", 1.0), (176.0, 1.0, 31.0, 2)]
    assert sounding.in_step is None


def test_a_click_decided_after_its_moment_is_left_out_of_a_file_as_it_is_of_a_run(tmp_path: Path) -> None:
    wav = tmp_path / "run.wav"
    with closing(WavPlayer(wav, {})) as player:
        sounding = Sounding(parse(""), player)
        sounding.take(Tick(1.0), [])
        sounding.take(Key(1.1, "mark"), [beat(180.0, 0.9, 2.0)])
        sounding.take(Tick(2.0), [])
    loud = np.flatnonzero(np.abs(decode(wav.read_bytes())) > 0.004) / RATE_HZ
    firsts = loud[np.diff(loud, prepend=-1.0) > 0.1]
    assert firsts == pytest.approx([0.9 + k / 3.0 for k in (1, 2, 3)], abs=0.002)


def test_mute_is_an_event_like_any_other() -> None:
    player = Recorder()
    sounding = Sounding(parse(""), player)
    sounding.take(Key(1.0, "mute"), [])
    sounding.take(Tick(2.0), [cue(1, 2.0)])
    sounding.take(Key(3.0, "mute"), [])
    sounding.take(Key(3.5, "pause"), [cue(2, 3.5)])
    assert player.told == [("hush", 1.0), (2, "push-pull", "glue", 3.5)]
    assert sounding.player.missed() == [Missed(1, 2.0, HUSHED)]


@pytest.mark.parametrize(("believed", "taps_on"), [(True, True), (False, False)])
def test_the_push_pull_beat_follows_believed_steps_and_what_is_foreseen_after_them(
    believed: bool, taps_on: bool
) -> None:
    player = Recorder()
    sounding = Sounding(parse('[metronome]\nsound = "push-pull"\n'), player)
    sounding.take(Tick(0.0), [beat(171.0, 0.0)])
    for number in range(30):
        sounding.take(Tick(STEP_S * number + 0.3), [step(number)])
        sounding.take(Tick(STEP_S * number + 0.4), [])
    lands_s = [tap.at_s for tap in player.taps if tap.tone == "push"]
    assert len(lands_s) > 15
    assert max(abs(at_s / STEP_S - round(at_s / STEP_S)) for at_s in lands_s) < 0.02
    sounding.take(Tick(10.65), [step(30, valid=believed)])
    sounding.take(Tick(11.05), [], [early(31)])
    told = len(player.taps)
    sounding.take(Tick(12.2), [])
    assert (len(player.taps) > told) == taps_on
    assert player.told == [], "the tempo is the runner's own"


def test_where_no_output_has_a_name_the_delay_is_that_of_unnamed_outputs(tmp_path: Path) -> None:
    config = parse('[audio]\nheadphone_delay_ms = 20\n[[headphones]]\nname = "WH"\ndelay_ms = 200\n')
    with closing(WavPlayer(tmp_path / "run.wav", {})) as replayed:
        assert output_delay_s(config, replayed.output) == pytest.approx(0.02)
    assert output_delay_s(config, "WH-1000XM4") == pytest.approx(0.2)


def test_an_outputs_own_delay_counts() -> None:
    delays = '[audio]\nheadphone_delay_ms = 20\n[[headphones]]\nname = "WH"\ndelay_ms = 200\n'
    settings = f'[metronome]\nsound = "push-pull"\n{delays}'
    player = Recorder()
    sounding = Sounding(parse(settings), player)
    sounding.take(Tick(0.0), [beat(171.0, 0.0)])
    early_s: dict[str, float] = {}
    for output in ("speakers", "WH-1000XM4"):
        player.output = output
        player.taps.clear()
        for number in range(30):
            sounding.take(Tick(STEP_S * number + 0.3), [step(number)])
            sounding.take(Tick(STEP_S * number + 0.4), [])
        last_s = [tap.at_s for tap in player.taps if tap.tone == "push"][-1] / STEP_S
        early_s[output] = (round(last_s + 0.3) - last_s) * STEP_S
        sounding = Sounding(parse(settings), player)
        sounding.take(Tick(0.0), [beat(171.0, 0.0)])
    assert early_s == {"speakers": pytest.approx(0.02, abs=0.01), "WH-1000XM4": pytest.approx(0.2, abs=0.01)}
