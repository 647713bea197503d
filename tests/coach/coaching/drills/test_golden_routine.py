"""The whole warm-up as it is heard: words and beeps at their times, whatever the runner does.

GOLDEN=write writes the transcripts anew; read them before they are kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.config import Drills
from coach.events import Key, Speed

from .puppet import Lead, Led, Puppet

GOLDEN = Path(__file__).with_name("golden")
SHORT = Drills(warm_up_min=4.0, strides=2)


def by_the_clock(lead: Lead) -> Led:
    return lead()


def sensed(lead: Lead) -> Led:
    return lead(settings=SHORT, puppet=Puppet())


def slower(lead: Lead) -> Led:
    return lead(settings=SHORT, puppet=Puppet(delay_s=3.0, slower=1.5))


def stops_in_between(lead: Lead) -> Led:
    return lead(settings=SHORT, puppet=Puppet(rests={1: (5.0, 6.0), 4: (6.0, 60.0)}))


def skips_and_repeats(lead: Lead) -> Led:
    keys = (("skip", 30.0), ("skip", 48.0), ("repeat", 78.0), ("pause", 150.0), ("pause", 175.0))
    return lead(settings=SHORT, puppet=Puppet(), events=[Key(at_s, key) for key, at_s in keys])


def by_distance(lead: Lead) -> Led:
    speeds = [Speed(float(second), 2.0, "footpod") for second in range(900)]
    return lead(settings=SHORT, events=speeds)


@pytest.mark.parametrize(
    "scene", [by_the_clock, sensed, slower, stops_in_between, skips_and_repeats, by_distance], ids=lambda f: f.__name__
)
def test_the_transcript_is_the_golden_one(lead: Lead, scene: Callable[[Lead], Led]) -> None:
    file = GOLDEN / f"{scene.__name__.replace('_', '-')}.txt"
    heard = scene(lead).transcript()
    if os.environ.get("GOLDEN") == "write":
        file.write_text(heard, encoding="utf-8")
    assert heard == file.read_text(encoding="utf-8")
