"""Servers die, freeze, lose their sinks; devices are missing or busy. Nothing hangs, and the beat keeps its place."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import numpy as np
import pytest

from cues.clip import RATE_HZ, Clip
from cues.mixer import Gains
from cues.player import Clips, Player, ProcessPlayer, open_player
from cues.player.process import BACK
from cues.tones import tone
from tests.audio.conftest import MEASURED, once_more
from tests.audio.recorder import Recorder, Recording
from tests.audio.server import Server, pactl

pytestmark = pytest.mark.audio
now: Callable[[], float] = time.perf_counter
SPM = 120.0
PERIOD_S = 60.0 / SPM
CLICK = 0.1
LEAD_S = float(np.argmax(np.abs(tone("strong-click")) > CLICK)) / RATE_HZ
BLIP: Clip = (0.05 * np.sin(0.2 * np.arange(2_400))).astype(np.float32)
"""Softer than a click, so that the two are told apart."""
CLIPS: Clips = {(BACK, "b"): BLIP, ("blip", "b"): BLIP}
PATIENCE_S = 12.0
BIASED_MS = 8.0
"""Where nothing was heard before: the recorder itself is up to 4 ms early."""
MOVED_MS = 10.0
"""When the server moves a stream, its own word on when that will be heard is off by some ms afterwards."""


@contextmanager
def opened(device: str = "") -> Generator[ProcessPlayer]:
    player = open_player(CLIPS, now=now, device=device, gains=Gains(clicks=1.0))
    assert isinstance(player, ProcessPlayer)
    try:
        yield player
    finally:
        player.close()


def wait_for(player: Player, word: str) -> list[str]:
    """The news up to the one with this word in it."""
    news: list[str] = []
    end_s = now() + PATIENCE_S
    while not any(word in line for line in news):
        assert now() < end_s, f"waited for {word!r}, heard {news}"
        time.sleep(0.02)
        news += player.news()
    return news


def assert_two(news: list[str]) -> None:
    """Lost, and back; that a busy machine stuttered besides may be told too."""
    assert [word for line in news for word in ("lost", "back") if word in line] == ["lost", "back"], news


def phase_ms(recording: Recording, origin_s: float) -> float:
    """By how much the clicks are heard off their places: the median; each must be near it, and none missing."""
    onsets = recording.time_of(recording.onsets(CLICK)) - LEAD_S
    places = np.round((onsets - origin_s) / PERIOD_S)
    off_ms = 1e3 * (onsets - origin_s - places * PERIOD_S)
    assert len(onsets) >= 3, "there are clicks"
    assert np.all(np.diff(places) == 1), "no click is missing"
    assert np.max(np.abs(off_ms - np.median(off_ms))) < 5.0
    return float(np.median(off_ms))


def heard(seconds: float = 2.2, sink: str = "coach") -> Recording:
    with Recorder(f"{sink}.monitor") as recorder:
        time.sleep(seconds)
        return recorder.stop()


def assert_survives(what: str, breaks: Callable[[], None], mends: Callable[[], None]) -> None:
    """In phase before and after; the loss is told once, the return once; what is asked for meanwhile is missed."""
    with opened() as player:
        assert player.reason == ""
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        before_ms = phase_ms(heard(), origin_s)
        breaks()
        news = wait_for(player, "lost")
        assert player.reason
        player.say(7, "blip", "b", None)
        mends()
        mended_s = now()
        news += wait_for(player, "back")
        took_s = now() - mended_s
        assert player.reason == ""
        after_ms = phase_ms(heard(), origin_s)
        assert [begun.cue_id for begun in player.started()] + [gone.cue_id for gone in player.missed()] == [7]
        news += player.news()
    MEASURED.append(
        f"{what}: back {took_s:.1f} s after, beats off by {before_ms:+.1f} ms before, {after_ms:+.1f} ms after"
    )
    assert_two(news)
    assert abs(after_ms - before_ms) <= 5.0


@once_more
def test_the_server_is_killed_and_started_again(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    def mends() -> None:
        time.sleep(1.5)
        server.start()

    assert_survives("server killed", server.kill, mends)
    assert capfd.readouterr().err == "", "sound libraries keep their chatter to themselves"


@once_more
def test_the_server_freezes_for_three_seconds(server: Server) -> None:
    frozen_s: list[float] = []

    def breaks() -> None:
        server.freeze()
        frozen_s.append(now())

    def mends() -> None:
        time.sleep(frozen_s[0] + 3.0 - now())
        server.thaw()

    assert_survives("server frozen for 3 s", breaks, mends)


@once_more
def test_the_only_sink_is_removed_and_comes_back(server: Server) -> None:
    def mends() -> None:
        time.sleep(1.0)
        server.plug_in()

    assert_survives("sink removed", server.unplug, mends)


@once_more
def test_another_usual_output_is_followed(server: Server) -> None:
    with opened() as player:
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        before_ms = phase_ms(heard(), origin_s)
        server.plug_in("headphones")
        time.sleep(1.0)
        after_ms = phase_ms(heard(sink="headphones"), origin_s)
        assert player.news() == []
        assert player.output == "Headphones", "so that its own delay counts"
    MEASURED.append(f"usual output changed: beats off by {before_ms:+.1f} ms before, {after_ms:+.1f} ms after")
    assert abs(after_ms - before_ms) <= MOVED_MS


@once_more
def test_the_output_that_was_named_is_used_again_when_it_is_back(server: Server) -> None:
    server.plug_in("headphones", usual=False)
    with opened("headph") as player:
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        before_ms = phase_ms(heard(sink="headphones"), origin_s)
        assert player.output == "Headphones"
        server.unplug("headphones")
        phase_ms(heard(), origin_s)
        assert player.output != "Headphones", "meanwhile the server lets it play elsewhere"
        server.plug_in("headphones", usual=False)
        time.sleep(1.0)
        after_ms = phase_ms(heard(sink="headphones"), origin_s)
        assert player.output == "Headphones"
        assert player.news() == []
    MEASURED.append(f"named output came back: beats off by {before_ms:+.1f} ms before, {after_ms:+.1f} ms after")
    assert abs(after_ms - before_ms) <= MOVED_MS


@once_more
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_the_sound_process_itself_dies_or_hangs(number: signal.Signals) -> None:
    with opened() as player:
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        assert player._link is not None  # pyright: ignore[reportPrivateUsage]
        os.kill(player._link._process.pid, number)  # pyright: ignore[reportPrivateUsage]  # nobody else may
        news = wait_for(player, "back")
        off_ms = phase_ms(heard(), origin_s)
    MEASURED.append(f"sound process gets {number.name}: beats off by {off_ms:+.1f} ms after")
    assert_two(news)
    assert abs(off_ms) <= BIASED_MS


def test_closing_does_not_wait_for_a_server_that_hangs(server: Server) -> None:
    with opened() as player:
        server.freeze()
        time.sleep(0.3)
        begun_s = now()
        player.close()
        assert now() - begun_s < 3.0


@once_more
def test_without_a_device_at_the_start_it_waits_for_one(server: Server) -> None:
    server.kill()
    begun_s = now()
    with opened() as player:
        assert now() - begun_s < 4.0
        assert player.reason
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        player.say(1, "blip", "b", None)
        server.start()
        wait_for(player, "back")
        off_ms = phase_ms(heard(), origin_s)
        assert [gone.cue_id for gone in player.missed()] == [1]
    assert abs(off_ms) <= BIASED_MS


@once_more
def test_an_output_that_takes_no_sound_is_tried_again_until_it_does() -> None:
    """As when another program occupies the device: the server lets everybody in, but nothing moves."""
    pactl("suspend-sink", "coach", "1")
    with opened() as player:
        assert "takes no sound" in player.reason
        origin_s = now() + 0.2
        player.beat(SPM, origin_s)
        time.sleep(3.0)
        assert player.news() == []
        pactl("suspend-sink", "coach", "0")
        wait_for(player, "back")
        off_ms = phase_ms(heard(), origin_s)
    assert abs(off_ms) <= BIASED_MS


@once_more
def test_it_says_that_sound_is_back_but_not_over_and_over(server: Server) -> None:
    said: list[int] = []
    with opened() as player:
        for _ in range(2):
            server.unplug()
            wait_for(player, "lost")
            time.sleep(2.2)
            server.plug_in()
            with Recorder() as recorder:
                wait_for(player, "back")
                time.sleep(0.6)
                said.append(len(recorder.stop().onsets(0.02, apart_s=0.2)))
        assert player.started() == [], "it is the player's own word, not a cue of the run"
    assert said == [1, 0]
