"""Shared by the device tests: packets, and somebody to hold a start dialogue with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coach.devices import Refused
from coach.devices.gatt import Ask, Dialogue
from coach.events import Packet

Make = Callable[..., Packet]
Answerer = Callable[[Ask], bytes | None]
Hold = Callable[[Dialogue, Answerer], tuple[list[Ask], Refused | None]]


@pytest.fixture
def packet() -> Make:
    """A packet of whatever device, by payload, channel and arrival."""

    def make(payload: bytes, channel: str = "", arrived_s: float = 0.0) -> Packet:
        return Packet("waist", "under test", arrived_s, payload, channel)

    return make


@pytest.fixture
def hold() -> Hold:
    """Hold a dialogue to its end; what was asked, and how it ended."""

    def held(dialogue: Dialogue, answer: Answerer) -> tuple[list[Ask], Refused | None]:
        asked: list[Ask] = []
        try:
            ask = next(dialogue)
            while True:
                asked.append(ask)
                ask = dialogue.send(answer(ask))
        except StopIteration as end:
            return asked, end.value

    return held
