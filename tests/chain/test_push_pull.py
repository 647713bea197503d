"""The push-pull beat through the whole chain: in step where it says so, and in the file of a replay too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from coach.app.afterwards.replay import replay
from coach.app.live.session import Session
from coach.app.sound.pack import gains, open_pack, spoken
from coach.app.sound.sounding import Sounding
from coach.config import parse
from coach.events import Key, Tick
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor
from cues.clip import RATE_HZ
from cues.player import WavPlayer
from cues.wav import decode
from tests.chain.push_pull import FEET, SETTINGS, TICK_S, Beaten, outing, pushes_s

DELAYS_S = (0.0, 0.15, 0.3)
MUTED_S, HEARD_S, ENDS_S = 22.0, 26.0, 32.0
EAGER = (
    SETTINGS.replace("budget_per_10min = 0", "quiet_first_s = 0\ncooldown_s = 5").format(delay_ms=0.0)
    + """\
[stance]
trigger_percent = 0.5
release_percent = 0.0
hold_s = 0.0
"""
)


@pytest.fixture(scope="module")
def outings(tmp_path_factory: pytest.TempPathFactory) -> list[list[Beaten]]:
    """Slow and quick feet, each heard with three delays."""
    folder = tmp_path_factory.mktemp("beats")
    heard = [outing(folder, spm, DELAYS_S, seed) for spm, seed in ((160.0, 0), (172.0, 3), (185.0, 1))]
    for file in folder.iterdir():
        file.unlink()
    return heard


@pytest.mark.parametrize("delay", range(len(DELAYS_S)))
def test_what_claims_to_be_in_step_is_heard_within_25_ms_of_the_footfall(
    outings: list[list[Beaten]], delay: int
) -> None:
    off_s = np.concatenate([heard[delay].off_s for heard in outings])
    assert len(off_s) > 100
    assert np.mean(np.abs(off_s) <= 0.025) >= 0.95
    assert np.mean([heard[delay].locked for heard in outings]) > (0.6 if delay < 2 else 0.3)


def test_it_lets_go_within_two_seconds_of_the_last_running_step(outings: list[list[Beaten]]) -> None:
    for heard in outings:
        for one in heard:
            assert max(one.let_go_s) < 2.0
    assert all(heard[0].found_again for heard in outings)


def test_a_replay_sounds_like_the_run_with_its_beat_and_its_silence(tmp_path: Path) -> None:
    config = parse(EAGER)
    pack = open_pack(config)
    runner = SimulatedRunner(SCENARIOS["unheard"], [SimulatedSensor(placement) for placement in FEET], 1)
    header = Header(tuple(RecordedSensor(placement, "open-pod", "sim") for placement in FEET), config)
    recording, run, again = (tmp_path / name for name in ("run.mcap", "run.wav", "again.wav"))
    with (
        Writer(recording, header) as writer,
        closing(WavPlayer(run, spoken(pack).clips, gains=gains(config))) as player,
    ):
        session = Session(
            pipeline=Pipeline(config, FEET, pack.durations),
            writer=writer,
            sounding=Sounding(config, player),
            heard=runner.hear,
        )
        for tick in range(1, round(ENDS_S / TICK_S) + 1):
            at_s = tick * TICK_S
            presses = [Key(at_s, "mute")] if at_s in {MUTED_S, HEARD_S} else []
            for event in (*runner.advance(at_s), *presses, Tick(at_s)):
                session.take(event)
                session.listen()
        session.finish()
        player.run_to(ENDS_S)
    cued = replay(recording, None, cues=None, steps=None, wav=again)
    assert [decision for decision in cued.decisions if decision.wording], "there are words too"
    assert again.read_bytes() == run.read_bytes()
    heard_s = pushes_s(again)
    assert np.sum((heard_s > 12.0) & (heard_s < MUTED_S)) > 20
    assert not np.any((heard_s > MUTED_S + 0.05) & (heard_s < HEARD_S))
    assert np.sum(heard_s > HEARD_S) > 10
    settings = tmp_path / "late.toml"
    settings.write_text(EAGER.replace("headphone_delay_ms = 0.0", "headphone_delay_ms = 250"), encoding="utf-8")
    late = replay(recording, settings, cues=None, steps=None, wav=again)
    said = next(decision for decision in late.decisions if decision.wording)
    begun_s = next(sound.started_s for sound in late.played if sound.cue_id == said.cue_id)
    clip = spoken(pack).clips[said.cue, said.wording]
    first = round(((begun_s or 0.0) + 0.25) * RATE_HZ)
    part = decode(again.read_bytes())[first : first + len(clip)]
    assert np.dot(part, clip) / np.dot(clip, clip) > 0.9, "the file holds what reaches the ear"
    run.unlink()
    again.unlink()
