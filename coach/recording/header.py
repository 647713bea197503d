"""What a recording says about itself, kept in one MCAP metadata record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError

from coach import __version__
from coach.config import Config
from coach.events import Placement
from coach.recording.format import VERSION

METADATA = "active-stance.recording"


@dataclass(frozen=True, slots=True)
class RecordedSensor:
    """One worn sensor of the run."""

    placement: Placement
    device: str
    """Key of its stream in `coach.devices.STREAMS`."""
    name: str = ""
    """Its Bluetooth name, or the file that it was imported from."""


@dataclass(frozen=True, slots=True)
class Header:
    """Everything that must be known before the first event."""

    sensors: tuple[RecordedSensor, ...] = ()
    config: Config = field(default_factory=Config)
    """The settings that were in force: replay decides the same again."""
    profile: Mapping[str, float] = field(default_factory=dict[str, float])
    """The runner's own normal as it was loaded at the start, name → value; empty when nothing was known."""
    name: str = ""
    """What the runner calls it."""
    source: str = "live"
    """live, simulation or import."""
    routine: str = ""
    """Which drills were led, as in `coach.coaching.drills.ROUTINES`; empty for a run."""
    started_at: str = ""
    """Wall-clock time of second 0 in ISO 8601 with zone; empty when nobody knows."""
    program: str = f"active-stance {__version__}"
    """What wrote it."""

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where sensors were worn."""
        return tuple(sensor.placement for sensor in self.sensors)


def to_metadata(header: Header) -> dict[str, str]:
    """The header as MCAP metadata: text under names."""
    sensors = [{"placement": s.placement, "device": s.device, "name": s.name} for s in header.sensors]
    return {
        "format_version": str(VERSION),
        "program": header.program,
        "source": header.source,
        "routine": header.routine,
        "name": header.name,
        "started_at": header.started_at,
        "sensors": json.dumps(sensors, ensure_ascii=False),
        "profile": json.dumps(dict(header.profile)),
        "config": header.config.model_dump_json(),
    }


def from_metadata(metadata: Mapping[str, str]) -> tuple[Header, list[str]]:
    """The header, and what of it could not be used. Raises ValueError where it cannot be read at all."""
    warnings: list[str] = []
    try:
        config = Config.model_validate_json(metadata.get("config", "{}"))
    except ValidationError:
        warnings.append("Its settings are from another version of coach and cannot be used: the defaults stand in.")
        config = Config()
    profile: Any = json.loads(metadata.get("profile", "{}"))
    return Header(
        sensors=tuple(_sensor(row) for row in json.loads(metadata["sensors"])),
        config=config,
        profile={str(key): float(value) for key, value in profile.items()},
        name=metadata.get("name", ""),
        source=metadata.get("source", ""),
        routine=metadata.get("routine", ""),
        started_at=metadata.get("started_at", ""),
        program=metadata.get("program", ""),
    ), warnings


def _sensor(row: Mapping[str, Any]) -> RecordedSensor:
    placement = row["placement"]
    if placement not in get_args(Placement):
        raise ValueError(f"unknown placement {placement}")
    return RecordedSensor(placement, str(row["device"]), str(row.get("name", "")))
