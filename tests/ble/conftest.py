"""Scenes for the radio tests: bleak finds a room's radio instead of the computer's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import bleak
import pytest

from tests.ble.rig import Room
from tests.ble.rig_bleak import backends
from tests.ble.rig_clock import SkippingLoop

LONGEST_S = 300.0
"""No scene lasts longer: nothing hangs."""
Scene = Callable[[Room], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play a scene to its end."""

    async def staged(scene: Scene) -> None:
        room = Room()
        await room.central.power_on()
        scanner, client, adapter = backends(room.central, room.moods)
        monkeypatch.setattr(bleak, "get_platform_scanner_backend_type", lambda: (scanner, "bumble"))
        monkeypatch.setattr(bleak, "get_platform_client_backend_type", lambda: (client, "bumble"))
        monkeypatch.setattr(bleak, "get_platform_adapter_backend_type", lambda: (adapter, "bumble"))
        try:
            async with asyncio.timeout(LONGEST_S):
                await scene(room)
                await asyncio.sleep(0.02)  # let the sensors hear the good-bye
        finally:
            room.moods.recovered.set()

    def run(scene: Scene) -> None:
        with asyncio.Runner(loop_factory=SkippingLoop) as runner:
            runner.run(staged(scene))

    return run
