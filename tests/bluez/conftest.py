"""These tests need a BlueZ of their own: they run only inside the virtual machine that `with_bluez` starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ble.rig_peripheral import Peripheral


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Outside the machine, say what to do instead of failing."""
    if "COACH_BLUEZ" in os.environ:
        Peripheral.advertising_ms = 100  # the machine is slow, and each advertisement wakes all of it
        return
    here = Path(__file__).parent
    away = pytest.mark.skip(reason="speaks to a real BlueZ: tests/bluez/with_bluez pytest -m bluez tests/bluez")
    for item in items:
        if here in item.path.parents:
            item.add_marker(away)
