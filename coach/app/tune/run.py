"""Measure once, coach many times: a table and a picture of what other settings would have said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.settings import load
from coach.app.tune.sweep import parse_sweep
from coach.errors import FileError, UserError

if TYPE_CHECKING:
    from coach.app.tune.outcome import Heard, Outcome
    from coach.config import Config

DEFAULT = "stance.trigger_percent=2:8:1"


def tune(recordings: Sequence[Path], sweep: str | None, settings: Path | None, picture: Path | None) -> Iterator[str]:
    """Lines of the table; the picture goes to `picture`, else beside the first recording."""
    from coach.app.tune.outcome import decide, row, running_h
    from coach.app.tune.picture import Panel, draw
    from coach.app.tune.table import begins, delays_table, rows_table
    from coach.coaching.hindsight import stretches
    from coach.screen.progress import progress

    swept = parse_sweep(sweep or DEFAULT)
    heard, own = _measured(recordings)
    base = own if settings is None else load(settings)
    configs = swept.configs(base)
    now, readings = zip(*(decide(one, base) for one in heard), strict=True)
    if not any(readings):
        raise UserError("Your own normal never became known in these recordings.", "Take longer ones, or calibrate.")
    found = [stretches(one) for one in readings]
    outcomes: list[list[Outcome]] = []
    with progress("coaching") as progressed:
        for done, config in enumerate(configs, start=1):
            outcomes.append([decide(one, config)[0] for one in heard])
            progressed(done / len(configs))
    hours, present = running_h(readings), swept.present(base)
    at = next((n for n, value in enumerate(swept.values) if value == present), -1)
    names = [_shown(value) for value in swept.values]
    rows = [row(one, now, found, hours) for one in outcomes]
    yield from rows_table(swept.key, names, rows, at)
    if at < 0:
        yield f"present: {_shown(present)}, not in this sweep"
    yield from delays_table(swept.key, names, rows, at, begins(heard, found))
    panels = [
        Panel(one.name, one.span_s, readings[n], found[n], [outcome[n] for outcome in outcomes])
        for n, one in enumerate(heard)
    ]
    out = picture or recordings[0].with_suffix(".tune.svg")
    _write(out, draw(f"{swept.section}.{swept.key}", names, at, panels))
    yield f"{out} written. Heard: of the stretches of 10 s or more that hindsight sees. False: cues in none of them."


def _measured(recordings: Sequence[Path]) -> tuple[list[Heard], Config]:
    """What the sensors told, and the settings of the newest recording."""
    from coach.app.afterwards.replay import start_of
    from coach.app.sound.pack import open_pack
    from coach.app.tune.moments import moments
    from coach.app.tune.outcome import Heard
    from coach.events import Reload
    from coach.recording import open_recording

    heard: list[Heard] = []
    opened = [open_recording(path) for path in recordings]
    if led := next((one for one in opened if one.header.routine), None):
        raise UserError(f"{led.path} holds drills, which have nothing to tune.", "Name the recording of a run.")
    for recording in opened:
        header = recording.header
        durations = open_pack(header.config).durations
        # what was changed on the run would overrule what is tried here
        found = [moment for moment in moments(recording) if not isinstance(moment, Reload)]
        heard.append(Heard(recording.path.name, start_of(recording), found, durations, header.profile))
    newest = max(opened, key=lambda recording: recording.header.started_at)
    return heard, newest.header.config


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise FileError(f"{out} cannot be written: {fault.strerror}.", "Name another file with -o.") from None
