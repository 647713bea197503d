"""All that we can use over Bluetooth, and what an advertisement or a connected sensor promises of it."""

from __future__ import annotations

from collections.abc import Iterable

from coach.devices import metamotion, movella, movesense, pod_link, polar, standard, witmotion
from coach.devices.gatt import Profile

PROFILES: tuple[Profile, ...] = (
    pod_link.PROFILE,
    polar.PROFILE,
    movesense.PROFILE,
    metamotion.PROFILE,
    witmotion.PROFILE,
    movella.PROFILE,
    *standard.PROFILES,
)
"""Motion first: the order in which a sensor that offers several is described."""


def identify(name: str | None, services: Iterable[str], companies: Iterable[int] = ()) -> tuple[Profile, ...]:
    """What an advertisement promises: by service, by the beginning of the name, or by the company's number.

    A promise only: which services there are shows after connecting (`usable`). Nothing where we know none of it.
    """
    known, makers = {service.lower() for service in services}, set(companies)
    return tuple(
        profile
        for profile in PROFILES
        if profile.service in known
        or (name or "").startswith(profile.names or ("\0",))
        or makers.intersection(profile.companies)
    )


def usable(services: Iterable[str]) -> tuple[Profile, ...]:
    """Profiles that a connected sensor with these services really offers; all are used side by side."""
    known = {service.lower() for service in services}
    return tuple(profile for profile in PROFILES if profile.service in known)
