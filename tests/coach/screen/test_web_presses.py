from __future__ import annotations

import pytest

from coach.app.live.presses import Pressed, event_of
from coach.app.sound.muting import MutingPlayer
from coach.events import Guide, Key, Reload, Speed, Tick
from coach.screen.controls import BY_KEY, CONTROLS, KEY_NAMES, Press
from coach.screen.state import ScreenState
from coach.screen.web.messages import Settings
from cues.player import HUSHED, Missed, NullPlayer


class Recorder(NullPlayer):
    """A player that notes what it is told."""

    def __init__(self) -> None:
        super().__init__("no output", "plug one in")
        self.told: list[tuple[object, ...]] = []

    def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:
        self.told.append((cue_id, key, wording, at_s))

    def beat(self, spm: float | None, at_s: float, until_s: float | None = None, every: int = 1) -> None:
        self.told.append((spm, at_s, until_s, every))

    def hush(self, at_s: float) -> None:
        self.told.append(("hush", at_s))


def test_every_key_and_every_press_is_there_once() -> None:
    assert len(BY_KEY) == len({control.press for control in CONTROLS}) == len(CONTROLS)
    assert all(len(control.key) == 1 or control.key in KEY_NAMES for control in CONTROLS)


@pytest.mark.parametrize("action", ["pause", "mark", "mute", "wrong-cue", "stop"])
def test_a_press_becomes_a_key_of_the_log(action: str) -> None:
    press = Press(action)  # pyright: ignore[reportArgumentType]
    assert event_of(Pressed(12.5, press), ScreenState().view()) == Key(12.5, action)


def test_only_drills_have_parts_and_only_runs_a_belt() -> None:
    run, drills = ScreenState(), ScreenState()
    drills.take(Guide(1.0, "drill", "pogo", "Pogo jumps", "", 0, 12.0, "s", ""))
    for press in (Press("skip"), Press("repeat")):
        assert event_of(Pressed(2.0, press), run.view()) is None
        assert event_of(Pressed(2.0, press), drills.view()) == Key(2.0, press.action)
    assert event_of(Pressed(2.0, Press("speed", 0.5)), drills.view()) is None


def test_the_belt_counts_from_what_is_shown() -> None:
    state = ScreenState()
    state.take(Speed(1.0, 11.5 / 3.6, "treadmill"))
    faster = event_of(Pressed(2.0, Press("speed", 0.1)), state.view())
    assert isinstance(faster, Speed)
    assert faster.speed_mps * 3.6 == pytest.approx(11.6)
    assert faster.source == "typed"


def test_the_belt_begins_somewhere_and_stays_possible() -> None:
    state = ScreenState()
    first = event_of(Pressed(2.0, Press("speed", -0.5)), state.view())
    assert isinstance(first, Speed)
    assert first.speed_mps * 3.6 == pytest.approx(10.0)
    state.take(Speed(1.0, 0.6 / 3.6, "typed"))
    slow = event_of(Pressed(2.0, Press("speed", -0.5)), state.view())
    assert isinstance(slow, Speed)
    assert slow.speed_mps * 3.6 == pytest.approx(0.5)


def test_tuned_settings_become_a_reload_of_the_log() -> None:
    assert event_of(Pressed(3.0, Settings("[cues]\n")), ScreenState().view()) == Reload(3.0, "[cues]\n")


def test_the_screen_knows_that_the_sound_is_off() -> None:
    state = ScreenState()
    state.take(Key(1.0, "mute"))
    assert state.view().muted
    state.take(Key(2.0, "mute"))
    assert not state.view().muted


def test_what_is_kept_to_decide_again() -> None:
    state = ScreenState()
    for event in (Tick(1.0), Key(1.1, "pause"), Speed(1.2, 3.0, "typed"), Reload(1.3, "")):
        state.take(event)
    assert [type(moment) for moment in state.moments] == [Tick, Key, Speed, Reload]


# ── mute ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_muted_cues_are_missed_and_say_why() -> None:
    inner = Recorder()
    player = MutingPlayer(inner)
    player.toggle(5.0)
    player.say(7, "push-pull", "glue", 6.0)
    player.say(0, "sound-back", "back", None)
    assert player.missed() == [Missed(7, 6.0, HUSHED)]
    assert player.missed() == []
    player.toggle(7.0)
    player.say(8, "push-pull", "glue", 8.0)
    assert inner.told == [("hush", 5.0), (8, "push-pull", "glue", 8.0)]


def test_a_metronome_falls_silent_and_goes_on_if_it_still_counts() -> None:
    inner = Recorder()
    player = MutingPlayer(inner)
    player.beat(176.0, 10.0, 40.0)
    player.toggle(15.0)
    player.toggle(20.0)
    player.toggle(25.0)
    player.toggle(41.0)
    assert inner.told == [(176.0, 10.0, 40.0, 1), ("hush", 15.0), (176.0, 20.0, 40.0, 1), ("hush", 25.0)]


def test_a_metronome_that_begins_while_muted_is_heard_afterwards() -> None:
    inner = Recorder()
    player = MutingPlayer(inner)
    player.toggle(5.0)
    player.beat(176.0, 10.0, None)
    player.toggle(20.0)
    assert inner.told[-1] == (176.0, 20.0, None, 1)


def test_it_is_silent_for_the_players_own_reasons_too() -> None:
    player = MutingPlayer(Recorder())
    player.started()
    assert (player.reason, player.remedy) == ("no output", "plug one in")
