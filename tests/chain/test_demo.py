"""What the demo leaves behind is true: steps against the simulated runner's own, sound against the table of cues."""

from __future__ import annotations

import filecmp
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate

from coach.app.flat_out.demo import FILES, SETTINGS
from coach.coaching.words import PUSH
from coach.config import parse
from coach.events import Floats
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor
from cues.library import load_sounds
from cues.pack import load_pack
from cues.tones import tone
from tests.chain.conftest import Coach

Rows = Callable[[Path], list[Mapping[str, str]]]


@pytest.fixture(scope="module")
def sound(demo: Path) -> tuple[int, Floats]:
    with wave.open(str(demo / "run.wav")) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        mono = data.reshape(-1, file.getnchannels())[:, 0]
        return file.getframerate(), np.asarray(mono / 32768.0, dtype=np.float64)


def test_it_leaves_the_five_files(demo: Path) -> None:
    assert {path.name for path in demo.iterdir()} == set(FILES)
    assert all((demo / name).stat().st_size > 100 for name in FILES)
    assert "<script src" not in (demo / "report.html").read_text(encoding="utf-8")


def test_the_story_of_the_demo(demo: Path, rows: Rows) -> None:
    cues = rows(demo / "cues.csv")
    spoken = [row["cue"] for row in cues if row["outcome"] == "played" and row["cue"] != "metronome"]
    assert spoken[:3] == ["learned", "push-through-the-ball", "push-pull"]
    assert "ease" in spoken
    assert any(row["cue"] == "metronome" for row in cues)
    steps = rows(demo / "steps.csv")
    assert {row["activity"] for row in steps} >= {"run", "walk"}
    assert not [row for row in steps if row["valid"] == "true" and row["activity"] != "run"]


def test_steps_are_the_runners_own(demo: Path, rows: Rows) -> None:
    """Truth of the same seed without cues holds until the first cue that is answered."""
    until_s = min(float(row["decided_s"]) for row in rows(demo / "cues.csv") if row["cue"] in PUSH)
    sensors = [SimulatedSensor(sensor.placement) for sensor in parse(SETTINGS).sensors]
    runner = SimulatedRunner(SCENARIOS["demo"], sensors, 1)
    runner.advance(until_s)
    truth = {(step.foot, step.initial_contact_s): step for step in runner.truth}
    valid = [row for row in rows(demo / "steps.csv") if row["valid"] == "true" and float(row["declared_s"]) < until_s]
    errors_ms = list[float]()
    for row in valid:
        begins_s = float(row["initial_contact_s"])
        foot, at_s = min(truth, key=lambda key: (key[0] != row["foot"], abs(key[1] - begins_s)))
        assert (foot, abs(at_s - begins_s) < 0.06) == (row["foot"], True)
        errors_ms.append(float(row["contact_ms"]) - 1e3 * truth[foot, at_s].contact_s)
    assert len(valid) > 400
    # the model is trained on real motion; the simulated legs are strangers to it, so the level is held loosely
    assert abs(float(np.median(errors_ms))) < 15
    assert float(np.std(errors_ms)) < 8


def test_each_cue_sounds_when_the_table_says(demo: Path, rows: Rows, sound: tuple[int, Floats]) -> None:
    rate_hz, heard = sound
    clips = load_sounds(load_pack("push-pull")).clips
    played = [row for row in rows(demo / "cues.csv") if row["outcome"] == "played" and row["wording"]]
    assert len(played) >= 4
    for row in played:
        clip = np.asarray(clips[row["cue"], row["wording"]], dtype=np.float64)
        expected = round(float(row["started_s"]) * rate_hz)
        start = max(expected - rate_hz // 2, 0)
        part = heard[start : expected + len(clip) + rate_hz // 2]
        match = correlate(part, clip, mode="valid") / np.dot(clip, clip)
        found = int(np.argmax(match))
        assert abs(start + found - expected) <= 1
        assert match[found] == pytest.approx(1.0, abs=0.05)


def test_a_replay_sounds_the_same_to_the_byte(coach: Coach, demo: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.wav"
    done = coach("replay", demo / "run.mcap", "--wav", again)
    assert done.code == 0, done.err
    assert filecmp.cmp(again, demo / "run.wav", shallow=False)
    again.unlink()


def test_metronome_intervals_are_exact_to_a_sample(demo: Path, rows: Rows, sound: tuple[int, Floats]) -> None:
    rate_hz, heard = sound
    click = np.asarray(tone("strong-click"), dtype=np.float64)
    stretches = [row for row in rows(demo / "cues.csv") if row["cue"] == "metronome"]
    assert stretches
    strong_intervals = 0
    for row in stretches:
        start, spm = round(float(row["requested_s"]) * rate_hz), float(row["spm"])
        part = heard[start + 2 * rate_hz : start + 30 * rate_hz]  # after the words, which duck the clicks
        match = correlate(part, click, mode="valid") / np.dot(click, click)
        twice = 2 * 60.0 / spm * rate_hz
        beats = [int(np.argmax(match[: round(twice)]))]
        while (near := round(beats[-1] + twice)) + 50 < len(match) and match[near - 50 : near + 50].max() > 0.4:
            beats.append(near - 50 + int(np.argmax(match[near - 50 : near + 50])))
        intervals = np.diff(beats)
        strong_intervals += len(intervals)
        assert np.abs(intervals - twice).max() <= 1.0
    assert strong_intervals >= 10
