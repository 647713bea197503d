"""What sensors said beside motion: the runner's heart rate, and how full their batteries were."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.devices.charge import battery_of
from coach.devices.readings import Battery, HeartRate
from coach.devices.standard import KEY, READERS
from coach.events import Packet, Placement, Step

Heart: TypeAlias = Sequence[tuple[float, float]]
"""(second, beats a minute), in order."""
BPM = (25, 245)
"""No runner's heart beats slower or faster; a strap that lies in a drawer says 0."""
LIFE_S = 5.0
"""A heart rate that was not told again for so long is not known any more."""


@dataclass(slots=True)
class Readings:
    """Filled with every packet; most that hold motion tell nothing else."""

    hearts: dict[Placement, list[tuple[float, float]]] = field(
        default_factory=dict[Placement, list[tuple[float, float]]]
    )
    batteries: dict[Placement, tuple[int, int]] = field(default_factory=dict[Placement, tuple[int, int]])
    """Percent when it was first told, and last."""

    def take(self, packet: Packet) -> None:
        """One packet of the standard characteristics, or a phone's; what we have no use for is passed over."""
        reader = READERS.get(packet.channel.lower())
        match reader(packet.payload) if reader else battery_of(packet):
            case HeartRate(bpm=bpm, contact=contact) if contact is not False and BPM[0] <= bpm <= BPM[1]:
                self.hearts.setdefault(packet.placement, []).append((packet.arrived_s, float(bpm)))
            case Battery(percent=percent):
                first, _ = self.batteries.get(packet.placement, (percent, percent))
                self.batteries[packet.placement] = (first, percent)
            case _:
                pass

    @property
    def heart(self) -> Heart:
        """Of the sensor that told it most often; empty where none did."""
        none: Heart = ()
        return max(self.hearts.values(), key=len, default=none)


def tells(packet: Packet) -> bool:
    """Whether this packet is of the standard kind that `Readings` takes, and no motion."""
    return packet.device == KEY


def mean_heart(heart: Heart, running: Sequence[Step]) -> float | None:
    """Mean of what was told while a running step was no further away than `LIFE_S`; None where nothing was."""
    if not heart or not running:
        return None
    steps_s = sorted(step.initial_contact_s for step in running)
    told = [bpm for at_s, bpm in heart if _near(steps_s, at_s)]
    return sum(told) / len(told) if told else None


def _near(times_s: Sequence[float], at_s: float) -> bool:
    k = bisect_left(times_s, at_s - LIFE_S)
    return k < len(times_s) and times_s[k] <= at_s + LIFE_S
