"""Speech engines hang, die and write nothing: the answer is a reason, never an exception, and no half file stays."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from cues.clip import TARGET_LUFS, loudness_lufs
from cues.speech import Engine, Speech, system_engine
from cues.wav import decode

TONE = (
    "import sys, wave, math, array;"
    "text = sys.stdin.read();"
    "x = array.array('h', [int(3000 * math.sin(0.1 * n)) for n in range(400 * len(text))]);"
    "w = wave.open(sys.argv[1], 'wb'); w.setnchannels(1); w.setsampwidth(2); w.setframerate(16000);"
    "w.writeframes(x.tobytes()); w.close()"
)


def speech(cache: Path, script: str, timeout_s: float = 20.0, voice: str = "") -> Speech:
    """A fake engine: a line of Python that finds the file to write in sys.argv[1]."""
    return Speech(cache, Engine("fake", "1", (sys.executable, "-c", script, "{out}", "{rate}")), voice, 165, timeout_s)


def test_a_phrase_is_spoken_once_levelled_and_then_cached(tmp_path: Path) -> None:
    cache = tmp_path / "not" / "there yet"
    first = speech(cache, TONE).speak("Push through the ball.")
    again = speech(cache, "raise SystemExit('must not be asked')").speak("Push through the ball.")
    assert (first.how, first.reason, again.how) == ("rendered", "", "cached")
    assert first.clip is not None
    assert again.clip is not None
    assert np.array_equal(first.clip, again.clip)
    assert loudness_lufs(first.clip.astype(np.float64)) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("other", [{"voice": "b"}, {"text": "Push."}])
def test_another_voice_or_text_is_another_recording(tmp_path: Path, other: dict[str, str]) -> None:
    speech(tmp_path, TONE).speak("Push through.")
    spoken = speech(tmp_path, TONE, voice=other.get("voice", "")).speak(other.get("text", "Push through."))
    assert spoken.how == "rendered"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import time; time.sleep(60)", "did not answer within 0.5 s"),
        ("pass", "wrote nothing"),
        ("import sys; open(sys.argv[1], 'wb').close()", "wrote nothing"),
        ("import sys; open(sys.argv[1], 'wb').write(b'RIFF' + bytes(40))", "wrote nothing"),
        ("import sys; open(sys.argv[1], 'wb').write(b'FORM' + bytes(4000))", "AIFF"),
        (TONE.replace("3000 *", "0 *"), "wrote silence"),
        ("raise RuntimeError('no voices here')", "RuntimeError: no voices here"),
        ("import os; os.abort()", "exit code -6"),
    ],
)
def test_a_bad_engine_is_a_reason(tmp_path: Path, script: str, reason: str) -> None:
    timeout_s = 0.5 if "sleep" in script else 20.0
    spoken = speech(tmp_path, script, timeout_s).speak("Push through the ball.")
    assert (spoken.clip, spoken.how) == (None, "failed")
    assert reason in spoken.reason
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_is_not_installed(tmp_path: Path) -> None:
    spoken = Speech(tmp_path, Engine("nobody", "0", ("/nowhere/nobody",))).speak("Push.")
    assert spoken.reason == "nobody cannot be started (No such file or directory)"


def test_a_cache_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    spoken = speech(tmp_path / "file" / "cache", TONE).speak("Push.")
    assert "speech cache cannot be written" in spoken.reason


def test_a_damaged_cache_is_spoken_again(tmp_path: Path) -> None:
    speech(tmp_path, TONE).speak("Push through.")
    (cached,) = tmp_path.iterdir()
    cached.write_bytes(b"RIFF")
    assert speech(tmp_path, TONE).speak("Push through.").how == "rendered"
    assert len(decode(cached.read_bytes())) > 0


def test_the_system_engine_answers_and_stays_out_of_this_process(tmp_path: Path) -> None:
    """Whether or not this machine can speak: a clip or a reason, and no pyttsx3 in here."""
    spoken = Speech(tmp_path, system_engine()).speak("Push, pull.")
    assert (spoken.clip is None) == (spoken.how == "failed") == bool(spoken.reason)
    assert "pyttsx3" not in sys.modules
