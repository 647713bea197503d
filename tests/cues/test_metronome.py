"""Beats by counting: exact, without drift, moving over gently."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cues.metronome import RAMP, RAMP_STEPS, Beat, Metronome

RATE = 48_000


def frames(beats: list[Beat]) -> list[int]:
    return [beat.frame for beat in beats]


def test_ten_minutes_without_drift() -> None:
    m = Metronome(RATE)
    m.tempo(172.0, 1000, 1000 + 600 * RATE)
    got = frames(m.beats(0, 700 * RATE))
    assert got == [round(1000 + k * 60.0 * RATE / 172.0) for k in range(1720)]


def test_every_second_step_clicks_half_as_often_on_the_strong_ones() -> None:
    each, second = Metronome(RATE), Metronome(RATE)
    each.tempo(171.0, 0, 600 * RATE)
    second.tempo(171.0, 0, 600 * RATE, every=2)
    all_beats = each.beats(0, 600 * RATE)
    assert len(all_beats) == 1710
    assert [b.strong for b in all_beats[:4]] == [True, False, True, False]
    assert second.beats(0, 600 * RATE) == [b for b in all_beats if b.strong]


def test_silent_before_the_first_and_after_the_end() -> None:
    m = Metronome(RATE)
    m.tempo(120.0, 48_000, 96_000)
    assert m.ends_at == 96_000
    assert frames(m.beats(0, 200_000)) == [48_000, 72_000]
    assert m.beats(200_000, 300_000) == []
    assert not m.planned


@pytest.mark.parametrize("target", [190.0, 151.0, 170.0])
def test_a_new_tempo_keeps_the_next_beat_and_is_reached_in_small_steps(target: float) -> None:
    m = Metronome(RATE)
    m.tempo(170.0, 0)
    before = frames(m.beats(0, 10 * RATE))
    m.tempo(target, 10 * RATE)
    got = m.beats(10 * RATE, 60 * RATE)
    period = 60.0 * RATE / 170.0
    assert got[0].frame == round(len(before) * period)
    assert got[0].strong == (len(before) % 2 == 0)
    gaps = [b.frame - a.frame for a, b in itertools.pairwise(got)]
    assert gaps[-1] == pytest.approx(60.0 * RATE / target, abs=1.0)
    for a, b in itertools.pairwise([period, *gaps]):
        assert abs(a / b - 1.0) <= RAMP + 2e-4  # rounding to whole frames
    changes = [k for k, (a, b) in enumerate(itertools.pairwise(gaps)) if abs(a - b) > 2]
    assert all(b - a >= RAMP_STEPS for a, b in itertools.pairwise(changes))


def test_a_change_of_mind_before_the_next_beat_is_no_larger_step() -> None:
    m = Metronome(RATE)
    m.tempo(160.0, 0)
    for k in range(4):
        m.beats(100 + k, 101 + k)
        m.tempo(200.0, 200 + k)
    first, second, third = frames(m.beats(300, 60_000))[:3]
    assert first == 60 * RATE // 160
    assert second - first == pytest.approx(60 * RATE / 160 / (1 + RAMP), abs=1)
    assert third - second == pytest.approx(second - first, abs=1)


def test_falling_silent_and_starting_anew() -> None:
    m = Metronome(RATE)
    m.tempo(120.0, 0)
    m.stop(50_000)
    m.tempo(180.0, 70_000)
    assert frames(m.beats(0, 103_000)) == [0, 24_000, 48_000, 70_000, 86_000, 102_000]


def test_a_tempo_planned_ahead_does_not_disturb_what_ticks_now() -> None:
    m = Metronome(RATE)
    m.tempo(120.0, 0, 60_000)
    m.tempo(120.0, 100_000, 130_000)
    assert frames(m.beats(0, 200_000)) == [0, 24_000, 48_000, 100_000, 124_000]


@pytest.mark.parametrize(("spm", "every"), [(0.0, 1), (-170.0, 1), (1000.0, 1), (float("nan"), 1), (170.0, 3)])
def test_what_no_metronome_can_do(spm: float, every: int) -> None:
    with pytest.raises(ValueError, match=r"tempo|every"):
        Metronome(RATE).tempo(spm, 0, every=every)


@given(
    changes=st.lists(
        st.tuples(st.floats(100.0, 220.0), st.integers(1, 400_000), st.sampled_from([1, 2])), min_size=1, max_size=4
    ),
    block=st.integers(500, 30_000),
)
def test_blocks_of_any_size_give_the_same_beats_and_the_count_goes_on(
    changes: list[tuple[float, int, int]], block: int
) -> None:
    def plan() -> tuple[Metronome, int]:
        m, at = Metronome(RATE), 0
        for spm, wait, every in changes:
            m.tempo(spm, at, every=every)
            at += wait
        return m, at

    m, stop = plan()
    whole = m.beats(0, stop)
    m, _ = plan()
    cut = [beat for start in range(0, stop, block) for beat in m.beats(start, min(start + block, stop))]
    assert cut == whole
    gaps = [b.frame - a.frame for a, b in itertools.pairwise(whole)]
    shortest, longest = 60.0 * RATE / 220.0 - 2, 2 * 60.0 * RATE / 100.0 + 2
    assert all(shortest <= gap <= longest for gap in gaps)
