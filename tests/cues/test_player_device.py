"""The device player against a fake PortAudio, and what happens where there is none."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from cues.clip import RATE_HZ
from cues.mixer import Stereo
from cues.player import NullPlayer, Started, open_player, outputs
from cues.player import device as device_module
from cues.player.device import SoundDevicePlayer

CLIPS = {("ease", "easy"): np.full(4_800, 0.5, np.float32), ("learned", "l"): np.full(960, 0.25, np.float32)}
BLOCK = 480


class PortAudioError(Exception):
    pass


@dataclass
class Machine:
    """A sound device that pulls blocks when told to, and the session's clock."""

    names: tuple[str, ...] = ("speakers", "pulse", "AirPods")
    broken: bool = False
    hangs: bool = False
    now_s: float = 1000.0
    delay_s: float = 0.05
    opened: dict[str, Any] = field(default_factory=dict[str, Any])
    closed: bool = False
    heard: list[Stereo] = field(default_factory=list[Stereo])

    def now(self) -> float:
        return self.now_s

    def pull(self, blocks: int) -> None:
        for _ in range(blocks):
            out: Stereo = np.full((BLOCK, 2), np.nan, np.float32)
            time = types.SimpleNamespace(outputBufferDacTime=7.0 + self.delay_s, currentTime=7.0)
            self.opened["callback"](out, BLOCK, time, None)
            self.heard.append(out)
            self.now_s += BLOCK / RATE_HZ

    def sound(self) -> Stereo:
        return np.concatenate(self.heard)

    def module(self) -> types.ModuleType:
        machine = self

        class OutputStream:
            def __init__(self, **options: Any) -> None:
                if machine.broken:
                    raise PortAudioError("Device unavailable [PaErrorCode -9985]")
                machine.opened = options

            def start(self) -> None:
                pass

            def abort(self, **_: bool) -> None:
                if machine.hangs:
                    threading.Event().wait(5)

            def close(self, **_: bool) -> None:
                machine.closed = True

        fake = types.ModuleType("sounddevice")
        found = [{"name": name, "max_output_channels": 0 if name == "microphone" else 2} for name in self.names]
        fake.__dict__.update(PortAudioError=PortAudioError, OutputStream=OutputStream, query_devices=lambda: found)
        return fake


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[Machine], Machine]:
    def put(machine: Machine) -> Machine:
        monkeypatch.setitem(sys.modules, "sounddevice", machine.module())
        return machine

    return put


Install = Callable[[Machine], Machine]


def test_a_cue_begins_in_the_next_block_and_tells_when_it_is_heard(install: Install) -> None:
    machine = install(Machine())
    player = SoundDevicePlayer(CLIPS, now=machine.now)
    machine.pull(10)
    player.say(5, "ease", "easy", None)
    assert player.started() == []
    asked_s = machine.now_s
    machine.pull(1)
    (begun,) = player.started()
    assert (begun.cue_id, begun.requested_s) == (5, asked_s)
    assert begun.started_s == pytest.approx(asked_s + machine.delay_s, abs=1e-6)
    machine.pull(15)
    x = machine.sound()
    assert np.array_equal(x[10 * BLOCK : 10 * BLOCK + 4_800, 0], CLIPS["ease", "easy"])
    assert not x[: 10 * BLOCK].any()
    assert player.started() == []


def test_a_planned_cue_is_heard_at_its_time_to_the_sample(install: Install) -> None:
    machine = install(Machine())
    player = SoundDevicePlayer(CLIPS, now=machine.now)
    player.say(5, "ease", "easy", 1000.2)
    machine.pull(60)
    (begun,) = player.started()
    assert begun == Started(5, 1000.2, begun.started_s)
    assert begun.started_s == pytest.approx(1000.2, abs=1e-5)
    first_heard_s = 1000.0 + machine.delay_s
    onset = int(np.flatnonzero(machine.sound()[:, 0])[0])
    assert onset == round((1000.2 - first_heard_s) * RATE_HZ)


def test_after_a_stall_the_beat_is_back_on_the_clock(install: Install) -> None:
    """The device loses 300 ms; the clicks must not stay 300 ms late."""
    machine = install(Machine())
    player = SoundDevicePlayer(CLIPS, now=machine.now)
    player.beat(120.0, at_s=1000.5)
    machine.pull(200)
    machine.now_s += 0.3
    resumed_s = machine.now_s
    machine.pull(500)
    x = np.abs(machine.sound()[:, 0])
    loud = np.flatnonzero(x > 0.02)
    onsets = loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ // 5]
    heard_s = [1000.0 + machine.delay_s + frame / RATE_HZ + (0.3 if frame >= 200 * BLOCK else 0.0) for frame in onsets]
    phase_s = (np.array(heard_s) - 1000.5 + 0.25) % 0.5 - 0.25
    settled = np.array(heard_s) > resumed_s + 1.0
    assert settled.sum() >= 6
    assert np.max(np.abs(phase_s[~settled & (np.array(heard_s) < resumed_s)])) < 0.002
    assert np.max(np.abs(phase_s[settled])) < 0.004


def test_when_the_clock_steps_back_no_click_is_repeated(install: Install) -> None:
    machine = install(Machine())
    player = SoundDevicePlayer(CLIPS, now=machine.now)
    player.beat(120.0, at_s=1000.5)
    machine.pull(115)  # a beat goes out just before the jump, half a median later
    machine.now_s -= 0.1
    machine.pull(300)
    x = np.abs(machine.sound()[:, 0])
    loud = np.flatnonzero(x > 0.02)
    onsets = loud[np.diff(loud, prepend=-RATE_HZ) > RATE_HZ // 25]
    assert len(onsets) == 8
    assert np.min(np.diff(onsets)) > 0.45 * RATE_HZ


@pytest.mark.parametrize("delay_s", [0.0, -3.0, 1e9, float("nan")])
def test_a_driver_that_tells_nonsense_about_its_delay_is_not_believed(install: Install, delay_s: float) -> None:
    machine = install(Machine(delay_s=delay_s))
    player = SoundDevicePlayer(CLIPS, now=machine.now, latency="low")
    player.say(1, "ease", "easy", None)
    machine.pull(1)
    assert player.started()[0].started_s == pytest.approx(1000.025)


@pytest.mark.parametrize(("latency", "seconds"), [("safe", 0.05), ("low", 0.025)])
def test_the_stream_is_opened_once_with_our_settings(install: Install, latency: Any, seconds: float) -> None:
    machine = install(Machine())
    open_player(CLIPS, now=machine.now, latency=latency)
    options = {name: machine.opened[name] for name in ("samplerate", "channels", "dtype", "latency", "device")}
    assert options == {"samplerate": 48_000, "channels": 2, "dtype": "float32", "latency": seconds, "device": 1}


@pytest.mark.parametrize(
    ("names", "wanted", "index"),
    [
        (("speakers", "pulse"), "", 1),
        (("speakers", "headphones"), "", None),
        (("speakers", "pulse", "Anna's AirPods"), "airpods", 2),
        (("microphone", "speakers"), "speak", 1),
    ],
)
def test_which_output_is_opened(install: Install, names: tuple[str, ...], wanted: str, index: int | None) -> None:
    machine = install(Machine(names=names))
    open_player(CLIPS, now=machine.now, device=wanted)
    assert machine.opened["device"] == index


@pytest.mark.parametrize(
    ("machine", "wanted", "reason", "remedy"),
    [
        (Machine(names=("microphone",)), "", "no sound output", "Plug in"),
        (Machine(broken=True), "", "PaErrorCode -9985", "Plug in"),
        (Machine(names=("speakers", "pulse")), "tuba", "no sound output named 'tuba'", "Outputs here: speakers, pulse"),
    ],
)
def test_without_an_output_it_is_silent_and_says_why(
    install: Install, machine: Machine, wanted: str, reason: str, remedy: str
) -> None:
    install(machine)
    player = open_player(CLIPS, now=machine.now, device=wanted)
    assert isinstance(player, NullPlayer)
    assert reason in player.reason
    assert remedy in player.remedy


@pytest.mark.parametrize("fault", [OSError("PortAudio library not found"), ImportError("no such module")])
def test_without_portaudio_it_is_silent_and_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(name: str) -> types.ModuleType:
        raise fault

    monkeypatch.setattr(device_module.importlib, "import_module", fails)
    player = open_player(CLIPS, now=lambda: 0.0)
    assert isinstance(player, NullPlayer)
    assert player.reason == "The PortAudio library is missing."
    assert "nstall" in player.remedy


def test_outputs_are_listed_without_inputs(install: Install) -> None:
    install(Machine(names=("microphone", "speakers")))
    assert outputs() == ("speakers",)


def test_closing_closes_the_stream(install: Install) -> None:
    machine = install(Machine())
    SoundDevicePlayer(CLIPS, now=machine.now).close()
    assert machine.closed


def test_closing_leaves_a_hung_stream_behind(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "CLOSE_S", 0.1)
    machine = install(Machine(hangs=True))
    SoundDevicePlayer(CLIPS, now=machine.now).close()
    assert not machine.closed


def test_importing_the_players_loads_no_audio_library() -> None:
    import subprocess

    code = (
        "import sys, cues.player, cues.speech; sys.exit(bool({'sounddevice', 'pyttsx3', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
