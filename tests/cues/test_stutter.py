"""An output that stands still: noticed while something sounds, told now and then."""

from __future__ import annotations

import pytest

from cues.clip import RATE_HZ
from cues.player.engine import Engine
from cues.player.messages import Stalled, Tempo
from cues.player.stutter import EVERY_S, Stutter
from cues.player.wire import line, records

BLOCK = 480


def played(engine: Engine, blocks: int, late_s: float = 0.0) -> None:
    """The device asks for blocks, each heard `late_s` later than the count says at first."""
    for _ in range(blocks):
        engine.follow(engine.position / RATE_HZ + late_s)
        engine.render(BLOCK)


@pytest.mark.parametrize("ticking", [True, False])
def test_a_hole_counts_only_while_something_sounds(ticking: bool) -> None:
    engine = Engine({})
    if ticking:
        engine.put(Tempo(170.0, 0.0))
    played(engine, 60)
    assert engine.stalled() == []
    origin = engine.position / RATE_HZ
    for block in range(80):  # 50 ms of nothing: all that follows is heard later than the count says
        engine.follow(origin + block * BLOCK / RATE_HZ + 0.05)
        engine.render(BLOCK)
    stalls = engine.stalled()
    assert len(stalls) == (1 if ticking else 0)
    assert all(stall.lasted_s == pytest.approx(0.05, abs=0.002) for stall in stalls)
    assert engine.stalled() == []


def test_an_output_that_is_early_has_no_hole() -> None:
    engine = Engine({})
    engine.put(Tempo(170.0, 0.0))
    played(engine, 60)
    played(engine, 80, late_s=-0.02)
    assert engine.stalled() == []


def test_holes_are_told_together() -> None:
    stutter = Stutter()
    assert stutter.told([], 0.0) == []
    assert stutter.told([Stalled(1.0, 0.04)], 1.1) == [], "there may be a reason for it"
    (first,) = stutter.told([], 2.0)
    assert "once, 40 ms" in first
    assert stutter.told([Stalled(2.0, 0.1), Stalled(3.0, 0.1)], 5.0) == []
    (later,) = stutter.told([Stalled(6.0, 0.1)], 2.0 + EVERY_S)
    assert "3 times, 300 ms" in later
    assert stutter.told([], 1000.0) == []


def test_the_hole_of_a_move_to_another_output_is_no_stutter() -> None:
    stutter = Stutter()
    assert stutter.told([Stalled(5.0, 0.04)], 5.1) == []
    stutter.moved(5.5)
    assert stutter.told([Stalled(5.9, 0.04)], 20.0) == []
    assert "once" in stutter.told([Stalled(9.0, 0.04)], 20.0)[0]


def test_a_hole_passes_between_the_processes() -> None:
    assert list(records([line(Stalled(3.25, 0.0625))])) == [Stalled(3.25, 0.0625)]  # pyright: ignore[reportArgumentType]  # any lines
