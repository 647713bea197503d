"""What Sensor Logger (iOS, Android) posts while it records, once every batch period.

    {"messageId": 7, "sessionId": "…", "deviceId": "…", "payload": [{"name": "gyroscope", "accuracy": 3,
        "time": 1698501144401773000, "values": {"x": 0.1, "y": 0.0, "z": -0.2}}, …]}

Source: github.com/tszheichoi/awesome-sensor-logger, PUSHING.md and UNITS.md. `time` is nanoseconds since 1970 by the
phone's clock; acceleration is in m/s², rates in rad/s, a battery from 0 to 1, a speed in m/s and negative when unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from coach.devices.device import Refused
from coach.devices.distrust import mapping, number, parsed, sequence, text
from coach.devices.readings import Battery, GroundSpeed

Sensor = Literal["totalacceleration", "accelerometer", "gravity", "gyroscope"]
"""`accelerometer` is without gravity; only Android has the total."""
Row: TypeAlias = tuple[float, tuple[float, float, float]]
"""Nanoseconds since 1970, good to a quarter of a microsecond; x, y and z in the app's own unit."""
_NAMES: Mapping[str, Sensor] = {sensor: sensor for sensor in get_args(Sensor)}
_ABSURD = 1e4
_FAR_NS = 2.0**63
_MOST = 2**53
_FASTEST_MPS = 50.0
_SLOPPY_MPS = 1.0
"""A satellite speed with a wider error is not told."""
_OLD_NS = 5e9
"""The phone begins with its last known place, however long ago that was."""


@dataclass(frozen=True, slots=True)
class Message:
    """One post, checked."""

    number: int
    session: str
    """The same in all messages of one recording."""
    phone: str
    """The same in all recordings of one phone."""
    rows: Mapping[Sensor, Sequence[Row]]
    """Motion, as it came; no sensor without rows."""
    android: bool
    """It tells an accuracy, as iOS never does."""
    test: bool
    """The app's own "tap to test"."""
    readings: tuple[Battery | GroundSpeed, ...]

    @property
    def moves(self) -> bool:
        """It holds specific force, whole or in two parts."""
        return "totalacceleration" in self.rows or {"accelerometer", "gravity"} <= set(self.rows)

    @property
    def span_s(self) -> float:
        """How long a stretch it covers; about the batch period."""
        times = [row[0] for rows in self.rows.values() for row in (rows[0], rows[-1])]
        return (max(times) - min(times)) / 1e9 if times else 0.0


def read(payload: bytes) -> Message | Refused:
    """The message, or why it is none. Readings that say nothing usable are left out."""
    told = mapping(parsed(payload))
    count, session, phone = told.get("messageId"), told.get("sessionId"), told.get("deviceId")
    if not (isinstance(count, int) and isinstance(session, str) and isinstance(phone, str)):
        return Refused("Sensor Logger message that is none")
    if not 0 <= count < _MOST:
        return Refused("Sensor Logger message with an impossible number")
    entries = [mapping(one) for one in sequence(told.get("payload"))]
    moved = [one for one in entries if text(one.get("name")) in _NAMES]
    rows = _rows(moved)
    newest_ns = max((row[0] for part in rows.values() for row in part), default=0.0)
    readings = (_battery(entries), _speed(entries, newest_ns))
    return Message(
        number=count,
        session=session,
        phone=phone,
        rows=rows,
        android=any("accuracy" in one for one in moved),
        test=any(one.get("name") == "test" for one in entries),
        readings=tuple(reading for reading in readings if reading is not None),
    )


def _rows(entries: Iterable[Mapping[str, object]]) -> dict[Sensor, list[Row]]:
    found: dict[Sensor, list[Row]] = {}
    for one in entries:
        values = mapping(one.get("values"))
        at_ns = number(one.get("time"), _FAR_NS)
        x, y, z = (number(values.get(axis), _ABSURD) for axis in "xyz")
        if at_ns is not None and x is not None and y is not None and z is not None:
            found.setdefault(_NAMES[text(one.get("name"))], []).append((at_ns, (x, y, z)))
    return found


def _battery(entries: Sequence[Mapping[str, object]]) -> Battery | None:
    """The newest one told."""
    for one in reversed(entries):
        level = number(mapping(one.get("values")).get("batteryLevel"), 1.0)
        if one.get("name") == "battery" and level is not None and level >= 0.0:
            return Battery(round(100.0 * level))
    return None


def _speed(entries: Sequence[Mapping[str, object]], newest_ns: float) -> GroundSpeed | None:
    """The newest one told, where it is sure and of now."""
    for one in reversed(entries):
        values = mapping(one.get("values"))
        at_ns = number(one.get("time"), _FAR_NS)
        speed_mps = number(values.get("speed"), _FASTEST_MPS)
        error_mps = number(values.get("speedAccuracy", 0.0), _SLOPPY_MPS)
        if one.get("name") == "location" and at_ns is not None and newest_ns - at_ns < _OLD_NS:
            if speed_mps is None or error_mps is None or min(speed_mps, error_mps) < 0.0:
                return None
            return GroundSpeed(speed_mps)
    return None
