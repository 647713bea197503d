"""Which settings are tuned by a slider, and how far it reaches. What they mean, and their limits, the settings tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from pydantic import ValidationError

from coach.config import Config, schema
from coach.errors import ConfigError

Key: TypeAlias = tuple[str, str]
"""Section and key."""


_SPOKEN = {"°/s": "° a second"}
"""How the settings write a unit, where it is not as the value has it."""


@cache
def _about(section: str) -> Mapping[str, schema.Schema]:
    return schema.keys(section)


@dataclass(frozen=True, slots=True)
class Threshold:
    """One slider: the usual part of what a setting may be."""

    section: str
    key: str
    name: str
    low: float
    high: float
    step: float
    unit: str = "%"

    @property
    def about(self) -> str:
        """What it means, in the settings' own words; they follow the value and its unit."""
        said = str(_about(self.section)[self.key].get("description", ""))
        return said.removeprefix(f"{_SPOKEN.get(self.unit, self.unit)} ")


GROUPS: Mapping[str, tuple[Threshold, ...]] = {
    "When stance is drawn-out": (
        Threshold("stance", "trigger_percent", "Trigger", 0.5, 15, 0.5),
        Threshold("stance", "release_percent", "Release", 0, 15, 0.5),
        Threshold("stance", "hold_s", "Hold", 0, 60, 1, "s"),
        Threshold("stance", "window_steps", "Window", 3, 31, 1, "steps"),
        Threshold("stance", "sink_percent", "Sink", 0, 20, 0.5),
        Threshold("stance", "floor_percent", "Floor", 0, 20, 0.5),
    ),
    "How often something is said": (
        Threshold("cues", "quiet_first_s", "Quiet at first", 0, 900, 10, "s"),
        Threshold("cues", "cooldown_s", "Cool-down", 0, 300, 5, "s"),
        Threshold("cues", "budget_per_10min", "Budget", 0, 30, 1, "cues"),
        Threshold("cues", "give_up_after", "Give up after", 1, 10, 1, "cues"),
        Threshold("cues", "settle_steps", "Settle", 0, 100, 5, "steps"),
        Threshold("cues", "withhold_percent", "Withhold", 0, 50, 5),
    ),
    "Your own normal": (
        Threshold("baseline", "learn_s", "Learn", 10, 600, 10, "s"),
        Threshold("baseline", "drift_percent", "Drift", 0, 10, 0.5),
        Threshold("hills", "allowance_percent", "Hill, speed known", 0, 10, 0.5),
        Threshold("hills", "slower_percent", "Hill, speed unknown", 0, 15, 0.5),
        Threshold("hills", "suspect_percent", "Suspected hill", 0, 15, 0.5),
    ),
    "Bouncing, turning, clicks": (
        Threshold("bounce", "flight_percent", "Bouncy", 3, 50, 1),
        Threshold("bounce", "lock_s", "Bouncy lock", 0, 600, 10, "s"),
        Threshold("cues", "turn_dps", "Turns", 0, 45, 1, "°/s"),
        Threshold("metronome", "raise_percent", "Metronome", 0, 10, 0.5),
        Threshold("metronome", "longest_s", "Metronome ends", 4, 120, 2, "s"),
    ),
}
THRESHOLDS = tuple(threshold for group in GROUPS.values() for threshold in group)


def value_of(config: Config, threshold: Threshold) -> float:
    """What is set."""
    return float(getattr(getattr(config, threshold.section), threshold.key))


def fitted(threshold: Threshold, value: float) -> float | int:
    """A slider's value as the setting takes it: whole numbers stay whole."""
    whole = _about(threshold.section)[threshold.key].get("type") == "integer"
    return round(value) if whole else round(value, 3)


def changed(config: Config, changes: Mapping[Key, float]) -> Config:
    """The settings with these changes; ConfigError in the settings' own words where they do not go together."""
    tree: dict[str, Any] = config.model_dump()
    for (section, key), value in changes.items():
        tree[section][key] = value
    try:
        return Config.model_validate(tree)
    except ValidationError as faults:
        first = faults.errors()[0]
        raise ConfigError(first["msg"].removeprefix("Value error, ") + ".", "Move one of the two.") from None
