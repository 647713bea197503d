"""The worn sensors as a screen knows them: which are heard, and what they say of themselves. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from coach.devices.charge import battery_of
from coach.devices.standard import BATTERY_LEVEL
from coach.events import Link, Packet, Placement
from coach.screen.view import Hearing, SensorView

SILENT_S = 3.0
"""A sensor whose motion has not come for this long is shown as silent."""


class Equipment:
    """Give it every packet and link; sensors that nobody announced are known from their first packet."""

    def __init__(self, placements: Sequence[Placement] = ()) -> None:
        self._heard_s: dict[Placement, float | None] = dict.fromkeys(placements)
        self._links: dict[Placement, Link] = {}
        self._battery: dict[Placement, int] = {}
        self._signal: dict[Placement, int] = {}

    def packet(self, packet: Packet) -> None:
        """Motion shows that a sensor is alive; its battery may be told for long after."""
        if packet.channel != BATTERY_LEVEL:
            self._heard_s[packet.placement] = packet.arrived_s
        if (said := battery_of(packet)) is not None:
            self._battery[packet.placement] = said.percent

    def link(self, link: Link) -> None:
        """Its radio came or went."""
        self._links[link.placement] = link

    def signal(self, placement: Placement, dbm: int) -> None:
        """How strong a sensor was when it was found."""
        self._signal[placement] = dbm

    def views(self, at_s: float) -> tuple[SensorView, ...]:
        """All of them, at a moment."""
        return tuple(
            SensorView(
                placement,
                self._hearing(placement, at_s),
                self._battery.get(placement),
                self._signal.get(placement),
                None if heard_s is None else at_s - heard_s,
            )
            for placement, heard_s in self._heard_s.items()
        )

    def _hearing(self, placement: Placement, at_s: float) -> Hearing:
        heard_s, link = self._heard_s[placement], self._links.get(placement)
        if link and link.state == "lost" and (heard_s is None or heard_s <= link.at_s):
            return "lost"
        if heard_s is None:
            return "waiting"
        return "heard" if at_s - heard_s <= SILENT_S else "silent"
