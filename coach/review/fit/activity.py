"""A run as the messages of a FIT activity, in the order in which a watch writes them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from coach.recording import Header
from coach.review.fit import drills
from coach.review.fit.layout import (
    ACTIVITY_TYPES,
    CUE,
    FIELDS,
    RESPONSE,
    SINKS,
    SURFACES,
    cadence,
    whole_and_fraction,
)
from coach.review.laps import laps
from coach.review.run import Run
from coach.review.seconds import Second, seconds
from coach.review.sounded import sounded
from coach.review.stretches import state_stretches
from coach.review.summary import Summary

Value: TypeAlias = "str | float | datetime | dict[int, str | float]"
Fields: TypeAlias = dict[str, Value]
Message: TypeAlias = tuple[str, Fields]
"""Name in the FIT profile, and its fields."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A second while the timer ran, as the file will hold it."""

    second: Second
    fields: dict[str, float]
    strides_per_min: float | None
    distance_m: float
    own: dict[int, str | float]


class Activity:
    """One session of running. Second 0 of it is `begun`; records stand at the end of the second that they tell of."""

    def __init__(self, run: Run, summary: Summary, *, header: Header, begun: datetime, surface: str) -> None:
        self._header = header
        self._begun = begun
        self._start_s = summary.start_s
        self._surface = surface
        self._sounded = sounded(summary)
        rows = seconds(run.steps, summary.start_s, summary.end_s, summary.heart)
        self._length = len(rows)
        self._pauses = _pauses(run, summary, self._length)
        self._rows = list(_rows(row for row in rows if not self._paused(row.number)))
        marks = [round(mark_s - summary.start_s) for mark_s in run.marks_s]
        self._routine = run.parts
        self._laps = laps(0, self._length, drills.cuts(run.parts, summary.start_s) if run.parts else marks)

    def messages(self) -> Iterator[Message]:
        """All of them; what stands at one moment in time comes in this order."""
        yield from self._opening()
        yield from (message for _, _, message in sorted(self._timed(), key=lambda one: one[:2]))
        yield self._session()
        yield self._activity()

    def _opening(self) -> Iterator[Message]:
        maker: Fields = {"manufacturer": "development", "product": 1}
        yield "file_id", {"type": "activity", **maker, "time_created": self._begun, "product_name": "active-stance"}
        yield "file_creator", {"software_version": 100}
        info: Fields = {"timestamp": self._begun, "device_index": "creator", **maker, "product_name": "active-stance"}
        yield "device_info", info
        for number, sensor in enumerate(self._header.sensors, start=1):
            name = _short(sensor.name or sensor.device)
            about: Fields = {"product_name": name, "descriptor": sensor.placement}
            yield "device_info", {"timestamp": self._begun, "device_index": number, **maker, **about}
        yield "sport", {"sport": "running", "sub_sport": self._sub_sport, "name": _short(self._header.name or "Run")}

    def _timed(self) -> Iterator[tuple[int, int, Message]]:
        """(second, rank within it, message)."""
        yield 0, 0, self._timer(0, "start")
        for from_, to in self._pauses:
            yield from_, 3, self._timer(from_, "stop_all")
            if to < self._length:
                yield to, 0, self._timer(to, "start")
        if not any(to >= self._length for _, to in self._pauses):
            yield self._length, 3, self._timer(self._length, "stop_all")
        for row in self._rows:
            yield row.second.number + 1, 1, self._record(row)
        for number, cue in self._cues():
            yield number, 2, cue
        for lap in self._laps:
            yield int(lap.end_s), 4, self._lap(lap.number - 1, int(lap.start_s), int(lap.end_s))

    def _timer(self, number: int, what: str) -> Message:
        return "event", {"timestamp": self._at(number), "event": "timer", "event_type": what, "data": 0}

    def _record(self, row: _Row) -> Message:
        fields: Fields = {"timestamp": self._at(row.second.number + 1), "distance": row.distance_m, **row.fields}
        if row.strides_per_min is not None:
            fields |= whole_and_fraction(row.strides_per_min)
        activity = ACTIVITY_TYPES.get(row.second.activity or "")
        if activity is not None:
            fields["activity_type"] = activity
        if row.own:
            fields["developer_fields"] = row.own
        return "record", fields

    def _cues(self) -> Iterator[tuple[int, Message]]:
        for one in self._sounded:
            second = min(max(round(one.cue.heard_s - self._start_s), 0), self._length)
            own: dict[int, str | float] = {CUE.key: _short(one.words)}
            if one.response_s is not None:
                own[RESPONSE.key] = round(1e3 * one.response_s, 1)
            what: Fields = {"event": "user_marker", "event_type": "marker", "data": one.number}
            yield second, ("event", {"timestamp": self._at(second), **what, "developer_fields": own})

    def _lap(self, index: int, start: int, end: int) -> Message:
        trigger = "session_end" if end == self._length else "manual"
        rows = [row for row in self._rows if start <= row.second.number < end]
        lap = {**self._part(index, start, end, rows), "event": "lap", "lap_trigger": trigger}
        own = drills.lap_fields(self._routine, self._start_s + start, self._start_s + end)
        return "lap", {**lap, "developer_fields": own} if own else lap

    def _session(self) -> Message:
        whole = self._part(0, 0, self._length, self._rows)
        count: Fields = {"first_lap_index": 0, "num_laps": len(self._laps), "trigger": "activity_end"}
        return "session", {**whole, "event": "session", **count}

    def _activity(self) -> Message:
        end = self._at(self._length)
        local = end.replace(tzinfo=None) - datetime(1989, 12, 31)  # noqa: DTZ001  # the wall clock is what is asked for
        return "activity", {
            "timestamp": end,
            "total_timer_time": len(self._rows),
            "num_sessions": 1,
            "type": "manual",
            "event": "activity",
            "event_type": "stop",
            "local_timestamp": int(local.total_seconds()),
        }

    def _part(self, index: int, start: int, end: int, rows: Sequence[_Row]) -> Fields:
        """What laps and the session have in common: totals, and the means of their records."""
        part: Fields = {
            "message_index": index,
            "timestamp": self._at(end),
            "start_time": self._at(start),
            "event_type": "stop",
            "sport": "running",
            "sub_sport": self._sub_sport,
            "total_elapsed_time": end - start,
            "total_timer_time": len(rows),
        }
        speeds = [row.second.speed_mps for row in rows if row.second.speed_mps is not None]
        if speeds:
            part["total_distance"] = math.fsum(speeds)
            part["enhanced_max_speed"] = max(speeds)
        hearts = [row.fields["heart_rate"] for row in rows if "heart_rate" in row.fields]
        if hearts:
            part["max_heart_rate"] = max(hearts)
        strides = [row.strides_per_min for row in rows if row.strides_per_min is not None]
        if strides:
            part["total_cycles"] = round(math.fsum(strides) / 60.0)
            part |= whole_and_fraction(math.fsum(strides) / len(strides), "avg_")
        for field in FIELDS:
            values = [row.fields[field.name] for row in rows if field.name in row.fields]
            if values:
                part[field.average] = field.rounded(math.fsum(values) / len(values))
        return part

    def _paused(self, number: int) -> bool:
        return any(from_ <= number < to for from_, to in self._pauses)

    def _at(self, number: int) -> datetime:
        return self._begun + timedelta(seconds=number)

    @property
    def _sub_sport(self) -> str:
        return SURFACES.get(self._surface, "generic")


def _rows(rows: Iterator[Second]) -> Iterator[_Row]:
    distance_m = 0.0
    for row in rows:
        distance_m += row.speed_mps or 0.0
        fields = {field.name: value for field in FIELDS if (value := field.of(row)) is not None}
        own: dict[int, str | float] = {o.key: row.values[name] for name, o in SINKS.items() if name in row.values}
        yield _Row(row, fields, cadence(row), distance_m, own)


def _pauses(run: Run, summary: Summary, length: int) -> list[tuple[int, int]]:
    """Whole seconds in which the timer stood, as (from, to)."""
    found: list[tuple[int, int]] = []
    for state, from_s, to_s in state_stretches(run.statuses, summary.end_s):
        from_ = round(from_s - summary.start_s)
        to = length if to_s >= summary.end_s else round(to_s - summary.start_s)
        if state == "paused" and to > from_:
            found.append((from_, to))
    return found


def _short(text: str) -> str:
    """A FIT string has 255 bytes with its end; this leaves room."""
    return text.encode()[:60].decode(errors="ignore") or "?"
