"""What a runner can press, on every screen: one table for keys and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Action = Literal["pause", "mark", "mute", "wrong-cue", "skip", "repeat", "speed", "stop"]


@dataclass(frozen=True, slots=True)
class Press:
    """Something was pressed."""

    action: Action
    step_kmh: float = 0.0
    """By how much the belt became faster; for `speed` only."""


@dataclass(frozen=True, slots=True)
class Control:
    """One button, and the key that does the same."""

    press: Press
    key: str
    """As browsers name it; a terminal knows single characters and the arrows."""
    label: str
    icon: str
    """Name in the Material Icons font."""
    when: Literal["always", "run", "drills"] = "always"
    """A led routine has no belt, and a run no parts that could be left out."""


CONTROLS: tuple[Control, ...] = (
    Control(Press("pause"), " ", "Pause", "pause"),
    Control(Press("mark"), "m", "Mark", "flag"),
    Control(Press("mute"), "s", "Sound off", "volume_off"),
    Control(Press("wrong-cue"), "w", "Wrong cue", "thumb_down"),
    Control(Press("skip"), "n", "Skip", "skip_next", "drills"),
    Control(Press("repeat"), "r", "Again", "replay", "drills"),
    Control(Press("speed", -0.5), "PageDown", "−0.5", "", "run"),
    Control(Press("speed", -0.1), "ArrowDown", "−0.1", "", "run"),
    Control(Press("speed", 0.1), "ArrowUp", "+0.1", "", "run"),
    Control(Press("speed", 0.5), "PageUp", "+0.5", "", "run"),
    Control(Press("stop"), "q", "Stop", "stop"),
)
ARMED_S = 3.0
"""Stop counts when it is pressed twice within this time."""
BY_KEY = {control.key: control.press for control in CONTROLS}
KEY_NAMES = {" ": "space", "PageDown": "pg↓", "ArrowDown": "↓", "ArrowUp": "↑", "PageUp": "pg↑"}
"""How a key is called on a button, where it is no letter."""
