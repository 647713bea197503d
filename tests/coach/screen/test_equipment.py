"""Which sensors are heard, and what they say of themselves."""

from __future__ import annotations

from coach.devices.standard import BATTERY_LEVEL
from coach.events import Link, Packet
from coach.screen.equipment import Equipment
from coach.screen.view import SensorView


def packet(at_s: float) -> Packet:
    return Packet("foot-left", "open-pod", at_s, b"")


def battery(at_s: float, level: bytes) -> Packet:
    return Packet("foot-left", "gatt", at_s, level, BATTERY_LEVEL)


def test_sensors_go_silent_get_lost_and_come_back() -> None:
    worn = Equipment(("foot-left",))

    def now(at_s: float) -> str:
        return worn.views(at_s)[0].state

    assert now(0.0) == "waiting"
    worn.packet(packet(1.0))
    assert now(1.5) == "heard"
    assert now(4.5) == "silent"
    worn.link(Link("foot-left", 4.6, "lost"))
    assert now(4.7) == "lost"
    worn.link(Link("foot-left", 9.0, "connected"))
    assert now(9.0) == "silent"
    worn.packet(packet(9.1))
    assert now(9.1) == "heard"


def test_a_battery_is_told_and_shows_no_life() -> None:
    worn = Equipment(("foot-left",))
    worn.packet(battery(1.0, b"\x51"))
    assert worn.views(1.0) == (SensorView("foot-left", "waiting", 81),)
    worn.packet(packet(2.0))
    worn.packet(battery(60.0, b"\x50"))
    assert worn.views(61.0) == (SensorView("foot-left", "silent", 80, None, 59.0),)


def test_a_battery_that_is_no_percentage_is_not_known() -> None:
    worn = Equipment(("foot-left",))
    worn.packet(battery(1.0, b"\xff"))
    assert worn.views(1.0)[0].battery_percent is None


def test_the_signal_is_the_newest_that_was_found() -> None:
    worn = Equipment(("foot-left",))
    worn.signal("foot-left", -80)
    worn.signal("foot-left", -61)
    assert worn.views(0.0)[0].signal_dbm == -61


def test_a_sensor_nobody_announced_is_known_once_heard() -> None:
    worn = Equipment()
    assert worn.views(0.0) == ()
    worn.packet(packet(1.0))
    assert [sensor.placement for sensor in worn.views(1.0)] == ["foot-left"]
