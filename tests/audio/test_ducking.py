"""Other programs' music is softer while a cue speaks, where that is wished, and comes back whatever becomes of us."""

from __future__ import annotations

import math
import signal
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cues.clip import RATE_HZ
from cues.player import Clips, open_player
from cues.player.ducking import MODULE
from tests.audio.conftest import MEASURED
from tests.audio.recorder import Recorder, Recording
from tests.audio.server import Server, pactl

pytestmark = pytest.mark.audio
CUE_S = 1.5
CLIPS: Clips = {("hush", "h"): np.zeros(round(CUE_S * RATE_HZ), np.float32)}
"""A cue without a sound, so that only the music is heard."""
PLAYS = """
import sys, time, numpy as np
from cues.player import open_player
player = open_player({("hush", "h"): np.zeros(72_000, np.float32)}, now=time.perf_counter, duck_others=True)
player.say(1, "hush", "h", None)
print("said", flush=True)
time.sleep(60)
"""


@pytest.fixture
def music(server: Server, tmp_path: Path) -> Iterator[None]:
    """Somebody's music: a steady tone."""
    tone = array("h", [int(8_000 * math.sin(0.06 * n)) for n in range(30 * RATE_HZ)])
    (tmp_path / "tone").write_bytes(tone.tobytes())
    command = ["pacat", "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--property=media.role=music"]
    with (tmp_path / "tone").open("rb") as samples, subprocess.Popen(command, stdin=samples) as playing:
        time.sleep(0.5)
        yield
        playing.kill()


def levels_db(recording: Recording) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Loudness of each tenth of a second against the first half second."""
    x = recording.sound[:, 0].astype(np.float64)
    rows = x[: len(x) // 4_800 * 4_800].reshape(-1, 4_800)
    rms = np.sqrt(np.mean(np.square(rows), axis=1))
    return 20.0 * np.log10(rms / np.median(rms[:5]))


@pytest.mark.usefixtures("music")
def test_music_is_softer_while_a_cue_speaks_and_only_then() -> None:
    with Recorder() as recorder:
        time.sleep(0.6)
        player = open_player(CLIPS, now=time.perf_counter, duck_others=True)
        player.say(1, "hush", "h", None)
        assert 'media.role = "a11y"' in pactl("list", "sink-inputs"), "our own stream is not music"
        time.sleep(CUE_S + 1.5)
        player.close()
        time.sleep(0.4)
        soft = levels_db(recorder.stop())
    assert np.sum(soft < -9.0) == pytest.approx(10.0 * CUE_S, abs=4)
    assert np.max(np.abs(soft[-5:])) < 0.5
    assert MODULE not in pactl("list", "short", "modules"), "the server is given back as it was"
    MEASURED.append(f"music {np.min(soft):.1f} dB under a cue, {np.median(soft[-5:]):+.1f} dB after it")


@pytest.mark.usefixtures("music")
def test_music_comes_back_when_we_die_in_the_middle_of_a_cue() -> None:
    with Recorder() as recorder:
        time.sleep(0.6)
        run = subprocess.Popen([sys.executable, "-c", PLAYS], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.6)
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        time.sleep(CUE_S + 0.8)
        soft = levels_db(recorder.stop())
    for line in pactl("list", "short", "modules").splitlines():
        if MODULE in line:
            pactl("unload-module", line.split()[0])
    assert np.min(soft) < -9.0
    assert np.max(np.abs(soft[-5:])) < 0.5


def test_without_it_nothing_is_asked_of_the_server() -> None:
    player = open_player(CLIPS, now=time.perf_counter)
    assert MODULE not in pactl("list", "short", "modules")
    player.close()
