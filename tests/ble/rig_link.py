"""Bumble's in-process link with a radio's timing: each PDU takes its time, and none overtakes another."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Any

from bumble.controller import Controller
from bumble.link import LocalLink


class TimedLink(LocalLink):
    """`interval_s` > 0 lets data through on connection events only.

    A controller in `faded` is out of reach: nothing that it sends or is sent arrives, and nobody is told.
    """

    def __init__(self, latency_s: float = 0.001, interval_s: float = 0.0) -> None:
        super().__init__()
        self.faded: set[Controller] = set()
        self._latency_s = latency_s
        self._interval_s = interval_s
        self._last_s = 0.0

    def send_advertising_pdu(self, sender_controller: Any, packet: Any) -> None:
        """To all others."""
        if sender_controller not in self.faded:
            self._later(lambda: super(TimedLink, self).send_advertising_pdu(sender_controller, packet))

    def send_ll_control_pdu(self, sender_address: Any, receiver_address: Any, packet: Any) -> None:
        """A link that broke meanwhile swallows it."""
        ends = {self.find_le_controller(sender_address), self.find_le_controller(receiver_address)}

        def deliver() -> None:
            if self.find_le_controller(receiver_address):
                super(TimedLink, self).send_ll_control_pdu(sender_address, receiver_address, packet)

        if not ends & self.faded:
            self._later(deliver)

    def send_acl_data(self, sender_controller: Any, destination_address: Any, transport: Any, data: bytes) -> None:
        """Data of a connection."""
        ends = {sender_controller, self.find_le_controller(destination_address)}
        if not ends & self.faded:
            self._later(
                lambda: super(TimedLink, self).send_acl_data(sender_controller, destination_address, transport, data),
                self._interval_s,
            )

    def _later(self, deliver: Callable[[], None], interval_s: float = 0.0) -> None:
        loop = asyncio.get_running_loop()
        at_s = loop.time() + self._latency_s
        if interval_s:
            at_s = math.ceil(at_s / interval_s) * interval_s
        # timers that are due at the same time do not fire in order
        self._last_s = at_s = max(at_s, self._last_s + 1e-6)
        loop.call_at(at_s, deliver)
