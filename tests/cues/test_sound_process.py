"""The sound process as it is, on a device that does what it is told; and whatever this machine really has."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from cues.player import Clips, Missed, ProcessPlayer, Started, listing, open_player
from cues.player import child as child_module
from cues.player.link import COMMAND

CLIPS: Clips = {("ease", "easy"): np.full(480, 0.1, np.float32)}


class Device:
    """The fake output, and players on it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._players: list[ProcessPlayer] = []

    def be(self, state: str) -> None:
        aside = self._file.with_suffix(".new")
        aside.write_text(state, encoding="utf-8")
        aside.replace(self._file)

    def player(self) -> ProcessPlayer:
        self._players.append(ProcessPlayer(CLIPS, now=time.perf_counter))
        return self._players[-1]

    def close(self) -> None:
        for player in self._players:
            player.close()


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Device]:
    fake = str(Path(__file__).with_name("fake_sound"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([fake, os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("FAKE_SOUND", str(tmp_path / "state"))
    device = Device(tmp_path / "state")
    yield device
    device.close()


def eventually(happens: Callable[[], bool]) -> None:
    """Wait for it, at most as long as a very busy machine may take."""
    end_s = time.perf_counter() + 60.0
    while not happens():
        assert time.perf_counter() < end_s
        time.sleep(0.01)


def test_a_cue_is_played_and_its_time_told(device: Device) -> None:
    device.be("plays")
    player = device.player()
    eventually(lambda: player.reason == "")
    asked_s = time.perf_counter()
    player.say(1, "ease", "easy", None)
    told: list[Started] = []
    eventually(lambda: bool(told.extend(player.started())) or len(told) == 1)
    assert told[0].cue_id == 1
    assert told[0].requested_s >= asked_s
    assert told[0].started_s > told[0].requested_s
    begun_s = time.perf_counter()
    player.close()
    assert time.perf_counter() - begun_s < 10.0, "closing does not wait for a device that hangs"


@pytest.mark.parametrize(
    ("state", "reason"),
    [("absent", "no sound output"), ("broken", "Device unavailable"), ("stuck", "takes no sound")],
)
def test_it_waits_for_an_output_and_finds_it(device: Device, state: str, reason: str) -> None:
    device.be(state)
    player = device.player()
    eventually(lambda: reason in player.reason)
    player.say(1, "ease", "easy", None)
    missed: list[Missed] = []
    eventually(lambda: bool(missed.extend(player.missed())) or len(missed) == 1)
    device.be("plays")
    eventually(lambda: player.reason == "")
    player.say(2, "ease", "easy", None)
    eventually(lambda: [begun.cue_id for begun in player.started()] == [2])


def test_a_lost_output_is_told_and_found_again(device: Device) -> None:
    device.be("plays")
    player = device.player()
    eventually(lambda: player.reason == "")
    player.news()
    device.be("absent")
    eventually(lambda: bool(player.reason))
    device.be("plays")
    eventually(lambda: player.reason == "")
    assert player.news() == ["Sound is lost. The sound output went away.", "Sound is back, on speakers."]


def test_the_usual_output_is_followed_where_streams_do_not_follow_by_themselves(device: Device) -> None:
    """What macOS and Windows do, here on a device that is made up."""
    device.be("plays")
    watched = listing.usual_outputs()
    assert next(watched) == "speakers"
    device.be("headphones")
    assert next(watched) == "headphones"
    assert sys.platform in child_module.FOLLOWS or sys.platform == "linux"


def test_whatever_sound_this_machine_has_the_player_opens_says_why_not_and_closes() -> None:
    player = open_player(CLIPS, now=time.perf_counter)
    assert isinstance(player.reason, str)
    player.close()


def test_the_process_ends_when_nobody_is_there() -> None:
    assert subprocess.run(COMMAND, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60).stdout == b""
