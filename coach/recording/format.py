"""What a recording holds: one table of channels, from which schemas, writing and reading follow.

A record becomes a JSON object with the same field names; bytes become base64, a number that is none becomes null.
"""

from __future__ import annotations

import json
import math
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from coach.events import (
    Beat,
    CueDecision,
    DrillPart,
    Guide,
    Key,
    Link,
    Notice,
    Packet,
    Played,
    Rejected,
    Reload,
    Repetition,
    Speed,
    Status,
    Step,
    Tick,
)

PROFILE = "active-stance"
"""The MCAP profile: whose files these are."""
VERSION = 1
"""Grows when an older reader would misunderstand a newer file; new fields and channels leave it alone."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of record and the topic it is written to."""

    record: type
    topic: str
    """`{placement}` stands for the sensor's own channel."""
    time: str
    """The field that dates the message."""

    @property
    def schema(self) -> str:
        """Name of the schema; it says what a message is, whatever the topic."""
        return f"{PROFILE}.{self.record.__name__}"


EVENTS = (
    Channel(Packet, "/packets/{placement}", "arrived_s"),
    Channel(Tick, "/ticks", "at_s"),
    Channel(Link, "/links", "at_s"),
    Channel(Key, "/keys", "at_s"),
    Channel(Speed, "/speed", "at_s"),
    Channel(Played, "/played", "requested_s"),
    Channel(Reload, "/settings", "at_s"),
    Channel(Notice, "/notices", "at_s"),
)
"""The log: what entered the pipeline, and all that a replay reads."""
DERIVED = (
    Channel(Step, "/derived/steps", "declared_s"),
    Channel(Repetition, "/derived/repetitions", "declared_s"),
    Channel(Status, "/derived/status", "at_s"),
    Channel(Beat, "/derived/metronome", "at_s"),
    Channel(CueDecision, "/derived/cues", "decided_s"),
    Channel(Guide, "/derived/guide", "at_s"),
    Channel(DrillPart, "/derived/parts", "end_s"),
    Channel(Rejected, "/derived/rejected", "at_s"),
)
"""What was made of it at the time: for people and viewers, never read back."""
CHANNELS: Mapping[type, Channel] = {channel.record: channel for channel in (*EVENTS, *DERIVED)}
EVENT_RECORDS: Mapping[str, type] = {channel.schema: channel.record for channel in EVENTS}

_PLAIN: Mapping[object, dict[str, Any]] = {
    float: {"type": "number"},
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "contentEncoding": "base64"},
}


def json_schema(record: type) -> bytes:
    """JSON schema of a record, for viewers."""
    hints = get_type_hints(record)
    schema = {
        "title": record.__name__,
        "description": " ".join((record.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _schema(hint) for name, hint in hints.items()},
        "required": [f.name for f in fields(record) if f.default is MISSING and f.default_factory is MISSING],
    }
    return json.dumps(schema).encode()


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        return {"oneOf": [_schema(inner), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    return {"type": "object", "additionalProperties": {"type": "number"}}


def encode(record: Any) -> bytes:
    """One record as JSON."""
    return json.dumps({f.name: _plain(getattr(record, f.name)) for f in fields(record)}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return b2a_base64(value, newline=False).decode()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    return value


def decode(record: type, data: bytes) -> Any:
    """The record that was encoded; ValueError where it is not what its fields say.

    Fields that this version does not know are passed over, missing ones take their default.
    """
    tree, _ = _JSON.raw_decode(data.decode())
    if not isinstance(tree, dict):
        raise ValueError("not an object")  # noqa: TRY004  # one error for whatever is wrong with the bytes
    try:
        return record(**{name: check(tree[name]) for name, check in _checks(record) if name in tree})
    except (TypeError, KeyError) as fault:
        raise ValueError(str(fault)) from None


_JSON = json.JSONDecoder()
Check = Callable[[Any], Any]


@cache
def _checks(record: type) -> tuple[tuple[str, Check], ...]:
    return tuple((name, _check(hint)) for name, hint in get_type_hints(record).items())


def _check(hint: Any) -> Check:
    """What makes a field of this type out of JSON, or raises ValueError."""
    if hint is float:
        return _number
    if hint is bytes:
        return a2b_base64
    if get_origin(hint) is Literal:
        return dict(zip(get_args(hint), get_args(hint), strict=True)).__getitem__
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (_check(arg) for arg in get_args(hint) if arg is not NoneType)
        return lambda value: None if value is None else inner(value)
    return partial(_exactly, hint)


def _number(value: Any) -> float:
    if isinstance(value, float | int) and math.isfinite(value):
        return float(value)
    raise ValueError(f"{value!r} is no number")


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is kind:
        return value
    raise ValueError(f"{value!r} is no {kind.__name__}")
