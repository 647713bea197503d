"""A step as screens are given it."""

from __future__ import annotations

from dataclasses import replace

from coach.events import Step


def step(at_s: float, contact_s: float = 0.25, **changes: object) -> Step:
    """A believed running step of the left foot that ended, and was known, at `at_s`."""
    plain = Step(
        foot="left",
        placement="foot-left",
        initial_contact_s=at_s - contact_s,
        toe_off_s=at_s,
        declared_s=at_s,
        contact_s=contact_s,
        uncertainty_s=0.005,
        stride_s=0.7,
        flight_s=0.1,
        activity="run",
        valid=True,
        reason="",
    )
    return replace(plain, **changes)  # pyright: ignore[reportArgumentType]  # a test's shorthand
