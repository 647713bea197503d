"""phyphox on a phone, through its remote interface: JSON that is asked for, several times a second.

Source: github.com/phyphox/phyphox-docs, docs/remote-interface. `/config` tells which buffers hold what:

    {"inputs": [{"source": "accelerometer",
                 "outputs": [{"x": "accX"}, {"y": "accY"}, {"z": "accZ"}, {"t": "acc_time"}]}, …]}

and `/get?acc_time=3.2&accX=3.2|acc_time…` gives what came after that time:

    {"buffer": {"accX": {"size": 0, "updateMode": "partial", "buffer": [1.0E-1, …]}, …},
     "status": {"session": "883b13", "measuring": true, "timedRun": false, "countDown": 0}}

Times are seconds since the experiment first began, pauses left out; `accelerometer` is specific force in m/s², with the
same sign on iOS and Android, `gyroscope` is rad/s. Numbers have eight digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.devices.device import Refused, Said
from coach.devices.distrust import mapping, number, parsed, sequence, text
from coach.devices.tracks import COUNTER, NOTHING, Newest, Together, Track, track
from coach.events import Packet

KEY = "phyphox"
CONFIG, GET = "config", "get"
"""Channels of its packets: the answers to these two questions."""
_SECOND = 1e6
_LATEST_S = 1e8
_ABSURD = 1e4
_G = 9.80665
_DPS = 180.0 / np.pi


@dataclass(frozen=True, slots=True)
class Buffers:
    """Where one of the phone's sensors is found: names of phyphox's buffers."""

    t: str
    x: str
    y: str
    z: str

    @property
    def axes(self) -> tuple[str, str, str]:
        """Of the three values."""
        return self.x, self.y, self.z


@dataclass(frozen=True, slots=True)
class Layout:
    """What an experiment offers."""

    title: str
    accel: Buffers
    gyro: Buffers | None

    def question(self, accel_s: float | None, gyro_s: float | None) -> dict[str, str]:
        """Parameters of `/get` for all that came after these times; None asks for the last value only."""
        asked = _question(self.accel, accel_s)
        return asked if self.gyro is None else asked | _question(self.gyro, gyro_s)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to `/get`, checked."""

    session: str
    """Another one after another experiment was opened."""
    measuring: bool
    values: Mapping[str, Sequence[float | None]]
    """Buffer → numbers; None where phyphox has none."""

    def oldest_s(self, buffers: Buffers) -> float | None:
        """The time from which a sensor was told; None where it was not."""
        return min((t for t, *_ in self._rows(buffers)), default=None)

    def newest_s(self, buffers: Buffers | None) -> float | None:
        """The time up to which a sensor was told; None where it was not."""
        return max((t for t, *_ in self._rows(buffers)), default=None) if buffers is not None else None

    def track(self, buffers: Buffers | None, origin_s: float, scale: float) -> Track:
        """A sensor's samples in microseconds since `origin_s`, each number times `scale`."""
        if buffers is None:
            return NOTHING
        rows = [row for row in self._rows(buffers) if max(map(abs, row[1:])) < _ABSURD]
        return track([(t - origin_s) * _SECOND for t, *_ in rows], [row[1:] for row in rows], scale)

    def _rows(self, buffers: Buffers) -> list[tuple[float, float, float, float]]:
        """Time and values of whole samples; one that is still being written may lack its last numbers."""
        columns = [self.values.get(name, ()) for name in (buffers.t, *buffers.axes)]
        return [
            (t, x, y, z)
            for t, x, y, z in zip(*columns, strict=False)
            if t is not None and x is not None and y is not None and z is not None
        ]


def layout(payload: bytes) -> Layout | Refused:
    """What `/config` says of the experiment, or why it is of no use."""
    told = mapping(parsed(payload))
    sources = {text(one.get("source")): _buffers(one) for one in map(mapping, sequence(told.get("inputs")))}
    accel = sources.get("accelerometer")
    if accel is None:
        return Refused("phyphox experiment without acceleration with g and its time")
    return Layout(text(told.get("title")), accel, sources.get("gyroscope"))


def answer(payload: bytes) -> Answer | Refused:
    """What `/get` says."""
    told = mapping(parsed(payload))
    status = mapping(told.get("status"))
    session, measuring = status.get("session"), status.get("measuring")
    if not (isinstance(session, str) and isinstance(measuring, bool)):
        return Refused("phyphox answer that is none")
    values = {
        name: [number(value, _LATEST_S) for value in sequence(mapping(one).get("buffer"))]
        for name, one in mapping(told.get("buffer")).items()
    }
    return Answer(session, measuring, values)


class Phyphox:
    """One phone's answers. A paused experiment's clock stands, so after each pause time begins anew."""

    counter = COUNTER

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._session = ""
        self._begin()

    def feed(self, packet: Packet) -> Sequence[Said]:
        """What this answer completed."""
        if packet.channel == CONFIG:
            found = layout(packet.payload)
            self._layout = None if isinstance(found, Refused) else found
            self._begin()
            return (found,) if isinstance(found, Refused) else ()
        said = answer(packet.payload)
        if isinstance(said, Refused):
            return (said,)
        if self._layout is None:
            return (Refused("phyphox answer before its configuration"),)
        return self._samples(said, self._layout)

    def _begin(self) -> None:
        self._origin_s: float | None = None
        self._newest = (Newest(), Newest())
        self._together = Together()

    def _samples(self, said: Answer, where: Layout) -> Sequence[Said]:
        if said.session != self._session:
            self._session = said.session
            self._begin()
        if self._origin_s is None:
            self._origin_s = said.oldest_s(where.accel)
        origin_s = self._origin_s or 0.0
        tracks = (said.track(where.accel, origin_s, 1.0 / _G), said.track(where.gyro, origin_s, _DPS))
        if any(newest.set_back(found) for newest, found in zip(self._newest, tracks, strict=True)):
            self._begin()  # its data was cleared
            return self._samples(said, where)
        (accel_g, twice), (gyro_dps, again) = (
            newest.of(found) for newest, found in zip(self._newest, tracks, strict=True)
        )
        out: list[Said] = [Refused("phyphox sample repeated", twice + again)] if twice + again else []
        out += self._together.feed(accel_g, gyro_dps)
        if not said.measuring:
            self._begin()
        return out


def _question(buffers: Buffers, after_s: float | None) -> dict[str, str]:
    if after_s is None:
        return dict.fromkeys((buffers.t, *buffers.axes), "")
    return {buffers.t: f"{after_s!r}", **dict.fromkeys(buffers.axes, f"{after_s!r}|{buffers.t}")}


def _buffers(one: Mapping[str, object]) -> Buffers | None:
    """Of an input that has all four."""
    names = {axis: name for output in map(mapping, sequence(one.get("outputs"))) for axis, name in output.items()}
    t, x, y, z = (names.get(axis) for axis in "txyz")
    if not (isinstance(t, str) and isinstance(x, str) and isinstance(y, str) and isinstance(z, str)):
        return None
    return Buffers(t, x, y, z)
