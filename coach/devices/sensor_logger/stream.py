"""Sensor Logger's messages as samples.

Specific force is `totalacceleration` on Android; elsewhere the sum of `accelerometer` and `gravity`, two sensors of
their own. iOS gives both with the opposite sign, unless the app's "Standardise Units & Frames" is on, which no message
tells: that must stay off, or left and right are exchanged. (CROSSPLATFORM.md of the app's documentation.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from coach.devices.device import Refused, Said
from coach.devices.order import Order
from coach.devices.sensor_logger.message import Message, Row, Sensor, read
from coach.devices.tracks import COUNTER, NOTHING, Newest, Pairing, Together, Track, track
from coach.events import Packet

KEY = "sensor-logger"
_WRAP = 2**53
_WAIT_MESSAGES = 1
"""Messages overtake each other now and then: the app does not wait for an answer."""
_PAST_SESSIONS = 16
_G = 9.80665
_DPS = 180.0 / np.pi


class SensorLogger:
    """One phone's messages in their own order. A new recording in the app begins anew, and so does its clock."""

    counter = COUNTER

    def __init__(self) -> None:
        self._session = ""
        self._past: deque[str] = deque(maxlen=_PAST_SESSIONS)
        self._order: Order[Message] = Order(_WRAP, _WAIT_MESSAGES)
        self._stretch = _Stretch()

    def feed(self, packet: Packet) -> Sequence[Said]:
        """What this message completed; nothing of one without motion."""
        message = read(packet.payload)
        if isinstance(message, Refused):
            return (message,)
        if not message.rows:
            return ()
        if message.session != self._session:
            if message.session in self._past:
                return (Refused("Sensor Logger message of a recording that is over"),)
            self._past.append(self._session)
            self._session = message.session
            self._order, self._stretch = Order(_WRAP, _WAIT_MESSAGES), _Stretch()
        sorted_ = self._order.feed(message.number, 0.0, message)
        faults = {"repeated": sorted_.repeated, "later than the one after it": sorted_.late, "lost": sorted_.lost}
        out: list[Said] = [Refused(f"Sensor Logger message {what}", n) for what, n in faults.items() if n]
        for ready in sorted_.ready:
            out += self._samples(ready)
        return out

    def _samples(self, message: Message) -> Sequence[Said]:
        if self._stretch.set_back(message):
            self._stretch = _Stretch()
        return self._stretch.samples(message)


class _Stretch:
    """Messages of one recording under one setting of the phone's clock."""

    def __init__(self) -> None:
        self._origin_ns: float | None = None
        self._newest: dict[Sensor, Newest] = {}
        self._gravity = Pairing()
        self._together = Together()

    def set_back(self, message: Message) -> bool:
        """Whether the phone's clock was set back before this message."""
        return any(
            name in self._newest and self._newest[name].set_back(self._track(rows, 1.0))
            for name, rows in message.rows.items()
        )

    def samples(self, message: Message) -> list[Said]:
        """What became whole."""
        if self._origin_ns is None:
            self._origin_ns = min(row[0] for rows in message.rows.values() for row in rows)
        out: list[Said] = []
        new: dict[Sensor, Track] = {}
        sign = 1.0 if message.android else -1.0
        scales: dict[Sensor, float] = {"accelerometer": sign / _G, "gravity": sign / _G, "gyroscope": _DPS}
        for name, rows in message.rows.items():
            found = self._track(rows, scales.get(name, 1.0 / _G))
            new[name], old = self._newest.setdefault(name, Newest()).of(found)
            if old:
                out.append(Refused("Sensor Logger sample repeated or going back", old))
        force = new.get("totalacceleration")
        if force is None:
            moved, gravity, lost = self._gravity.feed(new.get("accelerometer", NOTHING), new.get("gravity", NOTHING))
            force = Track(moved.ticks, moved.values + gravity)
            if lost:
                out.append(Refused("acceleration without gravity: switch Gravity on in Sensor Logger", lost))
        return [*out, *self._together.feed(force, new.get("gyroscope", NOTHING))]

    def _track(self, rows: Sequence[Row], scale: float) -> Track:
        origin_ns = self._origin_ns or 0.0
        return track([(row[0] - origin_ns) / 1e3 for row in rows], [row[1] for row in rows], scale)
