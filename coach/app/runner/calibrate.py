"""A screening run becomes the runner's own normal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.app.runner.memory import profile_file
from coach.app.settings import load
from coach.errors import FileError, UserError

if TYPE_CHECKING:
    from coach.coaching.baseline import Side
    from coach.coaching.normal import Normal
    from coach.coaching.screening import Screened
    from coach.config import Config
    from coach.events import Step

SHOWN_MPS = (2.5, 3.0, 3.5, 4.0, 4.5)
"""Speeds of the table, beside those that were run."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for."""

    recordings: Sequence[Path] = ()
    config: Path | None = None
    shoe: str | None = None
    surface: str | None = None
    speed_mps: float | None = None
    restart_fading: bool = False
    dry_run: bool = False


def calibrate(wanted: Wanted) -> Iterator[str]:
    """Screen the recordings and keep what they show; UserError with everything that is missing where they cannot be."""
    from coach.profile.profile import Profile
    from coach.profile.rows import Calibration

    config = load(wanted.config)
    simulated = _of_nobody(wanted.recordings)
    screened = _screened(wanted, config)
    if screened.missing:
        raise UserError(
            "This is no screening yet: " + "; ".join(screened.missing) + ".",
            "Warm up, then run two to five minutes evenly, and calibrate from that.",
        )
    yield from _table(screened.normals)
    yield from screened.remarks
    if wanted.dry_run:
        yield "Nothing was kept."
        return
    shoe = config.baseline.shoe if wanted.shoe is None else wanted.shoe
    surface = config.baseline.surface if wanted.surface is None else wanted.surface
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    seen = {side: normal.seen for side, normal in screened.normals.items()}
    file = profile_file(simulated=simulated)
    with Profile(file) as profile:
        profile.calibrate(Calibration(now, shoe, surface, "screening", seen, wanted.restart_fading))
        yield from profile.sentences
    where = " and ".join(filter(None, (f"shoe {shoe}" if shoe else "", f"surface {surface}" if surface else "")))
    whose = "the simulated runner's" if simulated else "your"
    yield f"Kept as {whose} own normal{f' for {where}' if where else ''} in {file}"
    if (shoe, surface) != (config.baseline.shoe, config.baseline.surface):
        yield f'Set [baseline] shoe = "{shoe}", surface = "{surface}" in your settings to run by it.'


def export(out: Path) -> str:
    """Write everything that is remembered as JSON; FileError where that cannot be."""
    everything, told = _exported(profile_file())
    simulated = profile_file(simulated=True)
    if simulated.exists():
        everything["simulated_runner"], more = _exported(simulated)
        told += more
    try:
        out.write_text(json.dumps(everything, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as fault:
        raise FileError(f"{out} cannot be written: {fault.strerror}.", "Name another file.") from None
    return " ".join((*told, f"{out} written."))


def _exported(file: Path) -> tuple[dict[str, Any], list[str]]:
    from coach.profile.profile import Profile

    with Profile(file) as profile:
        return profile.export(), profile.sentences


def _screened(wanted: Wanted, config: Config) -> Screened:
    from coach.coaching.screening import Screening

    screening = Screening(own_speed=config.baseline.own_speed)
    for path in wanted.recordings:
        screening.add(_steps(path), wanted.speed_mps)
    return screening.judge()


def _of_nobody(recordings: Sequence[Path]) -> bool:
    """Whether they show the simulated runner; UserError where some do and some do not."""
    from coach.recording import open_recording

    simulated = {open_recording(path).header.source == "simulation" for path in recordings}
    if len(simulated) > 1:
        raise UserError("Some of these recordings are of the simulated runner.", "Calibrate from those of one runner.")
    return simulated == {True}


def _steps(path: Path) -> list[Step]:
    """Measured steps of a recording, in order."""
    from coach.app.tune.moments import moments
    from coach.events import Step
    from coach.recording import open_recording

    return [moment for moment in moments(open_recording(path)) if isinstance(moment, Step)]


def _table(normals: Mapping[Side, Normal]) -> Iterator[str]:
    """What is normal at each speed; what was calculated from other speeds says so."""
    yield f"{'sensor':<12} {'foot':<8} {'speed':>8} {'contact':>9} {'±':>4} {'cadence':>8} {'sink':>8}"
    for (placement, foot), normal in sorted(normals.items()):
        own = {seen.speed_mps: seen for seen in normal.seen}
        known_mps = [speed for speed in own if speed is not None]
        for speed_mps in sorted([*known_mps, *(s for s in SHOWN_MPS if _far(s, own))]) if known_mps else [None]:
            usual = normal.at(speed_mps)
            known = own.get(speed_mps)
            sd = known.spread * 1.25 / known.steps**0.5 if known is not None else usual.unsure
            cells = (
                f"{placement:<12} {foot:<8} {'unknown' if speed_mps is None else f'{speed_mps:.2f} m/s':>8}",
                f"{1e3 * usual.contact_s:6.0f} ms {1e3 * 2.0 * sd * usual.contact_s:4.1f}",
                f"{120.0 / usual.stride_s:8.0f}" if usual.stride_s else f"{'':8}",
                "  ".join(f"{value:5.1f} {name.removeprefix('sink_')}" for name, value in usual.sinks.items()),
            )
            yield " ".join(cells).rstrip() + ("" if known is not None else "  calculated")


def _far(speed_mps: float, own: Mapping[float | None, object]) -> bool:
    """Whether a speed was not run itself."""
    return all(speed is None or abs(speed / speed_mps - 1.0) > 0.04 for speed in own)
