"""`coach doctor` tells what of Bluetooth and of the way to a phone is missing, and what to do on this system."""

from __future__ import annotations

import socket
import sys

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError

from coach.app.setup.health import CHECKS, Finding
from coach.config import Config, parse
from coach.screen.web import door
from coach.sources import ble
from coach.sources.ble.limits import within

Reason = BleakBluetoothNotAvailableReason


def examined(monkeypatch: pytest.MonkeyPatch, fault: Exception | None, system: str = "linux") -> Finding:
    async def failing() -> None:
        if fault is not None:
            raise fault

    async def probe() -> None:
        await within(1.0, "Looking for sensors", failing())

    monkeypatch.setattr(ble, "probe", probe)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("coach.sources.ble.adapter.missing.__defaults__", (system,))
    return CHECKS["bluetooth"]("bluetooth", Config())


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_each_lack_is_told_apart_and_has_its_remedy(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    lacks = {
        reason: examined(monkeypatch, BleakBluetoothNotAvailableError("", reason), system)
        for reason in (Reason.NO_BLUETOOTH, Reason.POWERED_OFF, Reason.DENIED_BY_USER)
    }
    assert not any(found.ok for found in lacks.values())
    assert len({found.detail for found in lacks.values()}) == 3
    assert len({found.remedy for found in lacks.values()}) == 3
    assert "switched off" in lacks[Reason.POWERED_OFF].detail
    assert "may not use" in lacks[Reason.DENIED_BY_USER].detail
    assert "no Bluetooth" in lacks[Reason.NO_BLUETOOTH].detail


def test_the_remedy_is_the_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = BleakBluetoothNotAvailableError("", Reason.DENIED_BY_USER)
    remedies = {system: examined(monkeypatch, denied, system).remedy for system in ("linux", "darwin", "win32")}
    assert "usermod" in remedies["linux"]
    assert "System Settings" in remedies["darwin"]
    assert "Privacy & security" in remedies["win32"]


def test_a_radio_that_is_busy_is_no_missing_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    found = examined(monkeypatch, BleakDBusError("org.bluez.Error.InProgress", []))
    assert not found.ok
    assert "an adapter is there" in found.detail
    assert "Close other programs" in found.remedy


def test_a_radio_that_works_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert examined(monkeypatch, None) == Finding("bluetooth", ok=True, detail="an adapter answers")


def named(name: str) -> Config:
    return parse(f'[[sensors]]\nplacement = "waist"\nname = "{name}"\n')


def phones(config: Config) -> Finding:
    return CHECKS["phones"]("phones", config)


def test_phones_are_looked_at_where_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert phones(named("Polar H10")) == Finding("phones", ok=True, detail="none is named as a sensor")
    monkeypatch.setattr(door, "addresses", lambda: ["192.168.0.7"])
    assert "port 8400 of 192.168.0.7" in phones(named("sensor-logger")).detail
    monkeypatch.setattr(door, "addresses", list[str])
    assert phones(named("sensor-logger")).detail == "in no network"


def test_a_phyphox_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "addresses", lambda: ["192.168.0.7"])
    with socket.create_server(("127.0.0.1", 0)) as phone:
        address = f"http://127.0.0.1:{phone.getsockname()[1]}"
        assert phones(named(address)) == Finding("phones", ok=True, detail=f"{address} answers")
    found = phones(named(address))
    assert (found.ok, found.detail) == (False, f"{address} does not answer")
    assert "remote access" in found.remedy
