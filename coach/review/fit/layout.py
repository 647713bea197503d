"""Which number goes into which FIT field, and with which resolution. Profile 21: https://developer.garmin.com/fit.

The SDK's encoder passes over names that it does not know; tests therefore read every file back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coach.review.seconds import Second

CADENCE_SCALE = 128
"""FIT counts strides a minute, whole ones in one field and 128ths in another."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record, whose mean stands in laps and session."""

    name: str
    scale: int
    most: float
    """What is larger does not fit the field and is left out."""
    read: Callable[[Second], float | None]

    @property
    def average(self) -> str:
        """Its name in laps and session."""
        return f"enhanced_avg_{self.name.removeprefix('enhanced_')}" if "enhanced" in self.name else f"avg_{self.name}"

    def of(self, second: Second) -> float | None:
        """The value as the file will hold it."""
        value = self.read(second)
        return None if value is None or not 0.0 <= value <= self.most else self.rounded(value)

    def rounded(self, value: float) -> float:
        """To what the file can hold."""
        return round(value * self.scale) / self.scale if self.scale > 1 else round(value)


def _value(name: str, factor: float = 1.0) -> Callable[[Second], float | None]:
    def read(second: Second) -> float | None:
        value = second.values.get(name)
        return None if value is None else factor * value

    return read


def _contact_ms(second: Second) -> float | None:
    return None if second.contact_s is None else 1e3 * second.contact_s


def _stance_percent(second: Second) -> float | None:
    """Contact over stride time, the duty factor: a watch that wrote 291 ms, 83 strides/min wrote 40.0 % too."""
    return None if second.duty_factor is None else 1e2 * second.duty_factor


def _speed_mps(second: Second) -> float | None:
    return second.speed_mps


def _heart_bpm(second: Second) -> float | None:
    return second.heart_bpm


FIELDS = (
    Field("speed", 1000, 65.0, _speed_mps),
    Field("enhanced_speed", 1000, 65.0, _speed_mps),
    Field("stance_time", 10, 6553.0, _contact_ms),
    Field("stance_time_percent", 100, 100.0, _stance_percent),
    Field("stance_time_balance", 100, 100.0, _value("balance_percent")),
    Field("vertical_oscillation", 10, 6553.0, _value("oscillation_cm", 10.0)),
    Field("vertical_ratio", 100, 100.0, _value("vertical_ratio_percent")),
    Field("step_length", 10, 6553.0, _value("step_length_m", 1e3)),
    Field("heart_rate", 1, 254.0, _heart_bpm),
)
"""Native fields of a record. Balance is the left foot's share, as watches show it."""


def cadence(second: Second) -> float | None:
    """Strides a minute in the resolution of the file."""
    spm = second.cadence_spm
    return None if spm is None or spm > 500.0 else round(0.5 * spm * CADENCE_SCALE) / CADENCE_SCALE


def whole_and_fraction(strides_per_min: float, prefix: str = "") -> dict[str, float]:
    """The two fields of a cadence."""
    whole, fraction = divmod(round(strides_per_min * CADENCE_SCALE), CADENCE_SCALE)
    return {f"{prefix}cadence": whole, f"{prefix}fractional_cadence": fraction / CADENCE_SCALE}


# ── what FIT has no field for ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Own:
    """A developer field: programs show it under its name and unit."""

    key: int
    name: str
    unit: str
    base_type: str


SINKS = {"sink_deg": Own(0, "sink_ankle", "deg", "float32"), "sink_cm": Own(1, "sink_trunk", "cm", "float32")}
"""In records; sink of the ankle and of the trunk are two things."""
CUE = Own(2, "cue", "", "string")
"""In cue events: the words, or `metronome`."""
RESPONSE = Own(3, "cue_response", "ms", "float32")
"""In cue events: contact time after the cue minus before; below zero it became shorter."""
OWN = (*SINKS.values(), CUE, RESPONSE)

SURFACES: Mapping[str, str] = {"treadmill": "treadmill", "track": "track", "trail": "trail", "road": "street"}
"""Surface → FIT's sub-sport; others are generic."""
ACTIVITY_TYPES: Mapping[str, str] = {"run": "running", "walk": "walking"}
