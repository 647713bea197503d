"""A sensor is there while its motion is: what stands beside it neither keeps it alive nor brings it back."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from coach.config import Config
from coach.devices import table
from coach.devices.gatt import sig
from coach.devices.standard import BATTERY_LEVEL
from coach.events import CueDecision, Event, Link, Packet, Placement, Tick
from coach.pipeline import SILENT_S, Pipeline, Senses
from cues.pack import load_pack

HEART: Placement = "chest"
BEAT = (sig(0x2A37), b"\x00\x80")
FULL = (BATTERY_LEVEL, b"\x55")


def motion(at_s: float) -> Packet:
    rows = np.tile([0.0, 0.0, 1.0], (20, 1))
    payload = table.encode(at_s - 0.2 + np.arange(20) / 100, rows, accel_limit_g=8.0, gyro_limit_dps=2000.0)
    return Packet(HEART, "table", at_s, payload)


def beside(at_s: float, what: tuple[str, bytes]) -> Packet:
    channel, payload = what
    return Packet(HEART, "gatt", at_s, payload, channel)


def links(events: Iterable[Event]) -> list[tuple[str, float]]:
    senses = Senses(Config(), (HEART,))
    found = [moment for event in events for moment in senses.feed(event)]
    return [(moment.state, moment.at_s) for moment in found if isinstance(moment, Link)]


@pytest.mark.parametrize("what", [BEAT, FULL], ids=["heart rate", "battery"])
def test_what_stands_beside_motion_does_not_keep_it_alive(what: tuple[str, bytes]) -> None:
    still = [event for n in range(1, 20) for event in (beside(1.0 + n / 4, what), Tick(1.01 + n / 4))]

    assert links([motion(1.0), *still]) == [("lost", pytest.approx(1.0 + SILENT_S, abs=0.27))]


@pytest.mark.parametrize("what", [BEAT, FULL], ids=["heart rate", "battery"])
def test_nor_does_it_bring_it_back(what: tuple[str, bytes]) -> None:
    lost = [motion(1.0), Link(HEART, 2.0, "lost"), Link(HEART, 5.0, "connected")]

    assert links([*lost, beside(5.1, what), motion(5.4)]) == [("lost", 2.0), ("connected", 5.4)]


def test_bytes_that_hold_no_samples_do_not_either() -> None:
    broken = Packet(HEART, "table", 5.1, b"\x03")

    assert links([motion(1.0), Link(HEART, 2.0, "lost"), broken]) == [("lost", 2.0)]


def test_nobody_misses_the_motion_of_a_sensor_that_never_sent_any() -> None:
    strap = [beside(1.0, BEAT), Tick(5.0), Link(HEART, 6.0, "lost"), Link(HEART, 7.0, "connected"), Tick(12.0)]

    assert links(strap) == []


def test_a_low_battery_is_told_once_and_in_words() -> None:
    low = [beside(at_s, (BATTERY_LEVEL, bytes([percent]))) for at_s, percent in ((1.1, 40), (2.0, 15), (3.0, 14))]
    pipeline = Pipeline(Config(), (HEART,), load_pack("push-pull").durations)

    told = [one for event in (motion(1.0), *low) for one in pipeline.feed(event) if isinstance(one, CueDecision)]

    assert [(one.cue, one.outcome, one.requested_s) for one in told] == [("battery-low", "played", 2.0)]
    assert told[0].because == "the battery of chest is at 15 %"
