"""The player and its sound process: what passes between them, and what happens when the process dies or hangs.

Here the process is a few lines that speak the same language without making a sound; `tests/audio` hears the real one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from cues.beat import Tap
from cues.mixer import Gains
from cues.player import HUSHED, Clips, Outputs, ProcessPlayer, SoundUnavailableError, link, listing, outputs
from cues.player.messages import Alive, Closed, Missed, Opened, Say, Started, Tempo
from cues.player.process import BACK, OPENING
from cues.player.score import LATE_S, Score
from cues.player.wire import Setup, line, receive_setup, records, send_setup

CLIPS: Clips = {("ease", "easy"): np.linspace(-1.0, 1.0, 1_000, dtype=np.float32), (BACK, "b"): np.ones(7, np.float32)}

HEAD = """
import json, os, sys, time
life, log = sys.argv[1:]
lives = len(open(life).read()) if os.path.exists(life) else 0
open(life, "a").write("x")
head = json.loads(sys.stdin.buffer.readline())
sys.stdin.buffer.read(4 * sum(size for *_, size in head[4]))
def tell(*record):
    sys.stdout.write(json.dumps(record) + "\\n"); sys.stdout.flush()
def listen():
    for text in sys.stdin.buffer:
        open(log, "a").write(f"{lives} " + text.decode())
        yield json.loads(text)
"""
PLAYS = """
tell("Opened", "speakers")
for name, *values in listen():
    if name == "Say":
        tell("Started", values[0], values[4], values[4] + 0.05)
"""


class Stage:
    """A player whose process runs a script, and what that was told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._lives, self._log = folder / "lives", folder / "log"
        self._patch = monkeypatch
        self.player: ProcessPlayer | None = None

    def open(self, script: str, now: Callable[[], float] = time.perf_counter) -> ProcessPlayer:
        command = (sys.executable, "-c", HEAD + script, str(self._lives), str(self._log))
        self._patch.setattr(link, "COMMAND", command)
        self.player = ProcessPlayer(CLIPS, now=now, device="head", latency="low", gains=Gains(pan=1.0))
        return self.player

    def told(self, life: int) -> list[list[object]]:
        """The messages that reached the process in one of its lives."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return [json.loads(text.split(" ", 1)[1]) for text in lines if text.startswith(f"{life} ")]

    @property
    def lives(self) -> int:
        return len(self._lives.read_text())


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(tmp_path, monkeypatch)
    yield stage
    if stage.player is not None:
        stage.player.close()


def eventually(happens: Callable[[], bool]) -> None:
    """Wait for it, at most as long as a very busy machine may take."""
    end_s = time.perf_counter() + 30.0
    while not happens():
        assert time.perf_counter() < end_s
        time.sleep(0.01)


def test_messages_arrive_in_order_and_answers_come_back(stage: Stage) -> None:
    player = stage.open(PLAYS)
    assert (player.reason, player.remedy, player.news()) == ("", "", [])
    player.say(3, "ease", "easy", 12.5)
    player.beat(170.0, 1.0, 31.0, every=2)
    player.tap(Tap("pull", 2.0, -1.0))
    player.beat(None, 3.0)
    eventually(lambda: len(stage.told(0)) == 4)
    assert stage.told(0) == [
        ["Say", 3, "ease", "easy", 12.5, 12.5],
        ["Tempo", 170.0, 1.0, 31.0, 2],
        ["Tap", "pull", 2.0, -1.0],
        ["Tempo", None, 3.0, None, 1],
    ]
    assert player.started() == [Started(3, 12.5, 12.55)]
    assert player.started() == []
    player.close()
    assert stage.lives == 1


def test_hushed_what_had_not_begun_is_missed_once_and_never_told_again(stage: Stage) -> None:
    player = stage.open(
        """
tell("Opened", "speakers")
for name, *values in listen():
    if name == "Hush":
        tell("Started", 1, 5.0, 5.0)  # it had begun at that very moment; too late to tell
        if lives == 0: os._exit(1)
""",
        now=lambda: 5.0,
    )
    player.beat(170.0, 1.0)
    player.say(1, "ease", "easy", 5.0)
    player.hush(5.0)
    player.say(2, "ease", "easy", 6.0)
    assert player.missed() == [Missed(1, 5.0, HUSHED)]
    eventually(lambda: len(stage.told(1)) == 1)
    assert stage.told(1) == [["Say", 2, "ease", "easy", 6.0, 6.0]]
    assert (player.started(), player.missed()) == ([], [])


def test_an_impossible_tempo_is_refused_at_once(stage: Stage) -> None:
    player = stage.open(PLAYS)
    with pytest.raises(ValueError, match="tempo"):
        player.beat(900.0, 0.0)


def test_a_process_that_dies_is_begun_anew_and_told_what_still_counts(stage: Stage) -> None:
    player = stage.open("""
tell("Opened", "speakers")
for name, *values in listen():
    if lives == 0 and name == "Tap": os._exit(1)
""")
    player.beat(160.0, 0.0)
    player.beat(170.0, 5.0)
    player.say(1, "ease", "easy", None)
    player.tap(Tap("push", 9.0))
    eventually(lambda: len(stage.told(1)) == 3)
    assert [message[0] for message in stage.told(1)] == ["Tempo", "Tempo", "Say"]
    assert stage.told(1) == stage.told(0)[:3]
    news: list[str] = []
    eventually(lambda: bool(news.extend(player.news())) or len(news) == 2)
    assert news == ["Sound is lost. The sound process ended.", "Sound is back, on speakers."]
    assert player.reason == ""


def test_a_process_that_hangs_is_ended(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "STALE_S", 0.4)
    player = stage.open("""
tell("Opened", "speakers")
if lives == 0: time.sleep(100)
while True: tell("Alive"); time.sleep(0.05)
""")
    eventually(lambda: stage.lives == 2)
    eventually(lambda: player.reason == "" and len(player.news()) > 0)


def test_a_process_that_does_not_read_keeps_nobody_waiting(stage: Stage) -> None:
    player = stage.open("""
tell("Opened", "speakers")
while True: tell("Alive"); time.sleep(0.05)
""")
    for cue_id in range(5_000):  # far more than a pipe holds
        player.say(cue_id, "ease", "easy", 0.0)
    eventually(lambda: stage.lives >= 2)


def test_cues_that_come_too_late_are_missed(stage: Stage) -> None:
    now_s = [100.0]
    player = stage.open(
        """
tell("Opened", "speakers")
for name, *values in listen():
    while lives == 0 and not os.path.exists(life + ".die"): time.sleep(0.01)
    if lives == 0: os._exit(1)
""",
        now=lambda: now_s[0],
    )
    player.say(5, "ease", "easy", None)
    now_s[0] += LATE_S + 0.1
    player.say(6, "ease", "easy", None)
    (stage.folder / "lives.die").touch()
    eventually(lambda: len(stage.told(1)) == 1)
    assert player.missed() == [Missed(5, 100.0, "the output was away")]
    assert stage.told(1)[0][1] == 6


def test_it_tells_why_there_is_no_sound_and_when_there_is(stage: Stage) -> None:
    player = stage.open("""
tell("Closed", "There is no sound output.", "Plug one in.", False)
for name, *values in listen():
    if name == "Say": tell("Missed", values[0], values[4], "no output")
    if name == "Tempo": tell("Opened", "headphones")
""")
    assert (player.reason, player.remedy) == ("There is no sound output.", "Plug one in.")
    assert player.news() == []
    player.say(4, "ease", "easy", 7.0)
    missed: list[Missed] = []
    eventually(lambda: bool(missed.extend(player.missed())) or len(missed) == 1)
    assert missed == [Missed(4, 7.0, "no output")]
    player.beat(170.0, 0.0)
    eventually(lambda: player.reason == "")
    assert player.news() == ["Sound is back, on headphones."]


def test_when_sound_is_back_after_a_while_it_says_so_once_in_its_own_name(stage: Stage) -> None:
    now_s = [0.0]
    player = stage.open(
        """
tell("Opened", "speakers")
for name, *values in listen():
    if name == "Tap" and values[0] == "push": tell("Closed", "Gone.", "", False)
    if name == "Tap" and values[0] == "pull": tell("Opened", "speakers")
    if name == "Say": tell("Started", values[0], values[4], values[4])
""",
        now=lambda: now_s[0],
    )
    for lasts_s, says in ((1.0, 0), (4.0, 1), (4.0, 1), (100.0, 2)):
        player.tap(Tap("push", 0.0))
        eventually(lambda: player.reason == "Gone.")
        now_s[0] += lasts_s
        player.tap(Tap("pull", 0.0))
        eventually(lambda: player.reason == "")
        player.say(9, "ease", "easy", None)
        eventually(lambda: bool(player.started()))
        assert sum(message[:3] == ["Say", 0, BACK] for message in stage.told(0)) == says


def test_without_portaudio_no_process_is_begun_again_and_every_cue_is_missed(stage: Stage) -> None:
    player = stage.open("""
tell("Closed", "The PortAudio library is missing.", "Install it.", True)
""")
    eventually(lambda: "missing" in player.reason)
    missed: list[Missed] = []
    player.say(1, "ease", "easy", 3.0)
    eventually(lambda: bool(missed.extend(player.missed())) or len(missed) == 1)
    assert missed == [Missed(1, 3.0, "The PortAudio library is missing.")]
    assert stage.lives == 1


def test_a_process_that_cannot_even_start_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    player = stage.open("raise SystemExit(3)")
    assert player.reason in {"The sound process ended.", OPENING}
    player.close()


def test_records_survive_the_wire_and_half_a_line_is_passed_over() -> None:
    said = [Say(1, "ease", "easy", None, 2.5), Tempo(170.0, 1.0), Tap("push", 3.0, 1.0), Alive(), Opened("x"),
            Closed("a", "b", for_good=True), Missed(3, 1.0, "ö"), Started(1, 2.0, 3.0)]  # fmt: skip
    stream = BytesIO(b'["Nobody", 1]\n' + b"".join(map(line, said)) + b'["Say", 1]\nnot json\n["Alive"')
    assert list(records(stream)) == said


def test_setup_and_sounds_survive_the_wire() -> None:
    stream = BytesIO()
    setup = Setup("head", "low", Gains(0.5, 0.25, 1.0), -3.5)
    send_setup(stream, setup, CLIPS)
    stream.seek(0)
    got, clips = receive_setup(stream)
    assert got == setup
    assert set(clips) == set(CLIPS)
    for slot, clip in clips.items():
        assert np.array_equal(clip, CLIPS[slot])


def test_the_score_keeps_all_tempos_since_the_last_silence_and_each_cue_until_it_is_answered() -> None:
    score = Score()
    first, faster, say = Tempo(160.0, 0.0, 30.0), Tempo(170.0, 10.0, 40.0), Say(1, "a", "b", None, 12.0)
    for message in (first, faster, say, Tap("push", 1.0)):
        score.add(message)
    assert score.still() == [first, faster, say]
    assert score.overdue(12.0 + LATE_S) == []
    score.answered(1)
    later = Tempo(150.0, 41.0)
    score.add(later)
    assert score.still() == [later]
    stop = Tempo(None, 50.0)
    score.add(stop)
    assert score.still() == [later, stop]
    anew = Tempo(155.0, 51.0)
    score.add(anew)
    assert score.still() == [anew]


def test_the_usual_output_is_told_when_it_becomes_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import json\nfor name in ('a', 'a', '', 'b'): print(json.dumps({'chosen': name, 'outputs': []}))"
    monkeypatch.setattr(listing, "COMMAND", (sys.executable, "-c", script))
    assert list(listing.usual_outputs()) == ["a", "b"]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('print(\'{"chosen": "b", "outputs": ["a", "b"]}\')', Outputs(("a", "b"), "b")),
        ('print(\'{"what": "Missing.", "remedy": "Install."}\')', "Missing."),
        ("pass", "does not answer"),
        ("import time; time.sleep(60)", "does not answer"),
    ],
)
def test_outputs_are_listed_by_a_process_of_their_own(
    monkeypatch: pytest.MonkeyPatch, script: str, found: Outputs | str
) -> None:
    monkeypatch.setattr(listing, "COMMAND", (sys.executable, "-c", script))
    monkeypatch.setattr(listing, "LIMIT_S", 2.0 if "sleep" in script else 30.0)
    if isinstance(found, Outputs):
        assert outputs() == found
    else:
        with pytest.raises(SoundUnavailableError, match=found):
            outputs()
