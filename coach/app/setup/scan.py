"""What is in reach, what it is, and what to call it in the settings."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.errors import HardwareError
from coach.sources.ble import BUSY, Card, Sighting, Times, Unreachable, kinds, look_around, service_name, visit


@dataclass(frozen=True, slots=True)
class Found:
    """One device in reach."""

    name: str
    """As advertised; may be empty."""
    call: str
    """What to write into the settings: its name where nothing else here has the same, else its address."""
    titles: tuple[str, ...]
    """What it is, as far as we know it; empty for what we do not know."""
    motion: bool
    """It streams motion from which steps can be measured."""
    rssi_dbm: int
    battery_percent: int | None
    services: tuple[str, ...]
    """Their names, or numbers where nobody has named them."""
    about: dict[str, str] = field(default_factory=dict[str, str])
    """What it said when asked: maker, model, serial …"""
    fault: str = ""
    """Why it could not be asked."""


def survey(seconds: float, *, ask: bool) -> list[Found]:
    """Known devices first, the strongest first; HardwareError without a usable adapter."""
    return asyncio.run(look(seconds, ask=ask, times=Times()))


async def look(seconds: float, *, ask: bool, times: Times) -> list[Found]:
    """The same inside a running loop; `ask` connects to each known device for its battery and serial number."""
    try:
        sightings = await look_around(seconds, times)
    except Unreachable as fault:
        raise HardwareError(f"{fault}.", BUSY) from None
    cards = {seen.address: await _asked(seen, times) for seen in sightings if ask and kinds(seen)}
    found = [_found(seen, cards.get(seen.address), sightings) for seen in sightings]
    return sorted(found, key=lambda one: not one.titles)


async def _asked(seen: Sighting, times: Times) -> Card | str:
    """What it says, or why it does not."""
    with contextlib.suppress(HardwareError):
        try:
            return await visit(seen, times)
        except Unreachable as fault:
            return str(fault)
    return "the adapter went away"


def _found(seen: Sighting, said: Card | str | None, everything: Sequence[Sighting]) -> Found:
    names = Counter(one.name.casefold() for one in everything)
    card = said if isinstance(said, Card) else Card(seen.services, seen.battery_percent)
    known = kinds(seen)
    return Found(
        name=seen.name,
        call=seen.name if seen.name and names[seen.name.casefold()] == 1 else seen.address,
        titles=tuple(f"{kind.title} ({kind.remark})" if kind.remark else kind.title for kind in known),
        motion=any(profile.motion for profile in known),
        rssi_dbm=seen.rssi_dbm,
        battery_percent=card.battery_percent,
        services=tuple(service_name(uuid) for uuid in card.services),
        about=card.about,
        fault=said if isinstance(said, str) else "",
    )
