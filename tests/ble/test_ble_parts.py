"""The small rooms of the link: who is who, what is missing, and how long anything may take."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError, BleakError

from coach.devices.gatt import sig
from coach.errors import HardwareError
from coach.sources.ble import Unreachable, kinds, limits
from coach.sources.ble.adapter import missing
from coach.sources.ble.identity import Identity, Wanted
from coach.sources.ble.limits import within
from coach.sources.ble.sighting import Sighting, sighting

Reason = BleakBluetoothNotAvailableReason


def seen(name: str = "Polar H10 1234ABCD", address: str = "AA:01", **more: object) -> Sighting:
    said: dict[str, object] = {
        "local_name": name,
        "manufacturer_data": {},
        "service_data": {},
        "service_uuids": [],
        "tx_power": None,
        "rssi": -60,
        "platform_data": (),
    }
    return sighting(BLEDevice(address, name, None), AdvertisementData(**(said | more)))  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", ["polar h10 1234abcd", "1234ABCD", "aa:01"])
def test_a_sensor_is_named_by_its_name_its_serial_or_its_address(wanted: str) -> None:
    assert Identity(Wanted(wanted, "chest")).fits(seen())


@pytest.mark.parametrize("wanted", ["polar", "Polar H10 1234ABC", "h1", "aa"])
def test_a_part_of_a_word_names_nothing_but_a_word_does(wanted: str) -> None:
    assert Identity(Wanted(wanted, "chest")).fits(seen()) == (wanted == "polar")


def test_a_kind_names_the_first_of_its_kind_and_then_only_this_one() -> None:
    identity = Identity(Wanted("treadmill", None))
    first = seen("Runn 1", "AA:01", service_uuids=[sig(0x1826)])
    assert identity.fits(first)
    assert not identity.fits(seen("Lamp"))
    assert identity.confirm(first, "")
    assert not identity.fits(seen("Runn 2", "AA:02", service_uuids=[sig(0x1826)]))


def test_a_new_address_needs_a_serial_or_a_search_in_vain() -> None:
    plain, numbered = Identity(Wanted("Pod", "waist")), Identity(Wanted("Pod", "waist"))
    assert plain.confirm(seen("Pod", "AA:01"), "")
    assert numbered.confirm(seen("Pod", "AA:01"), "S1")
    elsewhere = seen("Pod", "AA:02")
    assert numbered.fits(elsewhere)
    assert not plain.fits(elsewhere)
    plain.missed()
    assert plain.fits(elsewhere)
    assert plain.confirm(elsewhere, "")
    assert plain.address == "AA:02"


def test_another_serial_number_is_another_sensor_for_good() -> None:
    identity = Identity(Wanted("Pod", "waist"))
    assert identity.confirm(seen("Pod", "AA:01"), "S1")
    assert not identity.confirm(seen("Pod", "AA:02"), "S2")
    assert not identity.fits(seen("Pod", "AA:02"))
    assert identity.fits(seen("Pod", "AA:03"))
    assert identity.address == "AA:01"


def test_an_advertisement_says_what_it_is() -> None:
    pod = seen("Movesense 1740", service_data={sig(0x180F): b"\x37"})
    assert pod.battery_percent == 55
    assert [kind.device for kind in kinds(pod)] == ["movesense"]
    assert seen(service_data={sig(0x180F): b"\xff"}).battery_percent is None
    assert kinds(seen("Lamp")) == ()


@pytest.mark.parametrize(
    ("fault", "platform", "what", "remedy"),
    [
        (BleakBluetoothNotAvailableError("", Reason.NO_BLUETOOTH), "linux", "no Bluetooth", "rfkill list"),
        (BleakBluetoothNotAvailableError("", Reason.NO_BLUETOOTH), "win32", "no Bluetooth", "USB adapter"),
        (BleakBluetoothNotAvailableError("", Reason.NO_BLE_CENTRAL_ROLE), "darwin", "no Bluetooth Low", "USB adapter"),
        (BleakBluetoothNotAvailableError("", Reason.POWERED_OFF), "linux", "switched off", "power on"),
        (BleakBluetoothNotAvailableError("", Reason.POWERED_OFF), "darwin", "switched off", "menu bar"),
        (BleakBluetoothNotAvailableError("", Reason.POWERED_OFF), "win32", "switched off", "Settings"),
        (BleakBluetoothNotAvailableError("", Reason.DENIED_BY_USER), "darwin", "may not", "Privacy"),
        (BleakBluetoothNotAvailableError("", Reason.DENIED_BY_SYSTEM), "linux", "may not", "group bluetooth"),
        (BleakBluetoothNotAvailableError("", Reason.UNKNOWN), "linux", "not available", "off and on"),
        (BleakDBusError("org.bluez.Error.NotReady", []), "linux", "switched off", "power on"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", []), "linux", "does not answer", "bluez"),
        (FileNotFoundError(2, "no bus"), "linux", "does not answer", "systemctl"),
        (PermissionError(13, "no"), "linux", "may not", "usermod"),
    ],
)
def test_what_is_missing_is_told_with_its_remedy(fault: Exception, platform: str, what: str, remedy: str) -> None:
    told = missing(fault, platform)
    assert told is not None
    assert what in told.what
    assert remedy in told.remedy
    assert told.exit_code == 3


@pytest.mark.parametrize(
    "fault", [BleakError("x"), TimeoutError(), BleakDBusError("org.bluez.Error.InProgress", []), ValueError("y")]
)
def test_an_ordinary_fault_is_not_the_adapters(fault: Exception) -> None:
    assert missing(fault) is None


async def raising(fault: BaseException) -> None:
    raise fault


async def deaf(seconds: float) -> str:
    loop = asyncio.get_running_loop()
    until_s = loop.time() + seconds
    while loop.time() < until_s:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(until_s - loop.time())
    return "late"


def test_a_fault_becomes_a_sentence() -> None:
    with pytest.raises(Unreachable, match=r"^Reading: busy$"):
        asyncio.run(within(1.0, "Reading", raising(BleakError("busy.\nmore"))))
    with pytest.raises(Unreachable, match=r"^Reading: EOFError$"):
        asyncio.run(within(1.0, "Reading", raising(EOFError())))
    with pytest.raises(HardwareError, match="switched off"):
        asyncio.run(within(1.0, "x", raising(BleakBluetoothNotAvailableError("", Reason.POWERED_OFF))))


def test_even_a_call_that_ignores_being_cancelled_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_GRACE_S", 0.05)

    async def scene() -> float:
        loop = asyncio.get_running_loop()
        begin_s = loop.time()
        with pytest.raises(Unreachable, match=r"no answer for 0\.05 s"):
            await within(0.05, "Connecting", deaf(1.0))
        return loop.time() - begin_s

    assert asyncio.run(scene()) < 0.9


def test_whoever_waits_can_be_cancelled() -> None:
    async def scene() -> bool:
        inner: list[bool] = []

        async def call() -> None:
            try:
                await asyncio.sleep(60.0)
            except asyncio.CancelledError:
                inner.append(True)
                raise

        waiting = asyncio.create_task(within(60.0, "Waiting", call()))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting
        return waiting.cancelled() and inner == [True]

    assert asyncio.run(scene())
