"""The runner's settings. Opens no file: text in, frozen records out, text out."""

from coach.config.document import example, show
from coach.config.parse import parse
from coach.config.settings import (
    Audio,
    Baseline,
    Bounce,
    Config,
    Cues,
    Dose,
    Drills,
    Fading,
    Hills,
    Metronome,
    Rule,
    Runner,
    Sensor,
    Stance,
    Treadmill,
)

__all__ = [
    "Audio",
    "Baseline",
    "Bounce",
    "Config",
    "Cues",
    "Dose",
    "Drills",
    "Fading",
    "Hills",
    "Metronome",
    "Rule",
    "Runner",
    "Sensor",
    "Stance",
    "Treadmill",
    "example",
    "parse",
    "show",
]
