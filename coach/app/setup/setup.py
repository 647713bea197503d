"""The first settings file: sensors that were found, and who runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from coach.app.settings import load
from coach.config import Config, Runner, Sensor, show
from coach.errors import FileError
from coach.events import PLACEMENTS, Placement


def present(file: Path) -> Config:
    """The settings that are there already, or the defaults."""
    return load(file if file.exists() else None)


def greet_phones(worn: Mapping[Placement, str], tell: Callable[[str], None]) -> None:
    """Tell where phones that post must be told to, and wait for their first words; nothing for other sensors."""
    from coach.app.live.phones import greet, open_door
    from coach.app.live.sensing import POSTING_PHONE

    posting: list[Placement] = [placement for placement, name in worn.items() if name == POSTING_PHONE]
    if posting:
        greet(open_door(posting), tell)


def settle(
    file: Path,
    config: Config,
    worn: Mapping[Placement, str],
    *,
    treadmill: str | None,
    height_cm: float | None,
    mass_kg: float | None,
) -> Config:
    """Write the settings with these sensors in place of all others; what is None stays as it was.

    A sensor that was worn at the same place before keeps its calibration. FileError where the file cannot be written.
    """
    told = {key: value for key, value in {"height_cm": height_cm, "mass_kg": mass_kg}.items() if value is not None}
    before = {(sensor.placement, sensor.name): sensor for sensor in config.sensors}
    update: dict[str, object] = {
        "runner": Runner.model_validate(config.runner.model_dump() | told),
        "sensors": tuple(
            before.get((place, worn[place]), Sensor(placement=place, name=worn[place]))
            for place in PLACEMENTS
            if place in worn
        ),
    }
    if treadmill is not None:
        update["treadmill"] = config.treadmill.model_copy(update={"name": treadmill})
    settled = config.model_copy(update=update)
    try:
        file.write_text(show(settled), encoding="utf-8")
    except OSError as fault:
        raise FileError(f"{file} cannot be written: {fault.strerror}.", "Name a place that you may write to.") from None
    return settled
