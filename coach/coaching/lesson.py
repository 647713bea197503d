"""What one foot has shown at one speed, step by step, until it can be called usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.coaching.normal import SINKS, Seen, median
from coach.events import Step

PAUSE_S = 2.0
"""Steps further apart than this are not one stretch of running."""
_MAD_TO_SD = 1.4826
_BLOCK, _OFF = 15, 0.05


@dataclass(slots=True)
class Lesson:
    """Believed running steps of one foot at about one speed."""

    seconds: float = 0.0
    _last_s: float | None = None
    _contact_s: list[float] = field(default_factory=list[float])
    _others: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    @property
    def steps(self) -> int:
        """How many there were."""
        return len(self._contact_s)

    def add(self, step: Step, speed_mps: float | None, level: float = 0.0) -> None:
        """One more; `level` is how far contact has drifted off the day's beginning, which is taken away."""
        if self._last_s is not None and step.declared_s - self._last_s <= PAUSE_S:
            self.seconds += step.declared_s - self._last_s
        self._last_s = step.declared_s
        self._contact_s.append(step.contact_s / (1.0 + level))
        values = step.values
        self._note("speed_mps", speed_mps)
        self._note("stride_s", step.stride_s)
        self._note("flight_s", step.flight_s)
        self._note("oscillation_cm", values.get("oscillation_cm"))
        for name in SINKS:
            self._note(name, values.get(name))

    def pause(self) -> None:
        """What comes next is another run."""
        self._last_s = None

    @property
    def speed_mps(self) -> float | None:
        """Median speed, where at least half of the steps had one."""
        return self._most(self._others.get("speed_mps", ()))

    @property
    def trend(self) -> float:
        """How much longer contact was in the last third of the steps than in the first, as a share."""
        third = max(self.steps // 3, 1)
        return median(self._contact_s[-third:]) / median(self._contact_s[:third]) - 1.0

    @property
    def uneven(self) -> float:
        """Share of the running, in blocks of 15 steps, whose median lies 5 % or more off that of all."""
        usual_s = median(self._contact_s)
        blocks = [median(self._contact_s[k : k + _BLOCK]) for k in range(0, self.steps - _BLOCK + 1, _BLOCK)]
        return sum(abs(block / usual_s - 1.0) >= _OFF for block in blocks) / max(len(blocks), 1)

    def seen(self) -> Seen:
        """Medians of what at least half of the steps had."""
        usual_s = median(self._contact_s)
        spread = _MAD_TO_SD * median([abs(value - usual_s) for value in self._contact_s]) / usual_s
        others = {name: self._most(values) for name, values in self._others.items()}
        return Seen(steps=self.steps, contact_s=usual_s, spread=spread, **others)

    def _note(self, name: str, value: float | None) -> None:
        if value is not None:
            self._others.setdefault(name, []).append(value)

    def _most(self, values: Sequence[float]) -> float | None:
        return median(values) if values and 2 * len(values) >= self.steps else None
