"""Which sensors a run listens to."""

from __future__ import annotations

import pytest

from coach.app.live.sensing import with_sensors
from coach.config import Config, parse
from coach.errors import SensorError

SETTINGS = """\
[[sensors]]
placement = "waist"
name = "belt"
contact_offset_ms = -4.5
[[sensors]]
placement = "foot-left"
name = "pod"
contact_offset_ms = 2.0
"""


def test_a_calibrated_sensor_stays_calibrated() -> None:
    worn = with_sensors(parse(SETTINGS), {"foot-right": "other"}).sensors
    assert [(sensor.placement, sensor.name, sensor.contact_offset_ms) for sensor in worn] == [
        ("foot-left", "pod", 2.0),
        ("foot-right", "other", 0.0),
        ("waist", "belt", -4.5),
    ]


def test_another_sensor_in_its_place_begins_without() -> None:
    (_, waist) = with_sensors(parse(SETTINGS), {"waist": "new"}).sensors
    assert (waist.name, waist.contact_offset_ms) == ("new", 0.0)


def test_without_any_sensor_there_is_no_run() -> None:
    with pytest.raises(SensorError):
        with_sensors(Config(), {})
