"""Holds a sensor's start-up dialogue: writes and reads what it asks for, and hands back what the sensor answers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Generator

from bleak import BleakClient

from coach.devices.device import Refused
from coach.devices.gatt import Answer, Ask, Dialogue, Read, Write
from coach.sources.ble.limits import Deaf, Unreachable, within
from coach.sources.ble.times import Times


class Answers:
    """Notifications that somebody waits for."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Answer, asyncio.Future[bytes]]] = []

    def offer(self, characteristic: str, payload: bytes) -> None:
        """A notification came."""
        for answer, future in self._waiting:
            if characteristic == answer.characteristic and payload.startswith(answer.begins) and not future.done():
                future.set_result(payload)

    @contextlib.contextmanager
    def awaited(self, answer: Answer) -> Generator[asyncio.Future[bytes]]:
        """The next one that fits; listening begins before the question is written, for the answer may be quick."""
        entry = (answer, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        try:
            yield entry[1]
        finally:
            self._waiting.remove(entry)


async def hold(dialogue: Dialogue, client: BleakClient, answers: Answers, times: Times) -> Refused | None:
    """How the dialogue ended; `Unreachable` when the link broke under it."""
    answer: bytes | None = None
    try:
        ask = next(dialogue)
        while True:
            answer = await _asked(ask, client, answers, times)
            ask = dialogue.send(answer)
    except StopIteration as end:
        return end.value


async def _asked(ask: Ask, client: BleakClient, answers: Answers, times: Times) -> bytes | None:
    """The answer; None where no notification came in time or the sensor refused the access."""
    try:
        if isinstance(ask, Read):
            return bytes(await within(times.call_s, "Reading", client.read_gatt_char(ask.characteristic)))
        if ask.answer is None:
            await _write(ask, client, times)
            return b""
        with answers.awaited(ask.answer) as future:
            await _write(ask, client, times)
            await asyncio.wait({future}, timeout=times.answer_s)
            return future.result() if future.done() else None
    except Unreachable as fault:
        if isinstance(fault, Deaf) or not client.is_connected:
            raise
        return None


async def _write(ask: Write, client: BleakClient, times: Times) -> None:
    call = client.write_gatt_char(ask.characteristic, ask.payload, response=ask.with_response)
    await within(times.call_s, "Writing", call)
