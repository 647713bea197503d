"""Left beside right, and where the time went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from coach.clock import clock
from coach.events import State, Step
from coach.review.page.parts import table

_ROWS: Sequence[tuple[str, str, int, Callable[[Step], float | None]]] = (
    ("Contact", "ms", 0, lambda step: 1e3 * step.contact_s),
    ("Flight before it", "ms", 0, lambda step: step.values.get("flight_ms")),
    ("Duty factor", "%", 1, lambda step: 1e2 * step.values["duty_factor"] if "duty_factor" in step.values else None),
    ("Ankle bend", "°", 1, lambda step: step.values.get("sink_deg")),
    ("Heel-rise", "% of stance", 0, lambda step: step.values.get("heel_rise_percent")),
    ("Oscillation", "cm", 1, lambda step: step.values.get("oscillation_cm")),
)
_STATES: Mapping[State, str] = {
    "learning": "learning your normal",
    "good": "good",
    "drawn-out": "drawn-out",
    "bouncy": "bouncing",
    "walking": "walking",
    "standing": "standing",
    "paused": "paused",
    "sensor-lost": "a sensor was lost",
}


def sides(steps: Sequence[Step]) -> str:
    """Medians of each foot with the middle half beside them; nothing where feet cannot be told apart."""
    believed = [step for step in steps if step.valid]
    rows: list[tuple[str, ...]] = []
    for name, unit, decimals, read in _ROWS:
        cells = [_middle(believed, foot, decimals, read) for foot in ("left", "right")]
        if any(cells):
            rows.append((f"{name} <small>{unit}</small>", *cells))
    return table(("", "Left", "Right"), rows, "sides") if rows else ""


def times(state_s: Mapping[State, float]) -> str:
    """How long the coach thought what."""
    rows = [(words, clock(state_s[state])) for state, words in _STATES.items() if state_s.get(state, 0.0) >= 1.0]
    return table(("Where the time went", ""), rows, "sides") if rows else ""


def _middle(believed: Sequence[Step], foot: str, decimals: int, read: Callable[[Step], float | None]) -> str:
    values = list(_values(believed, foot, read))
    if not values:
        return ""
    low, half, high = np.percentile(values, (25.0, 50.0, 75.0)).tolist()
    return f"<b>{half:.{decimals}f}</b> <small>{low:.{decimals}f} – {high:.{decimals}f}</small>"


def _values(believed: Sequence[Step], foot: str, read: Callable[[Step], float | None]) -> Iterator[float]:
    for step in believed:
        value = read(step) if step.foot == foot else None
        if value is not None:
            yield value
