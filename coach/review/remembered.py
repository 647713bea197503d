"""What was made of a run at the time, read back from its recording: an hour in seconds instead of half a minute.

Only for recordings that this very version wrote: it would decide the same again, and a test holds the two to be equal.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcap.exceptions import McapError
from mcap.records import Channel, Footer, Message

from coach.devices.standard import KEY
from coach.events import (
    PLACEMENTS,
    Beat,
    CueDecision,
    DrillPart,
    Guide,
    Key,
    Notice,
    Packet,
    Placement,
    Played,
    Rejected,
    Repetition,
    Status,
    Step,
)
from coach.recording.format import CHANNELS, decode
from coach.recording.records import records
from coach.review.run import Run

_READ: Mapping[str, type] = {
    CHANNELS[record].topic: record
    for record in (Step, Repetition, Status, Guide, DrillPart, CueDecision, Beat, Rejected, Played, Key, Notice)
}
_SENSORS: Mapping[str, Placement] = {CHANNELS[Packet].topic.format(placement=p): p for p in PLACEMENTS}
_NO_MOTION = json.dumps({"device": KEY})[1:-1].encode()
"""What the few packets have in them that are worth reading here; those of motion are only counted."""
_BROKEN = (McapError, struct.error, ValueError, TypeError, OSError, MemoryError)


def remembered(path: Path) -> Run | None:
    """The run as it was recorded; None where the recording holds no decisions, or was cut or damaged."""
    run = Run()
    whole = decided = False
    topics: dict[int, str] = {}
    try:
        with path.open("rb") as file:
            for record in records(file):
                match record:
                    case Message():
                        decided |= _take(run, topics[record.channel_id], record)
                    case Channel():
                        topics[record.id] = record.topic
                    case Footer():
                        whole = True
                    case _:
                        pass
    except _BROKEN:
        return None
    return run if whole and decided else None


def _take(run: Run, topic: str, message: Message) -> bool:
    """Put one message where it belongs; True where it is something that was decided."""
    sensor = _SENSORS.get(topic)
    if sensor is not None:
        if _NO_MOTION in message.data:
            run.see(decode(Packet, message.data))
        else:
            run.arrived(sensor, 1e-9 * message.log_time)
        return False
    record = _READ.get(topic)
    if record is None:
        return False
    made = _made(record, json.loads(message.data))
    if isinstance(made, Played | Key | Notice):
        run.see(made)
        return False
    run.add([made])
    return True


def _made(record: type, fields: dict[str, Any]) -> Any:
    """The record of these fields. A contact that could not be dated was written as null, and is no number here."""
    if record is Step and fields["contact_s"] is None:
        fields["contact_s"] = math.nan
    if record is Repetition:
        unmeasured = {name: math.nan for name in ("contact_s", "flight_s") if fields[name] is None}
        fields |= {**unmeasured, "faults": tuple(fields["faults"])}
    return record(**fields)
