"""Headphones by the names that people know: asked of a sound server that is made up, and followed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cues.player.choosing import Choice, choose, known_as
from cues.player.following import Following
from cues.player.sinks import Sink, pick, sinks

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has such servers")
SPEAKERS, HEADPHONES = Sink("alsa.1", "Built-in Audio", usual=True), Sink("bluez.2", "WH-1000XM4", usual=False)
PACTL = """\
#!{python}
import pathlib, sys, time
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
if words == ["subscribe"]:
    seen = ""
    while True:
        now = (here / "sinks").read_text()
        if now != seen:
            seen = now
            print("Event 'change' on sink #3\\nEvent 'change' on server #1", flush=True)
        time.sleep(0.02)
elif words[0] == "move-sink-input":
    with (here / "moved").open("a") as file:
        print(*words[1:], file=file)
elif words == ["info"]:
    print("Server Name: made up\\nDefault Sink: " + (here / "sinks").read_text().split()[0])
elif words == ["list", "sinks"]:
    for number, line in enumerate((here / "sinks").read_text().splitlines()):
        name, description = line.split(" ", 1)
        print(f"Sink #{{number}}\\n\\tState: IDLE\\n\\tName: {{name}}\\n\\tDescription: {{description}}\\n\\tMute: no")
elif words == ["list", "sink-inputs"]:
    for number, pid in ((6, 41), (7, 42)):
        print(f'Sink Input #{{number}}\\n\\tSink: 0\\n\\tProperties:\\n\\t\\tapplication.process.id = "{{pid}}"\\n')
"""


class Server:
    """Answers `pactl`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "pactl").write_text(PACTL.format(python=sys.executable), encoding="utf-8")
        (folder / "pactl").chmod(0o755)
        self.has(SPEAKERS)

    def has(self, *found: Sink) -> None:
        """These outputs, the usual one first."""
        aside = self._folder / "aside"
        aside.write_text("".join(f"{sink.name} {sink.description}\n" for sink in found), encoding="utf-8")
        aside.replace(self._folder / "sinks")

    @property
    def moved(self) -> list[str]:
        """Which streams were moved, and where to."""
        file = self._folder / "moved"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setitem(os.environ, "PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("cues.player.pactl.ENGLISH", dict(os.environ))
    return Server(tmp_path)


class Playing:
    """A player that has opened an output."""

    def __init__(self, output: str) -> None:
        self.output = output
        self.process_id = 42


@pytest.fixture
def follow(server: Server) -> Iterator[Callable[[str, str], Playing]]:
    following: list[Following] = []

    def begin(wanted: str, output: str) -> Playing:
        playing = Playing(output)
        following.append(Following(wanted, playing))
        return playing

    yield begin
    for one in following:
        one.close()


def eventually(happens: Callable[[], bool]) -> None:
    end_s = time.perf_counter() + 30.0
    while not happens():
        assert time.perf_counter() < end_s
        time.sleep(0.01)


def test_outputs_are_read_with_their_names_and_the_usual_one(server: Server) -> None:
    server.has(SPEAKERS, HEADPHONES)
    assert sinks() == (SPEAKERS, HEADPHONES)


def test_a_server_that_does_not_answer_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    assert sinks() == ()


def test_one_is_picked_by_part_of_its_name_or_else_the_usual_one() -> None:
    found = (SPEAKERS, HEADPHONES)
    assert pick(found, "wh-1000") == HEADPHONES
    assert pick(found, "bluez") == HEADPHONES
    assert pick(found, "") == SPEAKERS
    assert pick(found, "tuba") is None
    assert pick((), "") is None


@pytest.mark.parametrize(
    ("names", "found", "wanted", "choice"),
    [
        (("hw", "pulse"), (SPEAKERS, HEADPHONES), "", Choice("Built-in Audio", 1)),
        (("hw", "pulse"), (SPEAKERS, HEADPHONES), "wh-1000", Choice("WH-1000XM4", 1, "bluez.2")),
        (("hw", "pulse"), (SPEAKERS,), "hw", Choice("hw", 0)),
        (("hw", "pulse"), (SPEAKERS,), "tuba", None),
        (("hw", "pulse"), (), "", Choice("pulse", 1)),
        (("hw", "speakers"), (), "", Choice("hw", None)),
    ],
)
def test_which_output_is_chosen(
    names: tuple[str, ...], found: tuple[Sink, ...], wanted: str, choice: Choice | None
) -> None:
    assert choose(list(enumerate(names)), found, wanted, names[0]) == choice


def test_they_are_named_as_the_server_names_them() -> None:
    assert known_as([(0, "pulse"), (1, "default")], (SPEAKERS, HEADPHONES)) == ("Built-in Audio", "WH-1000XM4")
    assert known_as([(0, "Speakers")], ()) == ("Speakers",)


def test_the_name_follows_the_usual_output(server: Server, follow: Callable[[str, str], Playing]) -> None:
    playing = follow("", "Built-in Audio")
    time.sleep(0.2)
    server.has(HEADPHONES, SPEAKERS)
    eventually(lambda: playing.output == "WH-1000XM4")
    assert server.moved == [], "the server moves the stream by itself"


def test_headphones_that_were_asked_for_are_used_again_when_they_are_back(
    server: Server, follow: Callable[[str, str], Playing]
) -> None:
    server.has(SPEAKERS, HEADPHONES)
    playing = follow("wh-1000", "WH-1000XM4")
    eventually(lambda: len(server.moved) == 1)
    server.has(SPEAKERS)
    eventually(lambda: playing.output == "Built-in Audio")
    server.has(SPEAKERS, HEADPHONES)
    eventually(lambda: playing.output == "WH-1000XM4")
    assert server.moved == ["7 bluez.2", "7 bluez.2"]


def test_an_output_that_is_none_of_the_servers_keeps_its_name(
    server: Server, follow: Callable[[str, str], Playing]
) -> None:
    own, other = follow("hw", "hw:0"), follow("", "Built-in Audio")
    time.sleep(0.2)
    server.has(HEADPHONES, SPEAKERS)
    eventually(lambda: other.output == "WH-1000XM4")
    assert own.output == "hw:0"
