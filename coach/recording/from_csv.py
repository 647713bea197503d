"""`coach import`: CSV tables become a recording, as if their sensors had sent them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from coach.config import Config, Runner
from coach.devices import table
from coach.errors import FileError
from coach.events import Packet, Placement, Speed
from coach.recording.csv_table import CsvTable, read_csv
from coach.recording.header import Header, RecordedSensor
from coach.recording.imported import ImportSummary, summarise
from coach.recording.ranges import ACCEL_RANGES_G, GYRO_RANGES_DPS, Limit, limits
from coach.recording.reader import open_recording
from coach.recording.whole import replacing
from coach.recording.writer import Writer

SOURCE = "import"
_WINDOW_S = 8.0
"""All sensors take turns window by window, so that a cut costs all of them the same. Shorter than a speed's life."""
_SPEED_EVERY_S = 1.0
_SPEED_CHANGE = 0.005
_READING = 0.9
"""Share of the work that is reading."""


@dataclass(frozen=True, slots=True)
class _Sensor:
    placement: Placement
    path: Path
    table: CsvTable
    accel: list[Limit]
    gyro: list[Limit]


def import_tables(
    sensors: Mapping[Placement, Path],
    out: Path,
    *,
    speed_mps: float | None = None,
    mass_kg: float | None = None,
    height_cm: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> ImportSummary:
    """Write a recording to `out`, replacing it only when all is well; FileError names file, line and column.

    What stands at `out` is replaced only where it is an earlier import.
    Times stay the tables' own. `speed_mps` stands in for any speed column; of several speed columns the first counts.
    """
    if any(path.exists() and out.exists() and path.samefile(out) for path in sensors.values()):
        raise FileError(f"{out} is itself one of the tables.", "Name another file to write.")
    read: list[_Sensor] = []
    for number, (placement, path) in enumerate(sensors.items()):
        one = read_csv(path, _share(progress, number, len(sensors)))
        accel, gyro = limits(one.values[:, :3], ACCEL_RANGES_G), limits(one.values[:, 3:], GYRO_RANGES_DPS)
        read.append(_Sensor(placement, path, one, accel, gyro))
    replaced = _may_replace(out)
    header = Header(
        sensors=tuple(RecordedSensor(one.placement, table.Table.key, one.path.name) for one in read),
        config=Config(runner=Runner(mass_kg=mass_kg, height_cm=height_cm)),
        name=out.stem,
        source=SOURCE,
    )
    start_s = min(float(one.table.t_s[0]) for one in read)
    speeds = _speeds(read, speed_mps, start_s)
    with replacing(out) as part, Writer(part, header, overwrite=True) as writer:
        for event in _events(read, speeds, start_s):
            writer.write(event)
    if progress is not None:
        progress(1.0)
    tables = tuple(summarise(s.placement, s.path.name, s.table, s.accel, s.gyro) for s in read)
    return ImportSummary(out, tables, replaced=replaced)


def _may_replace(out: Path) -> bool:
    """Whether an earlier import is there. FileError for anything else: tables can be read again, a run cannot."""
    if not out.is_file():
        return False
    try:
        earlier = open_recording(out).header.source
    except FileError:
        earlier = ""
    if earlier != SOURCE:
        raise FileError(f"{out} exists already and is no import.", "Name another file, or move that one away.")
    return True


def _share(progress: Callable[[float], None] | None, done: int, of: int) -> Callable[[float], None]:
    """Progress of one table out of several."""

    def tell(share: float) -> None:
        if progress is not None:
            progress(_READING * (done + share) / of)

    return tell


def _events(read: Sequence[_Sensor], speeds: Sequence[Speed], start_s: float) -> Iterator[Packet | Speed]:
    """Packets of all sensors in turn, each speed before the first samples that it holds for."""
    pieces = sorted(piece for order, one in enumerate(read) for piece in _pieces(order, one, speeds, start_s))
    told = 0
    for _, known, order, start, stop in pieces:
        yield from speeds[told:known]
        told = max(told, known)
        one = read[order]
        t_s, values = one.table.t_s[start:stop], one.table.values[start:stop]
        payload = table.encode(
            t_s, values, accel_limit_g=_limit_at(one.accel, start), gyro_limit_dps=_limit_at(one.gyro, start)
        )
        yield Packet(one.placement, table.Table.key, float(t_s.max()), payload)


def _pieces(
    order: int, one: _Sensor, speeds: Sequence[Speed], start_s: float
) -> Iterator[tuple[int, int, int, int, int]]:
    """(window, speeds known, sensor, first row, last row + 1), cut wherever something changes."""
    newest_s = np.maximum.accumulate(one.table.t_s)
    window = np.floor((newest_s - start_s) / _WINDOW_S)
    known = np.searchsorted(np.array([speed.at_s for speed in speeds]), newest_s, side="right")
    changes = np.flatnonzero((np.diff(window) > 0) | (np.diff(known) > 0)) + 1
    cuts = sorted({row for row, _ in (*one.accel, *one.gyro)} | set(changes.tolist()))
    for start, stop in pairwise([*cuts, len(newest_s)]):
        yield int(window[start]), int(known[start]), order, start, stop


def _limit_at(found: list[Limit], row: int) -> float:
    return next(limit for first, limit in reversed(found) if first <= row)


def _speeds(read: Sequence[_Sensor], typed_mps: float | None, start_s: float) -> list[Speed]:
    """The typed speed, or the first column of speeds: at most one a second, when it changed or in a new window."""
    if typed_mps is not None:
        return [Speed(start_s, typed_mps, "typed")]
    for one in read:
        if one.table.speed_mps is not None:
            t_s, speed_mps = one.table.t_s, one.table.speed_mps
            break
    else:
        return []
    second = np.floor((np.maximum.accumulate(t_s) - start_s) / _SPEED_EVERY_S)
    out: list[Speed] = []
    for row in np.flatnonzero(np.diff(second, prepend=-1.0) > 0).tolist():
        now = Speed(float(t_s[row]), float(speed_mps[row]), "table")
        if not out or _is_new(out[-1], now, start_s):
            out.append(now)
    return out


def _is_new(last: Speed, now: Speed, start_s: float) -> bool:
    changed = abs(now.speed_mps - last.speed_mps) > _SPEED_CHANGE * last.speed_mps
    return changed or (now.at_s - start_s) // _WINDOW_S > (last.at_s - start_s) // _WINDOW_S
