"""A player that taps with the feet instead of ticking at a tempo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cues.beat import Tap
from cues.clip import RATE_HZ
from cues.mixer import Gains
from cues.player import InStep, Missed, NullPlayer, Player, WavPlayer
from cues.wav import decode

PERIOD_S, CONTACT_S = 0.35, 0.23


class Listener(NullPlayer):
    """Keeps what it is asked to tap."""

    def __init__(self) -> None:
        super().__init__("nothing plugged in", "plug it in")
        self.taps: list[Tap] = []

    def tap(self, tap: Tap) -> None:
        self.taps.append(tap)


def run(player: InStep, from_s: float, until_s: float) -> None:
    """Even steps, each told when its foot has left."""
    for step in range(round(from_s / PERIOD_S), round(until_s / PERIOD_S)):
        lands_s = step * PERIOD_S
        player.contact("left" if step % 2 else "right", lands_s, lands_s + CONTACT_S)
        for part in range(5):
            player.advance(lands_s + CONTACT_S + 0.07 * part)


def test_it_taps_while_a_beat_is_asked_for_and_only_then() -> None:
    listener = Listener()
    player: InStep = InStep(listener, lambda _: 0.15)
    run(player, 0.0, 10.0)
    assert listener.taps == []
    player.beat(175.0, 10.0, 20.0)
    run(player, 10.0, 14.0)
    player.beat(180.0, 14.0, 19.0)
    run(player, 14.0, 25.0)
    at_s = np.array([tap.at_s for tap in listener.taps])
    assert 10.0 <= at_s[0] < 11.0
    assert 18.6 < at_s[-1] < 19.0
    lands_s = np.array([tap.at_s + 0.15 for tap in listener.taps if tap.tone == "push"])
    assert np.max(np.abs(lands_s / PERIOD_S - np.round(lands_s / PERIOD_S))) * PERIOD_S < 0.005
    assert len(lands_s) == pytest.approx(8.5 / PERIOD_S, abs=2)


def test_told_to_be_silent_it_is_silent_from_then_on() -> None:
    listener = Listener()
    player = InStep(listener, lambda _: 0.0)
    player.beat(175.0, 5.0)
    run(player, 0.0, 8.0)
    player.beat(None, 9.0)
    run(player, 8.0, 15.0)
    assert max(tap.at_s for tap in listener.taps) < 9.0
    player.beat(175.0, 16.0, every=2)
    run(player, 15.0, 20.0)
    late = [tap for tap in listener.taps if tap.at_s >= 16.0]
    assert {tap.side for tap in late} == {-1.0}
    assert len(late) == pytest.approx(2 * 4.2 / (2 * PERIOD_S), abs=2)


def test_hushed_it_taps_no_more() -> None:
    listener = Listener()
    player = InStep(listener, lambda _: 0.0)
    player.beat(175.0, 2.0)
    run(player, 0.0, 8.0)
    told = len(listener.taps)
    player.hush(8.0)
    run(player, 8.0, 12.0)
    assert len(listener.taps) == told > 10


def test_an_impossible_tempo_is_refused_and_everything_else_is_passed_on() -> None:
    player: Player = InStep(Listener(), lambda _: 0.0)
    with pytest.raises(ValueError, match="tempo"):
        player.beat(900.0, 0.0)
    player.say(1, "ease", "easy", 2.0)
    player.tap(Tap("push", 3.0))
    assert (player.reason, player.remedy) == ("nothing plugged in", "plug it in")
    assert player.missed() == [Missed(1, 2.0, "nothing plugged in")]
    assert (player.started(), player.news()) == ([], [])
    player.close()


def test_it_is_heard_in_a_file(tmp_path: Path) -> None:
    player = InStep(WavPlayer(tmp_path / "run.wav", {}, gains=Gains(clicks=1.0)), lambda _: 0.0)
    player.beat(175.0, 5.0, 10.0)
    run(player, 0.0, 12.0)
    player.close()
    x = np.abs(decode((tmp_path / "run.wav").read_bytes()))
    loud = np.flatnonzero(x > 0.05)
    onsets = loud[np.diff(loud, prepend=-RATE_HZ) > 0.05 * RATE_HZ] / RATE_HZ
    phase_s = np.mod(onsets, PERIOD_S)
    near = np.minimum.reduce([phase_s, PERIOD_S - phase_s, np.abs(phase_s - CONTACT_S)])
    assert len(onsets) == pytest.approx(2 * 5.0 / PERIOD_S, abs=3)
    assert np.max(near) < 0.006
