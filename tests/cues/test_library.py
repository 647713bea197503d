"""The order of second bests: every wording always has a sound."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cues.clip import RATE_HZ, TARGET_LUFS, Clip, loudness_lufs
from cues.library import Sounds, load_sounds
from cues.pack import load_pack
from cues.speech import Engine, Speech
from cues.tones import tone
from cues.wav import encode

SPEAKS = """
import sys, wave
w = wave.open(sys.argv[1], 'wb'); w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000)
w.writeframes(bytes(range(1, 251)) * {n}); w.close()
"""


def speech(cache: Path, script: str) -> Speech:
    return Speech(cache, Engine("fake", "1", (sys.executable, "-c", script, "{out}")))


def hum(seconds: float, peak: float = 0.01) -> Clip:
    t_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (peak * np.sin(2.0 * np.pi * 300.0 * t_s)).astype(np.float32)


def sounds(folder: Path, wordings: str, speech: Speech | None = None, head: str = "") -> Sounds:
    toml = f'name = "mine"\nextends = "push-pull"\n{head}\n[cues.ease]\nearcon = "ease"\nwordings = [{wordings}]\n'
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    return load_sounds(load_pack(str(folder)), speech)


def test_the_bundled_pack_needs_no_speech_engine() -> None:
    pack = load_pack("push-pull")
    got = load_sounds(pack)
    assert got.notes == ()
    assert set(got.clips) == {(key, w) for key, wordings in pack.durations.items() for w, _ in wordings}
    for (key, wording), clip in got.clips.items():
        assert len(clip) <= round(dict(pack.durations[key])[wording] * RATE_HZ)


def test_a_text_is_spoken(tmp_path: Path) -> None:
    got = sounds(tmp_path, '{id = "t", text = "Soft feet."}', speech(tmp_path / "cache", SPEAKS.format(n=40)))
    assert got.notes == ()
    assert len(got.clips["ease", "t"]) == pytest.approx(40 * 125 / 8_000 * RATE_HZ, rel=0.02)


def test_without_an_engine_a_text_falls_back_to_a_recording_of_the_same_cue(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(encode(hum(0.5)))
    got = sounds(tmp_path, '{id = "t", text = "Soft feet."}, {id = "r", wav = "a.wav"}')
    assert np.array_equal(got.clips["ease", "t"], got.clips["ease", "r"])
    assert got.notes == ("ease (t) sounds by its second best: there is no speech engine.",)


def test_and_without_that_to_the_earcon(tmp_path: Path) -> None:
    broken = speech(tmp_path / "cache", "raise SystemExit('no voice')")
    got = sounds(tmp_path, '{id = "t", text = "Soft feet."}', broken)
    assert np.array_equal(got.clips["ease", "t"], tone("ease"))
    assert "fake failed (no voice)" in got.notes[0]


def test_a_voice_that_takes_longer_than_the_scheduler_reserves_is_not_used(tmp_path: Path) -> None:
    got = sounds(tmp_path, '{id = "t", text = "Soft."}', speech(tmp_path / "cache", SPEAKS.format(n=400)))
    assert np.array_equal(got.clips["ease", "t"], tone("ease"))
    assert "takes too long" in got.notes[0]


def test_a_system_voice_comes_before_the_recording_and_the_recording_stands_in(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(encode(hum(0.5)))
    wording, head = '{id = "t", text = "Soft feet.", wav = "a.wav"}', 'voice = "system"'
    spoken = sounds(tmp_path, wording, speech(tmp_path / "cache", SPEAKS.format(n=40)), head)
    silent = sounds(tmp_path, wording, None, head)
    assert len(spoken.clips["ease", "t"]) > 0.6 * RATE_HZ
    assert len(silent.clips["ease", "t"]) <= 0.5 * RATE_HZ
    assert "no speech engine" in silent.notes[0]


def test_own_recordings_are_levelled(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(encode(hum(0.8)))
    clip = sounds(tmp_path, '{id = "r", wav = "a.wav"}').clips["ease", "r"]
    assert loudness_lufs(clip.astype(np.float64)) == pytest.approx(TARGET_LUFS, abs=0.3)


def test_an_engine_that_hangs_is_waited_for_once_and_what_it_once_said_is_kept(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    script = f"import time; open({str(asked)!r}, 'a').write('x'); time.sleep(60)"
    speech(tmp_path / "cache", SPEAKS.format(n=40)).speak("Phrase 8.")
    wordings = ", ".join(f'{{id = "w{number}", text = "Phrase {number}."}}' for number in range(9))
    got = sounds(tmp_path, wordings, replace(speech(tmp_path / "cache", script), timeout_s=1.0))
    assert not asked.exists() or asked.read_text(encoding="utf-8") == "x"
    assert got.origins["ease", "w8"] == "cached"
    assert "did not answer" in got.notes[0]
    assert all("not asked any more" in note for note in got.notes[1:])
    assert len(got.notes) == 8
