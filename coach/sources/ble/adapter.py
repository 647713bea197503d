"""Is there a radio? No adapter, switched off and no permission are told apart, each with its remedy per system."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Literal

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakDBusError

from coach.errors import HardwareError

Lack = Literal["no adapter", "off", "no permission", "no service", "unknown"]
_REASONS: Mapping[BleakBluetoothNotAvailableReason, Lack] = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: "no adapter",
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: "no adapter",
    BleakBluetoothNotAvailableReason.POWERED_OFF: "off",
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: "no permission",
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: "no permission",
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: "no permission",
    BleakBluetoothNotAvailableReason.UNKNOWN: "unknown",
}
_DBUS: Mapping[str, Lack] = {
    "org.freedesktop.DBus.Error.ServiceUnknown": "no service",
    "org.freedesktop.DBus.Error.NameHasNoOwner": "no service",
    "org.freedesktop.DBus.Error.Spawn.ServiceNotFound": "no service",
    "org.freedesktop.DBus.Error.AccessDenied": "no permission",
    "org.bluez.Error.NotReady": "off",
    "org.bluez.Error.NotAuthorized": "no permission",
}
_WHAT: Mapping[Lack, str] = {
    "no adapter": "This computer has no Bluetooth Low Energy adapter.",
    "off": "Bluetooth is switched off.",
    "no permission": "This program may not use Bluetooth.",
    "no service": "The system's Bluetooth service does not answer.",
    "unknown": "Bluetooth is not available here.",
}
BUSY = "Close other programs that use Bluetooth, then switch Bluetooth off and on."
"""The remedy where there is a radio, but it does not do as it is told."""
_PLUG_IN = "Plug in a Bluetooth 4.0 (or newer) USB adapter, or name sensors sim."
_REMEDIES: Mapping[tuple[str, Lack], str] = {
    ("linux", "no adapter"): f"{_PLUG_IN} `rfkill list` and `bluetoothctl list` show what Linux sees.",
    ("linux", "off"): "Run `rfkill unblock bluetooth && bluetoothctl power on`.",
    (
        "linux",
        "no permission",
    ): "Add yourself to the group bluetooth (`sudo usermod -aG bluetooth $USER`), log in anew.",
    ("linux", "no service"): "Run `sudo apt install bluez && sudo systemctl enable --now bluetooth`.",
    ("darwin", "off"): "Switch Bluetooth on in the menu bar.",
    ("darwin", "no permission"): (
        "Allow your terminal in System Settings > Privacy & Security > Bluetooth, then open it anew."
    ),
    ("win32", "off"): "Switch Bluetooth on in Settings > Bluetooth & devices.",
    ("win32", "no permission"): "Allow it in Settings > Privacy & security > Radios, for desktop apps.",
}


def missing(fault: Exception, platform: str = sys.platform) -> HardwareError | None:
    """What to tell the runner when the adapter is the reason for the fault; None when it is not."""
    lack = _lack(fault)
    if lack is None:
        return None
    remedy = _REMEDIES.get((platform, lack), _PLUG_IN if lack == "no adapter" else "Switch Bluetooth off and on again.")
    return HardwareError(_WHAT[lack], remedy)


def _lack(fault: Exception) -> Lack | None:
    match fault:
        case BleakBluetoothNotAvailableError():
            return _REASONS.get(fault.reason, "unknown")
        case BleakDBusError():
            return _DBUS.get(fault.dbus_error)
        case PermissionError():
            return "no permission"
        case FileNotFoundError() | ConnectionRefusedError():
            return "no service"  # the D-Bus socket: no system bus, as in most containers
        case _:
            return None
