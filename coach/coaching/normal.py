"""What is normal for one foot of this runner, at any speed, and the band around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from coach.coaching.power import LAWS, Point, PowerLaw

SPEED_EXPONENT = LAWS["contact_s"].exponent
"""Contact time goes with speed to this power."""
SINKS = ("sink_deg", "sink_cm")
"""Measures of sink; `heel_rise_percent` is a proxy and decides nothing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one foot did at one speed, as one sensor saw it: medians over believed running steps."""

    steps: int
    contact_s: float
    spread: float = 0.0
    """Robust SD of single contact times as a share of `contact_s`; 0 where it is not known."""
    speed_mps: float | None = None
    stride_s: float | None = None
    flight_s: float | None = None
    oscillation_cm: float | None = None
    sink_deg: float | None = None
    sink_cm: float | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual at one speed; None where it was not measured."""

    contact_s: float
    unsure: float = 0.0
    """One SD of what was only calculated from speed, as a share of `contact_s`."""
    stride_s: float | None = None
    flight_s: float | None = None
    oscillation_cm: float | None = None
    sinks: dict[str, float] = field(default_factory=dict[str, float])
    """Of SINKS, those that were measured."""


@dataclass(frozen=True)
class Normal:
    """One foot's normal out of all that was seen of it.

    A step whose speed is not known, or a normal that was learned without speed, is compared as if the runner always
    ran as fast as when the normal was learned.
    """

    seen: tuple[Seen, ...]
    told: Seen | None = None
    """A contact time from the settings, which goes before everything that was seen."""

    def at(self, speed_mps: float | None) -> Usual:
        """What is usual at this speed."""
        contact, contact_s = self._laws.get("contact_s"), self._median("contact_s") or 0.0
        if contact is None:
            return self._usual(contact_s, None)
        here_mps = contact.speed_mps if speed_mps is None else speed_mps
        return self._usual(contact.at(here_mps), here_mps, contact.unsure(here_mps))

    @cached_property
    def spread(self) -> float:
        """Robust SD of single contact times as a share."""
        known = [(one.steps, one.spread) for one in self.seen if one.spread > 0.0]
        return sum(n * spread for n, spread in known) / sum(n for n, _ in known) if known else 0.0

    @cached_property
    def speed_mps(self) -> float | None:
        """The speed at which contact is known best; None where it was learned without speed."""
        contact = self._laws.get("contact_s")
        return None if contact is None else contact.speed_mps

    def _usual(self, contact_s: float, speed_mps: float | None, unsure: float = 0.0) -> Usual:
        return Usual(
            contact_s=contact_s,
            unsure=unsure,
            stride_s=self._value("stride_s", speed_mps),
            flight_s=self._flight_s(contact_s, speed_mps),
            oscillation_cm=self._value("oscillation_cm", speed_mps),
            sinks={name: value for name in SINKS if (value := self._value(name, speed_mps)) is not None},
        )

    def _flight_s(self, contact_s: float, speed_mps: float | None) -> float | None:
        """What contact leaves of the step, whatever the speed."""
        flight_s, learned_s = self._median("flight_s"), self._median("contact_s")
        stride_s, learned_stride_s = self._value("stride_s", speed_mps), self._median("stride_s")
        if speed_mps is None or flight_s is None or learned_s is None or stride_s is None or learned_stride_s is None:
            return flight_s
        return flight_s + 0.5 * (stride_s - learned_stride_s) - (contact_s - learned_s)

    @cached_property
    def _laws(self) -> dict[str, PowerLaw]:
        """Quantities that were seen at a known speed."""
        laws: dict[str, PowerLaw] = {}
        for name, law in LAWS.items():
            rows = [self.told] if name == "contact_s" and self.told is not None else self.seen
            points = [point for row in rows if (point := _point(row, name)) is not None]
            if points:
                laws[name] = PowerLaw(points, law)
        return laws

    def _value(self, name: str, speed_mps: float | None) -> float | None:
        law = self._laws.get(name)
        return self._median(name) if law is None or speed_mps is None else law.at(speed_mps)

    def _median(self, name: str) -> float | None:
        """Where no speed counts: the value that most steps had."""
        if name == "contact_s" and self.told is not None:
            return self.told.contact_s
        rows = [(one.steps, value) for one in self.seen if (value := getattr(one, name)) is not None]
        return max(rows)[1] if rows else None


def _point(row: Seen, name: str) -> Point | None:
    value: float | None = getattr(row, name)
    if value is None or value <= 0.0 or row.speed_mps is None:
        return None
    return Point(row.speed_mps, value, row.spread / max(row.steps, 1) ** 0.5)


@dataclass(frozen=True, slots=True)
class Band:
    """Both feet's normal at this speed, and how far above it stance counts as drawn-out and as good again."""

    normal_s: float
    trigger: float
    """Share of `normal_s`."""
    release: float

    @property
    def limit_s(self) -> float:
        """Contact time above which stance counts as drawn-out."""
        return self.normal_s * (1.0 + self.trigger)


def median(values: Sequence[float]) -> float:
    """Upper median of at least one value."""
    return sorted(values)[len(values) // 2]
