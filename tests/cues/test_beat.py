"""The push-pull beat on made-up feet: in step within 25 ms, never twice, and silent when nobody runs."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pytest

from cues.beat import LEAD_S, PushPull, Side, Tap

PACKET_S = 8 / 104
RADIO_S = 0.03
CONTACT_S = 0.24


@dataclass(frozen=True)
class Foot:
    side: Side
    lands_s: float
    leaves_s: float


def feet(
    spm: float, lasts_s: float = 90.0, *, step_sd_s: float = 0.0, drift: float = 0.0, limp_s: float = 0.0, seed: int = 1
) -> list[Foot]:
    """Steps whose tempo sways by `drift` twice a minute, each step off by chance; the left foot limps."""
    rng = np.random.default_rng(seed)
    found: list[Foot] = []
    lands_s = 1.0
    for number in itertools.count():
        if lands_s > lasts_s:
            return found
        off_s = limp_s if number % 2 else 0.0
        seen_s = lands_s + off_s
        found.append(Foot("left" if number % 2 else "right", seen_s, seen_s + CONTACT_S + rng.normal(0.0, 0.003)))
        sway = 1.0 + drift * math.sin(2.0 * math.pi * lands_s / 30.0)
        lands_s += 60.0 / (spm * sway) + rng.normal(0.0, step_sd_s)
    return found


def arrival_s(foot: Foot) -> float:
    """When a contact is known: its toe-off is in a packet, and the packet has come."""
    return math.ceil(foot.leaves_s / PACKET_S) * PACKET_S + RADIO_S


@dataclass(frozen=True)
class Run:
    """What came of it: taps with the time they were told at, and the state as time went on."""

    taps: list[tuple[float, Tap, str]]
    states: list[tuple[float, str]]

    def locked(self, tone: str = "push") -> list[Tap]:
        return [tap for _, tap, state in self.taps if state == "locked" and tap.tone == tone]

    def unlocked_after(self, at_s: float) -> float:
        return next(now_s for now_s, state in self.states if now_s > at_s and state != "locked") - at_s


def run(known: list[Foot], delay_s: float = 0.0, until_s: float | None = None) -> Run:
    beat = PushPull(delay_s)
    queue = sorted(known, key=arrival_s)
    taps: list[tuple[float, Tap, str]] = []
    states: list[tuple[float, str]] = []
    end_s = arrival_s(queue[-1]) if until_s is None else until_s
    for now_s in np.arange(1.0, end_s, PACKET_S / 2.0).tolist():
        while queue and arrival_s(queue[0]) <= now_s:
            foot = queue.pop(0)
            beat.contact(foot.side, foot.lands_s, foot.leaves_s)
        taps += [(now_s, tap, beat.state) for tap in beat.taps(now_s)]
        states.append((now_s, beat.state))
    return Run(taps, states)


def errors_s(taps: list[Tap], truth: list[Foot], delay_s: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Heard minus the nearest true landing."""
    lands_s = np.array([foot.lands_s for foot in truth])
    heard_s = np.array([tap.at_s + delay_s for tap in taps])
    heard_s = heard_s[heard_s < lands_s[-1]]
    return heard_s - lands_s[np.argmin(np.abs(lands_s[:, None] - heard_s), axis=0)]


@pytest.mark.parametrize("delay_s", [0.0, 0.15, 0.3])
@pytest.mark.parametrize("spm", [160.0, 172.0, 185.0])
def test_locked_beats_fall_on_the_footfall(spm: float, delay_s: float) -> None:
    truth = feet(spm, step_sd_s=0.004, drift=0.03, limp_s=0.006)
    got = run(truth, delay_s)
    off_s = errors_s(got.locked(), truth, delay_s)
    assert len(off_s) > 0.5 * len(truth)
    assert np.mean(np.abs(off_s) <= 0.025) >= 0.95
    assert abs(np.mean(off_s)) < 0.004


def test_even_steps_are_met_to_a_few_milliseconds_each_once_and_on_its_side() -> None:
    truth = feet(170.0, 30.0)
    got = run(truth, 0.2)
    pushes, pulls = got.locked("push"), got.locked("pull")
    assert np.max(np.abs(errors_s(pushes, truth, 0.2)[5:])) < 0.005
    assert [b.at_s - a.at_s for a, b in itertools.pairwise(pushes[5:])] == pytest.approx(
        [60 / 170] * (len(pushes) - 6), abs=0.008
    )
    assert [b.side for b in pushes[1:]] == [-a.side for a in pushes[:-1]]
    by_time = {round(foot.lands_s, 2): -1.0 if foot.side == "left" else 1.0 for foot in truth}
    for tap in pushes[5:]:
        assert by_time.get(round(tap.at_s + 0.2, 2), tap.side) == tap.side
    for push, pull in zip(pushes[5:], pulls[5:], strict=True):
        assert pull.at_s - push.at_s == pytest.approx(CONTACT_S, abs=0.004)
        assert pull.side == push.side


def test_taps_are_told_in_time_for_the_player() -> None:
    truth = feet(180.0, 60.0, step_sd_s=0.004)
    for delay_s in (0.0, 0.3):
        early_s = np.array([tap.at_s - now_s for now_s, tap, _ in run(truth, delay_s).taps])
        assert np.max(early_s) <= LEAD_S + CONTACT_S + 0.02
        assert np.mean(early_s > 0.1) > 0.97


def test_a_limp_is_learned() -> None:
    truth = feet(170.0, limp_s=0.04)
    off_s = errors_s(run(truth).locked()[-60:], truth, 0.0)
    assert np.max(np.abs(off_s)) < 0.006


def test_one_sensor_is_enough_and_the_other_foot_is_halfway() -> None:
    truth = feet(168.0, step_sd_s=0.002)
    got = run([foot for foot in truth if foot.side == "right"])
    off_s = errors_s(got.locked(), truth, 0.0)
    assert len(off_s) > 0.6 * len(truth)
    assert np.mean(np.abs(off_s) <= 0.025) >= 0.95


def test_without_sides_there_is_no_side() -> None:
    truth = [Foot("unknown", foot.lands_s, foot.leaves_s) for foot in feet(170.0, 20.0)]
    pushes = run(truth).locked()
    assert len(pushes) > 25
    assert {tap.side for tap in pushes} == {0.0}


def test_no_beat_before_there_is_a_rhythm() -> None:
    assert run(feet(170.0, 3.0)).taps == []
    assert PushPull().taps(10.0) == []


def test_a_stop_ends_it_within_two_seconds() -> None:
    truth = feet(170.0, 30.0)
    got = run(truth, 0.3, until_s=40.0)
    assert got.unlocked_after(truth[-1].leaves_s) < 2.0
    assert max(tap.at_s for _, tap, _ in got.taps) < truth[-1].leaves_s + 2.0
    assert got.states[-1][1] == "silent"


def test_a_walk_ends_it_within_two_seconds() -> None:
    running = feet(170.0, 30.0)
    walks_s = running[-1].lands_s
    walking = [Foot("left" if k % 2 else "right", walks_s + 0.55 * k, walks_s + 0.55 * k + 0.68) for k in range(1, 30)]
    got = run(running + walking)
    assert got.unlocked_after(walks_s) < 2.0
    assert all(state != "locked" for now_s, state in got.states if now_s > walks_s + 2.0)
    assert max(tap.at_s for _, tap, _ in got.taps) < walks_s + 3.0


def test_feet_that_keep_no_time_are_not_claimed_to_be_met() -> None:
    got = run(feet(170.0, step_sd_s=0.03))
    locked = np.mean([state == "locked" for _, state in got.states])
    assert locked < 0.05
    free = [tap.at_s for _, tap, state in got.taps if state == "free" and tap.tone == "push"]
    gaps_s = np.diff(free)
    assert np.mean(np.abs(gaps_s - 60 / 170) < 0.05) > 0.8


def test_one_odd_contact_does_not_unlock_and_old_news_changes_nothing() -> None:
    truth = feet(170.0, 40.0)
    odd = truth[60]
    disturbed = [*truth[:60], Foot(odd.side, odd.lands_s + 0.1, odd.leaves_s + 0.1), *truth[61:]]
    disturbed.append(Foot(truth[70].side, truth[70].lands_s, arrival_s(truth[75])))
    got = run(disturbed)
    first = next(now_s for now_s, state in got.states if state == "locked")
    assert all(state == "locked" for now_s, state in got.states if now_s > first)
    assert np.max(np.abs(errors_s(got.locked(), truth, 0.0)[5:])) < 0.01


def test_shifting_all_times_shifts_the_beats() -> None:
    truth = feet(170.0, 30.0, step_sd_s=0.005)
    shift_s = 4096.0 * PACKET_S
    moved = [Foot(foot.side, foot.lands_s + shift_s, foot.leaves_s + shift_s) for foot in truth]
    here, there = PushPull(), PushPull()
    for a, b in zip(truth, moved, strict=True):
        here.contact(a.side, a.lands_s, a.leaves_s)
        there.contact(b.side, b.lands_s, b.leaves_s)
        at_home, away = here.taps(a.leaves_s), there.taps(b.leaves_s)
        assert [tap.at_s + shift_s for tap in at_home] == pytest.approx([tap.at_s for tap in away], abs=1e-6)


def test_what_is_only_foreseen_counts_soon_after_what_is_sure_and_never_by_itself() -> None:
    alone, early, late = PushPull(), PushPull(), PushPull()
    for step in range(40):
        side: Side = "left" if step % 2 else "right"
        lands_s = 0.35 * step
        alone.contact(side, lands_s, lands_s + CONTACT_S, sure=False)
        early.contact(side, lands_s, lands_s + CONTACT_S, sure=False)
        for beat in (early, late):
            beat.contact(side, lands_s, lands_s + CONTACT_S)
        for part in range(4):
            for beat in (alone, early, late):
                beat.taps(lands_s + 0.3 + 0.08 * part)
    assert [beat.state for beat in (alone, early, late)] == ["silent", "locked", "locked"]
    last_s = 0.35 * 39 + 0.35
    early.contact("right", last_s, last_s + CONTACT_S, sure=False)
    assert any(tap.at_s > last_s + 0.69 for tap in early.taps(last_s + 0.6))
    early.doubt()
    early.contact("left", last_s + 0.35, last_s + 0.35 + CONTACT_S, sure=False)
    assert early.taps(last_s + 1.7) == []
    assert early.state == "silent"
