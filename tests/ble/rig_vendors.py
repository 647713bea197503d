"""Makers' own sensors as GATT servers: they answer and stream only as their documents say, to whoever asks in time."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable, Mapping
from typing import Any

from bumble.core import UUID
from bumble.gatt import Characteristic, CharacteristicValue, Service

from coach.devices import metamotion, movella, movesense, witmotion
from tests.ble.rig_peripheral import Can, Needs, Peripheral

_CHIPS: Mapping[int, int] = {0x03: 4, 0x13: 1}
_BEGINS: Mapping[int, frozenset[bytes]] = {
    0x03: frozenset({b"\x03\x03\xa8\x03", b"\x03\x05\x01", b"\x03\x02\x01\x00", b"\x03\x01\x01"}),
    0x13: frozenset({b"\x13\x03\x28\x00", b"\x13\x05\x01", b"\x13\x02\x01\x00", b"\x13\x01\x01"}),
}
_WAKES_S: Mapping[int, float] = {0x03: 0.0, 0x13: 0.08}
"""MetaMotion: module → its chip, what sets and begins it, how long it takes to wake."""


class _Commanded(Peripheral):
    """One characteristic takes commands, one streams; a broken link ends the stream."""

    command_number = ""
    data_number = ""
    command_ability = Can.WRITE

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands: list[bytes] = []
        self.started = False

    @property
    def data_uuid(self) -> UUID:
        """Its samples."""
        return UUID(self.data_number)

    def services(self) -> list[Service]:
        """Commands and data."""
        value = CharacteristicValue[bytes](write=lambda _, value: self._taken(value))
        command = Characteristic[bytes](UUID(self.command_number), self.command_ability, Needs.WRITEABLE, value)
        return [Service(UUID(self.service), [command, self.data])]

    def streams(self, payload: bytes) -> bool:
        """Once started."""
        return self.started and super().streams(payload)

    def command(self, value: bytes) -> None:
        """What it was told."""
        raise NotImplementedError

    def _taken(self, value: bytes) -> None:
        self.commands.append(value)
        self.command(value)

    def _on_disconnection(self, _: int) -> None:
        super()._on_disconnection(_)
        self.started = False


class MovesenseSim(_Commanded):
    """With the `gatt_sensordata` firmware. `whole_bytes`: what is longer comes in two parts."""

    service, command_number, data_number = movesense.SERVICE, movesense.COMMAND, movesense.DATA
    company = 0x009F
    whole_bytes = 244

    def parts(self, payload: bytes) -> Iterable[bytes]:
        """The second part repeats the reference."""
        if len(payload) <= self.whole_bytes:
            return (payload,)
        return payload[: self.whole_bytes], b"\x03" + payload[1:2] + payload[self.whole_bytes :]

    def command(self, value: bytes) -> None:
        """SUBSCRIBE with a path, UNSUBSCRIBE; both are answered by a status as of HTTP."""
        operation, reference, path = value[0], value[1], value[2:]
        status = 200 if operation == 2 or path == b"/Meas/IMU6/104" else 404
        status = 503 if operation == 1 and self.refuses else status
        self.started = operation == 1 and status == 200
        self.answer(self.data, bytes([1, reference]) + status.to_bytes(2, "little"))


class InPartsSim(MovesenseSim):
    """The same over a link that carries less."""

    whole_bytes = 152


class MetaMotionSim(_Commanded):
    """With a BMI270. Three samples of a kind go out together, counted from when its chip woke."""

    service, command_number, data_number = metamotion.SERVICE, metamotion.COMMAND, metamotion.DATA
    command_ability = Can.WRITE_WITHOUT_RESPONSE

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._awake_s: dict[int, float] = {}
        self._gathered: dict[int, bytes] = {}

    def command(self, value: bytes) -> None:
        """A question about a module, or one of the settings without all of which nothing comes."""
        module = value[0]
        if value[1] == 0x80 and not self.refuses:
            self.answer(self.data, bytes([module, 0x80, _CHIPS[module], 0]))
        if _BEGINS[module] <= set(self.commands):
            self._awake_s[module] = asyncio.get_running_loop().time() + _WAKES_S[module]
            self.started = True

    def parts(self, payload: bytes) -> Iterable[bytes]:
        """The packets that this sample completes."""
        for module, sample in ((0x03, payload[:6]), (0x13, payload[6:])):
            if asyncio.get_running_loop().time() >= self._awake_s.get(module, math.inf):
                gathered = self._gathered.pop(module, bytes([module, 0x05])) + sample
                if len(gathered) == 20:
                    yield gathered
                else:
                    self._gathered[module] = gathered

    def _on_disconnection(self, _: int) -> None:
        super()._on_disconnection(_)
        for memory in (self.commands, self._awake_s, self._gathered):
            memory.clear()


class WitMotionSim(_Commanded):
    """Deaf until it is unlocked, and silent until it is set to 200 Hz (in truth it would send 10 a second)."""

    service, command_number, data_number = witmotion.SERVICE, witmotion.COMMAND, witmotion.DATA
    command_ability = Can.WRITE_WITHOUT_RESPONSE

    def command(self, value: bytes) -> None:
        """A rate, after the key."""
        unlocked = bytes.fromhex("ffaa6988b5") in self.commands
        self.started |= unlocked and value == bytes.fromhex("ffaa030b00") and not self.refuses


class MovellaSim(_Commanded):
    """A DOT."""

    service, command_number, data_number = movella.SERVICE, movella.CONTROL, movella.MEDIUM
    company = 2182

    def command(self, value: bytes) -> None:
        """Begin or end payload 21."""
        self.started = value == b"\x01\x01\x15" and not self.refuses
