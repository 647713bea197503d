"""What the two phone apps would send of a motion that is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from coach.events import Floats

G = 9.80665
START_NS = 1_698_501_144_401_773_000


def accel_g(t_s: Floats) -> Floats:
    """(n, 3) specific force that is smooth, and different on each axis."""
    return np.stack([0.2 * np.sin(4.0 * t_s), 0.1 * np.cos(3.0 * t_s), 1.0 + 0.3 * np.sin(5.0 * t_s)], axis=1)


def gyro_dps(t_s: Floats) -> Floats:
    """(n, 3) angular rate, the same."""
    return np.stack([30.0 * np.cos(2.0 * t_s), 40.0 * np.sin(3.0 * t_s), 5.0 * t_s], axis=1)


def readings(name: str, t_s: Floats, values: Floats, *, android: bool = True) -> list[dict[str, Any]]:
    """Of one of Sensor Logger's sensors, in the app's own unit."""
    return [
        {"name": name, "time": START_NS + round(1e9 * t), "values": dict(zip("xyz", row, strict=True))}
        | ({"accuracy": 3} if android else {})
        for t, row in zip(t_s.tolist(), values.tolist(), strict=True)
    ]


def message(number: int, entries: Iterable[Mapping[str, Any]], *, session: str = "s1", phone: str = "p1") -> bytes:
    """One of Sensor Logger's posts."""
    told = {"messageId": number, "sessionId": session, "deviceId": phone, "payload": list(entries)}
    return json.dumps(told).encode()


def android(number: int, t_s: Floats, **who: str) -> bytes:
    """Total acceleration and rate at the same times."""
    force = readings("totalacceleration", t_s, accel_g(t_s) * G)
    return message(number, [*force, *readings("gyroscope", t_s, np.radians(gyro_dps(t_s)))], **who)


def phyphox_config(*, gyro: bool = True, source: str = "accelerometer") -> bytes:
    """As Android 1.2.0 answers for a simple experiment of one's own."""
    inputs = [_input(source, "acc"), *([_input("gyroscope", "gyr")] if gyro else [])]
    names = [name for one in inputs for output in one["outputs"] for name in output.values()]
    told = {
        "crc32": "9566a693",
        "title": "Run",
        "localTitle": "Run",
        "category": "Simple custom experiments",
        "buffers": [{"name": name, "size": 0} for name in names],
        "inputs": inputs,
    }
    return json.dumps(told).encode()


def _input(source: str, short: str) -> dict[str, Any]:
    outputs = [{axis: f"{short}{axis.upper()}"} for axis in "xyz"]
    return {"source": source, "outputs": [*outputs, {"t": f"{short}_time"}]}


def phyphox_get(buffers: Mapping[str, Sequence[float]], *, session: str = "883b13", measuring: bool = True) -> bytes:
    """As Android writes it: eight digits with an exponent."""
    parts = [
        f'"{name}":{{"size":0,"updateMode":"partial", "buffer":[{",".join(f"{value:.7E}" for value in values)}]}}'
        for name, values in buffers.items()
    ]
    status = f'"session":"{session}", "measuring":{str(measuring).lower()}, "timedRun":false, "countDown":0'
    told = ",\n".join(parts)
    return f'{{"buffer":{{\n{told}\n}},\n"status":{{\n{status}\n}}\n}}\n'.encode()


def columns(short: str, t_s: Floats, values: Floats) -> dict[str, list[float]]:
    """One sensor's four buffers."""
    named = {f"{short}{axis.upper()}": values[:, k].tolist() for k, axis in enumerate("xyz")}
    return {**named, f"{short}_time": t_s.tolist()}
