"""Stride and flight: what the time between contacts says."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from coach.events import Contact, Foot

STRIDE_S = (0.4, 2.0)
"""From 300 steps a minute to a slow walk."""
_FLIGHT_S = (-0.4, 0.5)
_MISSED = 1.35
"""A stride so much longer than the usual one hides a contact that was not seen."""
_USUAL = 5
_BREAK_S = 3.0
_OTHER = {"left": "right", "right": "left", "this": "that", "that": "this"}


@dataclass(frozen=True, slots=True)
class _Last:
    initial_contact_s: float
    toe_off_s: float
    gap: bool


class Strides:
    """The last contact of each foot. Feed contacts in order of `declared_s`.

    Where a trunk sensor does not tell the feet apart, contacts are taken to alternate.
    """

    def __init__(self) -> None:
        self._last: dict[str, _Last] = {}
        self._unnamed = "that"
        self._usual_s: deque[float] = deque(maxlen=_USUAL)

    def update(self, contact: Contact, *, both_feet: bool) -> tuple[float | None, float | None]:
        """Stride time and the flight before this contact, in s; None where they cannot be known.

        The stride runs from the same foot's last initial contact to this one; None for the first, across a gap, and
        where a contact in between was missed. The flight runs from the other foot's last toe-off to this initial
        contact; negative when both feet are on the ground. With a lone foot it is half the stride minus the contact,
        which assumes that both sides are alike.
        """
        side = self._side(contact.foot)
        now = _Last(contact.initial_contact_s, contact.toe_off_s, "gap" in contact.faults)
        before, other = self._last.get(side), self._last.get(_OTHER[side])
        self._last[side] = now
        stride_s = None if before is None else self._stride_s(before, now)
        if not both_feet:
            return stride_s, None if stride_s is None else _within(0.5 * stride_s - contact.contact_s, _FLIGHT_S)
        if other is None or (before is not None and not other.initial_contact_s > before.initial_contact_s):
            return stride_s, None
        return stride_s, _within(now.initial_contact_s - other.toe_off_s, _FLIGHT_S)

    def _side(self, foot: Foot) -> str:
        if foot != "unknown":
            return foot
        self._unnamed = _OTHER[self._unnamed]
        return self._unnamed

    def _stride_s(self, before: _Last, now: _Last) -> float | None:
        stride_s = now.initial_contact_s - before.initial_contact_s
        usual = self._usual_s
        usual_s = sorted(usual)[len(usual) // 2] if len(usual) >= 3 else stride_s
        if stride_s > _BREAK_S:
            usual.clear()
        elif stride_s > 0.0:
            usual.append(stride_s)
        if before.gap or now.gap or stride_s > _MISSED * usual_s:
            return None
        return _within(stride_s, STRIDE_S)


def _within(value: float, limits: tuple[float, float]) -> float | None:
    """The value, or None outside the limits or where it is NaN."""
    return value if limits[0] <= value <= limits[1] else None
