"""What an import found: enough to see whether the file was what its owner thought."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.events import LOWEST_RATE_HZ, Placement
from coach.recording.csv_table import CsvTable
from coach.recording.ranges import Limit

_GAP_PERIODS = 2.5
_RATES_HZ = (4.0, 10_000.0)
"""No motion sensor is slower or faster: seconds taken for milliseconds, or the other way round, are."""
_USUAL_ACCEL_G = (0.4, 5.0)
"""Of the median acceleration: 1 g at rest, 0.7 or more at a runner's waist, up to 4.5 on the foot."""
_GYRO_DPS_AT_LEAST = 40.0
"""A running foot or shank swings at hundreds of degrees a second."""
_SHORT_S = 3.0


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One sensor's table."""

    placement: Placement
    file: str
    rows: int
    start_s: float
    end_s: float
    rate_hz: float
    """One over the median step between different time stamps."""
    repeated: int
    """Rows whose time stamp did not go on; they are recorded, but not used."""
    gaps: int
    """Steps longer than 2.5 sample periods."""
    longest_gap_s: float
    accel_range_g: float
    """Infinite where no value gave it away."""
    gyro_range_dps: float
    notes: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """For people."""
        faults = [
            f"{self.repeated} repeated time stamps" if self.repeated else "",
            f"{self.gaps} gaps, the longest {1000.0 * self.longest_gap_s:.0f} ms" if self.gaps else "",
            f"clipped at {self.accel_range_g:g} g" if math.isfinite(self.accel_range_g) else "",
            f"clipped at {self.gyro_range_dps:g} deg/s" if math.isfinite(self.gyro_range_dps) else "",
        ]
        told = "; ".join(fault for fault in faults if fault) or "no gaps, nothing repeated, nothing clipped"
        span_s = self.end_s - self.start_s
        yield f"{self.placement}: {self.rows} rows, {span_s:.1f} s at about {self.rate_hz:.0f} Hz; {told}"
        yield from (f"  note: {note}" for note in self.notes)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """All tables of one import."""

    out: Path
    tables: tuple[TableSummary, ...]
    replaced: bool = False
    """An earlier import was there."""

    def lines(self) -> Iterator[str]:
        """For people."""
        for one in self.tables:
            yield from one.lines()
        yield f"recorded in {self.out}{', where an earlier import was replaced' if self.replaced else ''}"


def summarise(placement: Placement, file: str, table: CsvTable, accel: list[Limit], gyro: list[Limit]) -> TableSummary:
    """Count what is wrong with a table, and guess what its owner may have mixed up."""
    newest = np.unique(np.maximum.accumulate(table.t_s))
    steps = np.diff(newest)
    usual_s = float(np.median(steps))
    gaps = steps > _GAP_PERIODS * usual_s
    return TableSummary(
        placement=placement,
        file=file,
        rows=len(table.t_s),
        start_s=float(newest[0]),
        end_s=float(newest[-1]),
        rate_hz=1.0 / usual_s,
        repeated=len(table.t_s) - len(newest),
        gaps=int(gaps.sum()),
        longest_gap_s=float(steps[gaps].max()) if gaps.any() else 0.0,
        accel_range_g=accel[-1][1],
        gyro_range_dps=gyro[-1][1],
        notes=tuple(_notes(placement, table, usual_s, float(newest[-1] - newest[0]))),
    )


def _notes(placement: Placement, table: CsvTable, usual_s: float, span_s: float) -> Iterator[str]:
    if table.cut_line is not None:
        yield f"line {table.cut_line}, the last, was cut off in the middle and is left out"
    if table.ignored:
        yield f"columns not used: {', '.join(table.ignored)}"
    yield from _pace(placement, 1.0 / usual_s, span_s)
    size_g = float(np.median(np.linalg.norm(table.values[:, :3], axis=1)))
    if size_g > _USUAL_ACCEL_G[1]:
        yield f"the usual acceleration is {size_g:.1f} g; if the table is in m/s², name its columns a?_mps2"
    elif size_g < _USUAL_ACCEL_G[0]:
        yield f"the usual acceleration is {size_g:.2f} g; if the table is in g, name its columns a?_g"
    if table.values.shape[1] == 3 and placement.startswith(("foot", "shank")):
        yield f"without gyro columns nothing can be measured at {placement}"
    elif placement.startswith(("foot", "shank")) and float(np.abs(table.values[:, 3:]).max()) < _GYRO_DPS_AT_LEAST:
        yield "the fastest turn is below 40 deg/s; if the table is in rad/s, name its columns g?_radps"


def _pace(placement: Placement, rate_hz: float, span_s: float) -> Iterator[str]:
    lowest_hz = LOWEST_RATE_HZ[placement]
    if rate_hz < _RATES_HZ[0]:
        yield f"{rate_hz:.3g} rows a second; is the time column really in its unit? Milliseconds are named t_ms"
    elif rate_hz > _RATES_HZ[1]:
        yield f"{rate_hz:.0f} rows a second; is the time column really in its unit? Seconds are named t_s"
    elif rate_hz < lowest_hz:
        yield f"{rate_hz:.3g} rows a second are too few: at {placement} no step is believed below {lowest_hz:g}"
    elif span_s < _SHORT_S:
        yield "too short: the first steps are measured after about three seconds"
