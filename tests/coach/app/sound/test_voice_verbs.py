"""`coach voice list|try|render`: what comes along, a listen to it, and own phrases that are spoken once."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from coach.cli.voice import app
from coach.errors import CoachError, FileError, HardwareError, UserError
from cues.clip import RATE_HZ
from cues.player import NullPlayer
from cues.speech import Engine
from cues.speech.voices import voices
from cues.wav import decode, encode

SPEAKS = """
import sys, wave
text = sys.stdin.read()
open({told!r}, "a").write(" ".join(sys.argv[2:]) + ":" + text + ";")
if "hush" in text: sys.exit("no breath left")
w = wave.open(sys.argv[1], "wb"); w.setnchannels(1); w.setsampwidth(2); w.setframerate(8000)
w.writeframes(bytes(range(1, 251)) * 40); w.close()
"""
LISTS = """print('["x/de", "Hans", ["de"]]\\n["x/en", "Joe", ["en-gb"]]')"""
OWN = """
name = "mine"
extends = "push-pull"
system_voice = "de"
[cues.ease]
wordings = [{ id = "soft", text = "Soft feet." }, { id = "calm", text = "Calm." }]
[cues.tick-along]
wordings = [{ id = "own", wav = "own.wav" }]
"""


class Bench:
    """A folder with a pack of one's own, and an engine that writes down what it is asked to say."""

    def __init__(self, folder: Path) -> None:
        self.pack = folder / "mine"
        self.pack.mkdir()
        self.told = folder / "told"
        self.told.touch()
        self.write(OWN)
        hum = 0.01 * np.sin(0.05 * np.arange(RATE_HZ // 2))
        (self.pack / "own.wav").write_bytes(encode(hum.astype(np.float32)))

    def write(self, text: str) -> None:
        (self.pack / "pack.toml").write_text(text, encoding="utf-8")

    def engine(self) -> Engine:
        speaks = SPEAKS.format(told=str(self.told))
        return Engine("fake", "1", (sys.executable, "-c", speaks, "{out}"), (), (sys.executable, "-c", LISTS))

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(app, list(words))


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(tmp_path)
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("cues.speech.system_engine", bench.engine)
    voices.cache_clear()
    return bench


def said(done: Result, cue: str) -> list[str]:
    """What a line of the output says about the wordings of a cue."""
    return [" ".join(line.split()[1:]) for line in done.stdout.splitlines() if line.startswith(cue)]


def test_packs_and_voices_are_listed(bench: Bench) -> None:
    done = bench.run("list", "--all")
    for words in ("beeps", "push-pull-slt", "push-pull-de", "LICENSE-voice.txt", "Hans", "Joe", "en-gb"):
        assert words in done.stdout
    assert "voices speak" not in done.stdout


@pytest.mark.parametrize(
    ("words", "named", "hidden"),
    [
        ((), "Joe", "Hans"),
        (("--pack", "push-pull-de"), "Hans", "Joe"),
        (("--pack", "push-pull-slt"), "Joe", "Hans"),
        (("--pack", "push-pull-de", "--language", "en_GB"), "Joe", "Hans"),
    ],
    ids=["the usual pack", "a German pack", "a pack that extends another", "a language of one's own"],
)
def test_of_the_systems_voices_those_of_the_packs_language_are_named_the_others_counted(
    bench: Bench, words: tuple[str, ...], named: str, hidden: str
) -> None:
    done = bench.run("list", *words).stdout
    assert named in done
    assert hidden not in done
    assert "1 of this machine's 2 voices" in done


def test_a_language_that_nobody_speaks_leaves_the_count(bench: Bench) -> None:
    done = bench.run("list", "--language", "tlh").stdout
    assert "0 of this machine's 2 voices speak tlh" in done
    assert "Joe" not in done


def test_tones_have_no_language_so_voices_are_only_counted(bench: Bench) -> None:
    done = bench.run("list", "--pack", "beeps").stdout
    assert "This machine has 2 voices" in done
    assert "Joe" not in done


def test_without_an_engine_the_list_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cues.speech.system_engine", lambda: Engine("none", "", ("/nowhere",), (), ("/nowhere",)))
    assert "no speech engine" in bench.run("list").stdout


def test_own_phrases_are_spoken_once_and_only_changed_ones_again(bench: Bench) -> None:
    first = bench.run("render", "--pack", str(bench.pack))
    assert said(first, "ease") == ["Soft feet. spoken just now", "Calm. spoken just now"]
    assert said(first, "tick-along") == ["own.wav a recording"]
    assert bench.told.read_text() == "x/de:Soft feet.;x/de:Calm.;"
    bench.write(OWN.replace("Calm.", "Very calm."))
    second = bench.run("render", "--pack", str(bench.pack))
    assert said(second, "ease") == ["Soft feet. spoken before, unchanged", "Very calm. spoken just now"]
    assert bench.told.read_text() == "x/de:Soft feet.;x/de:Calm.;x/de:Very calm.;"


def test_a_phrase_that_cannot_be_spoken_has_its_second_best_and_says_why(bench: Bench) -> None:
    bench.write(OWN.replace("Calm.", "hush"))
    done = bench.run("render", "--pack", str(bench.pack))
    assert said(done, "ease")[:2] == ["Soft feet. spoken just now", "hush tones"]
    assert "no breath left" in done.stdout


def test_a_voice_that_is_not_there_is_told(bench: Bench) -> None:
    bench.write(OWN.replace('"de"', '"Karl"'))
    assert "has no voice 'Karl'" in bench.run("render", "--pack", str(bench.pack)).stdout


def test_a_pack_is_heard_as_a_file(bench: Bench, tmp_path: Path) -> None:
    done = bench.run("try", "ease", "--pack", str(bench.pack), "--wav", str(tmp_path / "heard.wav"))
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ease", "ease"]
    heard = decode((tmp_path / "heard.wav").read_bytes())
    assert len(heard) / RATE_HZ > 2 * 40 * 125 / 8_000
    assert not heard[: int(0.29 * RATE_HZ)].any()
    assert np.max(np.abs(heard)) > 0.1


def test_what_is_said_in_drills_is_heard_where_it_is_wished(bench: Bench, tmp_path: Path) -> None:
    wav = str(tmp_path / "heard.wav")
    done = bench.run("try", "count-5", "--drills", "--wav", wav)
    assert done.stdout.split()[0] == "count-5"


def test_a_pack_is_heard_on_the_output(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    class Speaker(NullPlayer):
        def say(self, cue_id: int, key: str, wording: str, at_s: float | None) -> None:  # noqa: ARG002
            asked.append((key, wording))

    def opened(*_: object, **__: object) -> Speaker:
        return Speaker()

    monkeypatch.setattr("cues.player.open_player", opened)
    monkeypatch.setattr("coach.app.sound.voice.BETWEEN_S", 0.0)
    done = bench.run("try", "tick-along")
    assert done.exit_code == 0
    assert asked == [("tick-along", "tick"), ("tick-along", "clock")]


@pytest.mark.parametrize(
    ("words", "fault", "says"),
    [
        (("try", "sing"), UserError, "no cue 'sing'"),
        (("try", "count-5"), UserError, "no cue 'count-5'"),
        (("try", "--pack", "push-pul"), UserError, "Did you mean push-pull"),
        (
            ("try", "ease", "--wav", "/nowhere/at/all.wav"),
            FileError,
            "/nowhere/at/all.wav is in a folder that does not exist",
        ),
        (("try", "ease"), HardwareError, "nothing plugged in"),
    ],
)
def test_mistakes_and_missing_outputs_are_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], fault: type[CoachError], says: str
) -> None:
    def opened(*_: object, **__: object) -> NullPlayer:
        return NullPlayer("nothing plugged in")

    monkeypatch.setattr("cues.player.open_player", opened)
    done = bench.run(*words)
    assert isinstance(done.exception, fault)
    assert says in str(done.exception)
