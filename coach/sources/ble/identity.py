"""Which of the sensors on the air is the one that was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.devices.running_speed import Counts
from coach.events import Placement
from coach.sources.ble.sighting import Sighting, kinds


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sensor as the runner names it."""

    name: str
    """Its advertised name, a word of it (the serial number in "Polar H10 1234ABCD"), its address, or its kind."""
    placement: Placement | None
    """None: not worn; a treadmill."""
    cadence: Counts = "auto"
    """What its cadence counts, where it is a footpod."""


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    address: str
    serial: str
    """Of the Device Information service; empty where it has none."""


class Identity:
    """What was asked for, and what the first connection taught, for new batteries and privacy bring new addresses."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._known: _Known | None = None
        self._strangers: set[str] = set()
        self._in_vain = False

    def fits(self, seen: Sighting) -> bool:
        """Whether a connection is worth the try.

        A known sensor is looked for at its address; elsewhere under its name only where its serial number can prove it
        afterwards, or when a whole scan has not shown the address.
        """
        if seen.address in self._strangers:
            return False
        known = self._known
        if known is None:
            return _named(self._wanted.name, seen) or _of_kind(self._wanted.name, seen)
        if seen.address == known.address:
            return True
        return bool(known.name) and seen.name == known.name and (bool(known.serial) or self._in_vain)

    def missed(self) -> None:
        """A whole scan did not show it."""
        self._in_vain = True

    def confirm(self, seen: Sighting, serial: str) -> bool:
        """Whether the connected sensor is the one; another of the same name is not tried again."""
        known = self._known or _Known("", "", "")
        if known.serial and serial and serial != known.serial:
            self._strangers.add(seen.address)
            return False
        self._known = _Known(seen.name or known.name, seen.address, serial or known.serial)
        self._in_vain = False
        return True

    @property
    def address(self) -> str | None:
        """Where it was last; None before it was ever connected."""
        return self._known.address if self._known else None


def _named(wanted: str, seen: Sighting) -> bool:
    wanted, name = wanted.casefold(), seen.name.casefold()
    return wanted in {name, seen.address.casefold()} or wanted in re.split(r"[\s_-]+", name)


def _of_kind(wanted: str, seen: Sighting) -> bool:
    """`open-pod`, `treadmill`, `heart rate`: any sensor of that kind, the first to be seen."""
    return any(wanted.casefold() in {profile.device, profile.title.casefold()} for profile in kinds(seen))
