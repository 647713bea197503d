"""What the WAV player writes is what was asked for, on the very sample."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import correlate

from cues.clip import RATE_HZ, Clip
from cues.library import load_sounds
from cues.mixer import Gains
from cues.pack import load_pack
from cues.player import NullPlayer, Started, WavPlayer
from cues.player.messages import Say, Tempo

CLIPS = load_sounds(load_pack("push-pull")).clips


def read(path: Path) -> NDArray[np.float64]:
    rate_hz, x = wavfile.read(path)
    assert (rate_hz, x.dtype) == (RATE_HZ, np.int16)
    return x.astype(np.float64) / 32_767.0


def found(x: NDArray[np.float64], clip: Clip, near: int) -> tuple[int, float]:
    """Where a matched filter sees the clip within a second of `near`, and at what gain."""
    h = clip.astype(np.float64)
    first = max(near - RATE_HZ, 0)
    score = np.asarray(correlate(x[first : near + RATE_HZ + len(h)], h, "valid")) / np.dot(h, h)
    best = int(np.argmax(score))
    return first + best, float(score[best])


def test_each_cue_is_found_on_its_sample_at_its_level(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS, origin_s=100.0)
    wanted = {slot: 101.2345 + 3.7001 * k for k, slot in enumerate(sorted(CLIPS))}
    for cue_id, ((key, wording), at_s) in enumerate(wanted.items()):
        player.say(cue_id, key, wording, at_s)
    started = player.started()
    player.close()
    x = read(tmp_path / "run.wav")
    assert [s.cue_id for s in started] == list(range(len(wanted)))
    for (slot, at_s), begun in zip(wanted.items(), started, strict=True):
        frame, gain = found(x, CLIPS[slot], round((at_s - 100.0) * RATE_HZ))
        assert frame == round((at_s - 100.0) * RATE_HZ), slot
        assert gain == pytest.approx(1.0, abs=1e-3), slot
        assert begun.started_s == pytest.approx(at_s, abs=0.5 / RATE_HZ)
        assert begun.requested_s == at_s


def onsets(x: NDArray[np.float64]) -> NDArray[np.int64]:
    loud = np.flatnonzero(np.abs(x) > 0.004)
    return loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ // 10]


def test_metronome_intervals_are_exact_to_a_sample_for_ten_minutes(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS, gains=Gains(pan=1.0))
    player.beat(171.3, at_s=1.0, until_s=601.0)
    player.close()
    x = read(tmp_path / "run.wav")
    assert len(x) == 601 * RATE_HZ
    strong, weak = onsets(x[:, 0]), onsets(x[:, 1])
    step = 60.0 * RATE_HZ / 171.3
    assert len(strong) + len(weak) == 1713
    for side, first in ((strong, 0), (weak, 1)):
        expected = RATE_HZ + np.round((2 * np.arange(len(side)) + first) * step).astype(int)
        lead = side[0] - expected[0]
        assert 0 <= lead < 48
        assert np.max(np.abs(side - lead - expected)) <= 1


def test_two_voices_never_sound_at_once(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    player.say(1, "ease", "easy", 1.0)
    player.say(2, "push-pull", "glue", 1.5)
    first, second = player.started()
    player.close()
    assert second.started_s >= first.started_s + len(CLIPS["ease", "easy"]) / RATE_HZ
    frame, gain = found(read(tmp_path / "run.wav"), CLIPS["push-pull", "glue"], round(second.started_s * RATE_HZ))
    assert frame == round(second.started_s * RATE_HZ)
    assert gain == pytest.approx(1.0, abs=1e-3)


def test_hushed_it_is_silent_at_once_until_something_new_comes(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    player.beat(180.0, at_s=0.0)
    player.say(1, "ease", "easy", 1.0)
    player.hush(1.5)
    player.say(2, "push-pull", "glue", 4.0)
    player.run_to(6.0)
    player.close()
    x = read(tmp_path / "run.wav")
    assert np.abs(x[: round(1.5 * RATE_HZ)]).max() > 0.1
    assert not x[round(1.52 * RATE_HZ) : 4 * RATE_HZ].any()
    assert found(x, CLIPS["push-pull", "glue"], 4 * RATE_HZ) == (4 * RATE_HZ, pytest.approx(1.0, abs=1e-3))


def play_a_run(path: Path, *, often: bool) -> bytes:
    player = WavPlayer(path, CLIPS)
    for k in range(12):
        player.beat(150.0 + 3 * k, at_s=10.0 * k, until_s=10.0 * k + 8.0, every=1 + k % 2)
        player.say(k, "push-pull", "push-pull", 10.0 * k + 1.23)
        if often:
            player.run_to(10.0 * k + 0.17)
    player.run_to(125.0)
    player.close()
    return path.read_bytes()


def test_writing_in_pieces_or_at_once_gives_the_same_bytes(tmp_path: Path) -> None:
    a = play_a_run(tmp_path / "a.wav", often=False)
    b = play_a_run(tmp_path / "b.wav", often=True)
    assert a == b
    assert len(a) == 44 + 2 * 125 * RATE_HZ


def test_the_file_grows_while_the_run_goes_on(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    for k in range(100):
        player.say(k, "ease", "easy", 5.0 * k)
    assert (tmp_path / "run.wav").stat().st_size > 2 * 400 * RATE_HZ
    player.close()


def test_messages_may_come_a_little_out_of_order(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    player.say(1, "ease", "easy", 20.0)
    player.say(2, "learned", "learned", 15.0)
    player.close()
    assert [s.started_s for s in player.started()] == [20.0, 15.0]
    assert found(read(tmp_path / "run.wav"), CLIPS["learned", "learned"], 15 * RATE_HZ)[0] == 15 * RATE_HZ


def test_a_cue_without_a_sound_is_passed_over(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    player.say(1, "sing", "aria", 1.0)
    player.say(2, "ease", "easy", None)
    player.close()
    assert player.started() == [Started(2, 1.0, 1.0)]


def test_an_endless_metronome_ends_with_the_run(tmp_path: Path) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    player.beat(180.0, at_s=0.0)
    player.run_to(4.0)
    player.close()
    got = onsets(read(tmp_path / "run.wav"))
    assert len(got) == 12
    assert [b - a for a, b in itertools.pairwise(got[::2])] == [32_000] * 5  # strong to strong: two steps


@pytest.mark.parametrize(("spm", "every"), [(0.0, 1), (900.0, 1), (170.0, 3)])
def test_an_impossible_tempo_is_refused_where_it_is_asked_for(tmp_path: Path, spm: float, every: int) -> None:
    player = WavPlayer(tmp_path / "run.wav", CLIPS)
    with pytest.raises(ValueError, match=r"tempo|every"):
        player.beat(spm, 0.0, every=every)
    player.close()


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        WavPlayer(tmp_path / "nowhere" / "run.wav", CLIPS)


def test_the_null_player_takes_everything_and_plays_nothing() -> None:
    player = NullPlayer("no output", "buy one")
    player.say(1, "ease", "easy", None)
    player.beat(170.0, 0.0, 10.0)
    player.close()
    assert player.started() == []
    assert (player.reason, player.remedy) == ("no output", "buy one")


def test_messages_can_cross_to_another_process() -> None:
    import pickle

    for message in (Say(1, "ease", "easy", None, 3.0), Tempo(170.0, 1.0, 2.0), Started(1, 2.0, 3.0)):
        assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301 - our own bytes
