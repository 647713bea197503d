"""The device's stream against a fake PortAudio, and what happens where there is none."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from cues.beat import Tap
from cues.clip import RATE_HZ
from cues.mixer import Stereo
from cues.player import device as device_module
from cues.player.choosing import Choice
from cues.player.device import (
    LATENCY_S,
    DeviceStream,
    Latency,
    SoundUnavailableError,
    outputs_here,
    refresh,
)
from cues.player.engine import Engine
from cues.player.messages import Say, Started, Tempo

CLIPS = {("ease", "easy"): np.full(4_800, 0.5, np.float32), ("learned", "l"): np.full(960, 0.25, np.float32)}
BLOCK = 480


class PortAudioError(Exception):
    pass


@dataclass
class Machine:
    """A sound device that pulls blocks when told to, and a clock that only it moves on."""

    names: tuple[str, ...] = ("speakers", "pulse", "AirPods")
    broken: bool = False
    now_s: float = 1000.0
    delay_s: float = 0.05
    opened: dict[str, Any] = field(default_factory=dict[str, Any])
    calls: list[str] = field(default_factory=list[str])
    heard: list[Stereo] = field(default_factory=list[Stereo])
    engine: Engine = field(default_factory=lambda: Engine(CLIPS))

    def stream(self, device: str = "", latency: Latency = "safe", offset_s: float = 0.0) -> DeviceStream:
        return DeviceStream(self.engine, device, latency, offset_s)

    def pull(self, blocks: int) -> None:
        for _ in range(blocks):
            out: Stereo = np.full((BLOCK, 2), np.nan, np.float32)
            times = types.SimpleNamespace(outputBufferDacTime=7.0 + self.delay_s, currentTime=7.0)
            self.opened["callback"](out, BLOCK, times, None)
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
                machine.calls.append("start")

            def abort(self, **_: bool) -> None:
                machine.calls.append("abort")

            def close(self, **_: bool) -> None:
                machine.calls.append("close")

        def query(kind: str = "") -> object:
            if kind and not self.names:
                raise PortAudioError("Error querying device -1")
            found = [{"name": name, "max_output_channels": 0 if name == "microphone" else 2} for name in self.names]
            return found[0] if kind else found

        def initialize() -> None:
            machine.calls.append("initialize")
            if machine.broken:
                raise PortAudioError("Unanticipated host error")

        fake = types.ModuleType("sounddevice")
        fake.__dict__.update(PortAudioError=PortAudioError, OutputStream=OutputStream, query_devices=query)
        fake.__dict__.update(_terminate=lambda: machine.calls.append("terminate"), _initialize=initialize)
        return fake


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[Machine], Machine]:
    def put(machine: Machine) -> Machine:
        monkeypatch.setitem(sys.modules, "sounddevice", machine.module())
        monkeypatch.setattr(device_module.time, "perf_counter", lambda: machine.now_s)
        monkeypatch.setattr(device_module, "SETTLE_S", -1.0)
        monkeypatch.setattr(device_module, "sinks", tuple)
        return machine

    return put


Install = Callable[[Machine], Machine]


def test_a_cue_begins_in_the_next_block_and_tells_when_it_is_heard(install: Install) -> None:
    machine = install(Machine())
    machine.stream(offset_s=-900.0)
    machine.pull(10)
    machine.engine.put(Say(5, "ease", "easy", None, 100.1))
    assert machine.engine.started() == []
    asked_s = machine.now_s - 900.0
    machine.pull(1)
    (begun,) = machine.engine.started()
    assert (begun.cue_id, begun.requested_s) == (5, 100.1)
    assert begun.started_s == pytest.approx(asked_s + machine.delay_s, abs=1e-6)
    machine.pull(15)
    x = machine.sound()
    assert np.array_equal(x[10 * BLOCK : 10 * BLOCK + 4_800, 0], CLIPS["ease", "easy"])
    assert not x[: 10 * BLOCK].any()
    assert machine.engine.started() == []


def test_a_planned_cue_is_heard_at_its_time_to_the_sample(install: Install) -> None:
    machine = install(Machine())
    machine.stream()
    machine.engine.put(Say(5, "ease", "easy", 1000.2, 1000.2))
    machine.pull(60)
    (begun,) = machine.engine.started()
    assert begun == Started(5, 1000.2, begun.started_s)
    assert begun.started_s == pytest.approx(1000.2, abs=1e-5)
    first_heard_s = 1000.0 + machine.delay_s
    onset = int(np.flatnonzero(machine.sound()[:, 0])[0])
    assert onset == round((1000.2 - first_heard_s) * RATE_HZ)


def test_a_tap_is_heard_at_its_time_and_left_out_when_it_is_too_late(install: Install) -> None:
    machine = install(Machine())
    machine.stream()
    machine.pull(5)
    for at_s in (1000.04, 1000.3):
        machine.engine.put(Tap("push", at_s))
    machine.pull(60)
    (loud,) = [np.flatnonzero(np.abs(machine.sound()[:, 0]) > 1e-3)]
    assert (1000.0 + machine.delay_s + loud[0] / RATE_HZ) == pytest.approx(1000.3, abs=5e-4)
    assert len(loud) < 0.08 * RATE_HZ


def onsets(x: Stereo, refractory: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    loud = np.flatnonzero(np.abs(x[:, 0]) > 0.02)
    return loud[np.diff(loud, prepend=-RATE_HZ) > refractory]


@pytest.mark.parametrize("lost_s", [0.3, 0.006])
def test_after_a_stall_the_beat_is_back_on_the_clock(install: Install, lost_s: float) -> None:
    """What the device loses must not make the clicks late for ever."""
    machine = install(Machine())
    machine.stream()
    machine.engine.put(Tempo(120.0, at_s=1000.5))
    machine.pull(200)
    machine.now_s += lost_s
    resumed_s = machine.now_s
    machine.pull(500)
    found = onsets(machine.sound(), RATE_HZ // 5)
    late_s = np.where(found >= 200 * BLOCK, lost_s, 0.0)
    heard_s = 1000.0 + machine.delay_s + found / RATE_HZ + late_s
    phase_s = (heard_s - 1000.5 + 0.25) % 0.5 - 0.25
    settled = heard_s > resumed_s + 0.5
    assert settled.sum() >= 8
    assert np.max(np.abs(phase_s[heard_s < resumed_s])) < 0.001
    assert np.max(np.abs(phase_s[settled])) < 0.003


def test_a_cue_after_a_small_stall_tells_the_time_at_which_it_is_heard(install: Install) -> None:
    machine = install(Machine())
    machine.stream()
    machine.engine.put(Tempo(120.0, at_s=1000.5))
    machine.pull(100)
    machine.now_s += 0.002  # less than what moves the beat
    machine.pull(40)
    machine.engine.put(Say(1, "ease", "easy", None, machine.now_s))
    asked_s = machine.now_s
    machine.pull(1)
    assert machine.engine.started()[0].started_s == pytest.approx(asked_s + machine.delay_s, abs=1e-9)


def test_when_the_clock_steps_back_no_click_is_repeated(install: Install) -> None:
    machine = install(Machine())
    machine.stream()
    machine.engine.put(Tempo(120.0, at_s=1000.5))
    machine.pull(115)  # a beat goes out just before the jump, half a median later
    machine.now_s -= 0.1
    machine.pull(300)
    found = onsets(machine.sound(), RATE_HZ // 25)
    assert len(found) == 8
    assert np.min(np.diff(found)) > 0.45 * RATE_HZ


@pytest.mark.parametrize("delay_s", [0.0, -3.0, 1e9, float("nan")])
def test_a_driver_that_tells_nonsense_about_its_delay_is_not_believed(install: Install, delay_s: float) -> None:
    machine = install(Machine(delay_s=delay_s))
    machine.stream(latency="low")
    machine.engine.put(Say(1, "ease", "easy", None, 1000.0))
    machine.pull(1)
    assert machine.engine.started()[0].started_s == pytest.approx(1000.0 + LATENCY_S["low"])


@pytest.mark.parametrize("latency", ["safe", "low"])
def test_the_stream_is_opened_once_with_our_settings(install: Install, latency: Latency) -> None:
    machine = install(Machine())
    stream = machine.stream(latency=latency)
    options = {name: machine.opened[name] for name in ("samplerate", "channels", "dtype", "latency", "device")}
    wanted = {"samplerate": 48_000, "channels": 2, "dtype": "float32", "latency": LATENCY_S[latency], "device": 1}
    assert options == wanted
    stream.close()
    assert machine.calls == ["start", "abort", "close"]


@pytest.mark.parametrize(
    ("names", "wanted", "index", "name"),
    [
        (("speakers", "pulse"), "", 1, "pulse"),
        (("speakers", "headphones"), "", None, "speakers"),
        (("speakers", "pulse", "Anna's AirPods"), "airpods", 2, "Anna's AirPods"),
        (("microphone", "speakers"), "speak", 1, "speakers"),
    ],
)
def test_which_output_is_opened(
    install: Install, names: tuple[str, ...], wanted: str, index: int | None, name: str
) -> None:
    machine = install(Machine(names=names))
    assert machine.stream(wanted).device == name
    assert machine.opened["device"] == index


@pytest.mark.parametrize(
    ("machine", "wanted", "reason", "remedy"),
    [
        (Machine(names=("microphone",)), "", "no sound output", "Plug in"),
        (Machine(broken=True), "", "PaErrorCode -9985", "end what occupies it"),
        (Machine(names=("speakers", "pulse")), "tuba", "no sound output named 'tuba'", "Outputs here: speakers, pulse"),
    ],
)
def test_without_an_output_it_says_why(
    install: Install, machine: Machine, wanted: str, reason: str, remedy: str
) -> None:
    install(machine)
    with pytest.raises(SoundUnavailableError) as caught:
        machine.stream(wanted)
    assert reason in caught.value.what
    assert remedy in caught.value.remedy
    assert not caught.value.for_good


@pytest.mark.parametrize("fault", [OSError("PortAudio library not found"), ImportError("no such module")])
def test_without_portaudio_it_says_what_to_install_and_does_not_wait(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(name: str) -> types.ModuleType:
        raise fault

    monkeypatch.setattr(device_module.importlib, "import_module", fails)
    with pytest.raises(SoundUnavailableError, match="PortAudio library is missing") as caught:
        Machine().stream()
    assert caught.value.for_good
    assert "nstall" in caught.value.remedy


def test_a_stream_that_asks_for_nothing_or_was_closed_by_the_device_is_noticed(install: Install) -> None:
    machine = install(Machine())
    stream = machine.stream()
    machine.pull(3)
    machine.now_s += 0.7
    assert stream.silent_s() == pytest.approx(0.7 + BLOCK / RATE_HZ)
    machine.opened["finished_callback"]()
    assert stream.silent_s() == float("inf")


def test_a_new_stream_is_silent_until_its_times_can_be_believed(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = install(Machine(delay_s=0.001))
    monkeypatch.setattr(device_module, "SETTLE_S", 0.15)
    stream = machine.stream()
    machine.engine.put(Tempo(120.0, at_s=999.0))
    machine.pull(14)
    assert not stream.settled
    machine.delay_s = 0.05
    machine.pull(60)
    assert stream.settled
    found = onsets(machine.sound(), RATE_HZ // 5)
    assert 1000.0 + 0.05 + found[0] / RATE_HZ == pytest.approx(1000.5, abs=0.001)


def test_outputs_are_listed_without_inputs(install: Install) -> None:
    install(Machine(names=("microphone", "speakers")))
    assert outputs_here()[0] == ("speakers",)
    assert outputs_here("speak")[1] == Choice("speakers", 1)


def test_there_may_be_none_or_none_of_that_name(install: Install) -> None:
    install(Machine(names=("microphone",)))
    assert outputs_here() == ((), None)
    install(Machine(names=("speakers",)))
    assert outputs_here("tuba") == (("speakers",), None)


def test_looking_again_starts_portaudio_anew(install: Install) -> None:
    machine = install(Machine())
    refresh()
    assert machine.calls == ["terminate", "initialize"]
    machine.broken = True
    with pytest.raises(SoundUnavailableError, match="does not answer"):
        refresh()


def test_importing_the_players_loads_no_audio_library() -> None:
    import subprocess

    code = (
        "import sys, cues.player, cues.speech; sys.exit(bool({'sounddevice', 'pyttsx3', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
