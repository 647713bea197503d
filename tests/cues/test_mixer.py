"""The mixer: exact frames, the same samples however the blocks are cut, and nothing that clicks or clips."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cues.clip import RATE_HZ, Clip
from cues.mixer import BREAK_OFF, DUCK_OUT, DUCKED, Gains, Mixer, Stereo
from cues.tones import tone

RNG = np.random.default_rng(7)
SPEECH: Clip = (0.5 * np.tanh(RNG.standard_normal(9_000))).astype(np.float32)
FLAT: Clip = np.full(60_000, 0.5, np.float32)


def render(mixer: Mixer, blocks: list[int]) -> Stereo:
    return np.concatenate([mixer.render(n) for n in blocks])


def test_a_voice_starts_on_its_frame_on_both_sides_at_its_level() -> None:
    mixer = Mixer(Gains(volume=0.5))
    assert mixer.voice(SPEECH, 1234) == 1234
    out = render(mixer, [20_000])
    assert np.array_equal(out[1234 : 1234 + len(SPEECH), 0], SPEECH * np.float32(0.5))
    assert np.array_equal(out[:, 0], out[:, 1])
    assert not out[:1234].any()
    assert not out[1234 + len(SPEECH) :].any()


def test_begun_voices_are_told_once() -> None:
    mixer = Mixer()
    mixer.voice(SPEECH, 150, tag=3)
    told: list[tuple[int, int]] = []
    for _ in range(4):
        mixer.render(100)
        told += mixer.begun
    assert told == [(3, 150)]


def test_a_late_voice_starts_now_and_never_over_another() -> None:
    mixer = Mixer()
    mixer.render(500)
    assert mixer.voice(SPEECH, 100) == 500
    assert mixer.voice(SPEECH, 600) == 500 + len(SPEECH)
    assert mixer.voice(SPEECH[:50], 100_000) == 100_000
    assert mixer.voice(SPEECH, 100_000 - len(SPEECH) + 1) == 100_050


@pytest.mark.parametrize("blocks", [[30_000], [4_999, 1, 1_000, 24_000]])
def test_hushed_a_voice_breaks_off_without_a_snap_and_nothing_told_before_follows(blocks: list[int]) -> None:
    mixer = Mixer(Gains(clicks=1.0))
    mixer.voice(FLAT, 1_000)
    mixer.voice(SPEECH, 70_000)
    mixer.click(FLAT[:500], 8_000, 0.0)
    mixer.hush(5_000)
    out = render(mixer, blocks)[:, 0]
    assert np.array_equal(out[1_000:5_000], FLAT[:4_000])
    assert np.max(np.abs(np.diff(out[1_001:]))) < 0.001
    assert not out[5_000 + BREAK_OFF :].any()
    assert FLAT.min() == 0.5, "the pack's own sound stays whole"
    assert not mixer.render(80_000).any()
    mixer.voice(SPEECH, 0)
    assert mixer.render(9_000).any(), "what comes later sounds again"


def test_a_late_click_is_left_out() -> None:
    mixer = Mixer()
    mixer.render(500)
    mixer.click(tone("strong-click"), 499, -1.0)
    assert not mixer.render(5_000).any()


def test_clicks_can_be_panned_by_foot() -> None:
    mixer = Mixer(Gains(clicks=1.0, pan=1.0))
    mixer.click(FLAT[:10], 0, -1.0)
    mixer.click(FLAT[:10], 10, 1.0)
    out = mixer.render(20)
    assert out[:10].tolist() == [[0.5, 0.0]] * 10
    assert out[10:].tolist() == [[0.0, 0.5]] * 10


def test_clicks_duck_smoothly_under_a_voice_and_come_back() -> None:
    mixer = Mixer(Gains(clicks=1.0))
    mixer.click(FLAT, 0, -1.0)
    mixer.voice(np.zeros(20_000, np.float32), 10_000)
    gain = mixer.render(60_000)[:, 0] / 0.5
    assert gain[9_999] == 1.0
    assert gain[20_000] == pytest.approx(DUCKED)
    assert gain[30_000 + DUCK_OUT] == 1.0
    assert np.max(np.abs(np.diff(gain))) < 0.002


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_safety_clip_never_reaches_full_scale_and_keeps_order(sign: float) -> None:
    mixer = Mixer(Gains(clicks=1.0))
    ramp = (sign * np.linspace(0.0, 4.0, 4_001)).astype(np.float32)
    mixer.click(ramp, 0, -1.0)
    out = sign * mixer.render(4_001)[:, 0]
    assert np.array_equal(out[:900], np.abs(ramp[:900]))
    assert np.all(np.diff(out) > 0.0)
    assert out[-1] < 1.0


def test_following_a_clock_moves_what_sounds_along_and_delays_nothing_for_ever() -> None:
    mixer = Mixer()
    mixer.voice(SPEECH, 0, tag=1)
    mixer.voice(SPEECH[:100], 9_500, tag=2)
    mixer.click(FLAT[:10], 9_400, -1.0)
    mixer.render(1_000)
    mixer.move_to(11_000)
    assert mixer.position == 11_000
    out = mixer.render(20_000)[:, 0]
    assert np.array_equal(out[:8_100], np.concatenate([SPEECH[1_000:], SPEECH[:100]]))
    assert not out[8_100:].any()
    assert mixer.begun == [(2, 19_000)]


@settings(max_examples=60)
@given(
    voices=st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 9_000)), max_size=3),
    clicks=st.lists(st.tuples(st.integers(0, 30_000), st.booleans()), max_size=6),
    cuts=st.lists(st.integers(1, 39_999), max_size=12, unique=True),
)
def test_block_size_changes_no_bit(
    voices: list[tuple[int, int]], clicks: list[tuple[int, bool]], cuts: list[int]
) -> None:
    def filled() -> Mixer:
        mixer = Mixer(Gains(clicks=1.0, pan=0.3))
        for at, n in voices:
            mixer.voice(SPEECH[:n], at)
        for at, strong in sorted(clicks):
            mixer.click(tone("strong-click"), at, -1.0 if strong else 1.0)
        return mixer

    edges = [0, *sorted(cuts), 40_000]
    blocks = [b - a for a, b in itertools.pairwise(edges)]
    assert np.array_equal(render(filled(), blocks), render(filled(), [40_000]))


def test_rate_is_what_the_durations_assume() -> None:
    assert RATE_HZ == 48_000
