"""Contacts from a waist or chest sensor: accelerometer enough, gyroscope for left and right, speed where known."""

from __future__ import annotations

import math
from collections.abc import Iterator

from coach.events import Block, Contact, Foot, Placement, Speed
from coach.gait.speeds import Speeds
from coach.gait.trunk.constants import SITES, Site
from coach.gait.trunk.model import date
from coach.gait.trunk.sides import Sides
from coach.gait.trunk.steps import TrunkStep, TrunkSteps


class TrunkDetector:
    """Waist and chest contacts, each declared when the next step has loaded the body, about a third of a second late.

    Waiting buys `sink_cm`, which needs the whole step, and the foot; the trunk's dates are too coarse for a beat.
    `contact_s` is an estimate whose changes are right and whose level is a stranger's: see `uncertainty_s`.

    Faults: `gap` and `clipped-event` (samples at loading or release are missing), `axis` (up is turning: the sensor was
    moved), `no-flight` (never light, so no running step: contact_s is NaN), `last-step` (nothing followed). Soft, as
    contact_s still holds: `no-speed` (in a wider band), `off-centre` (over one hip: left and right are evened out).
    Extras: `flight_share` of the last two steps (running above 0.15, walking below 0.08); `turn_dps` with a gyroscope;
    `sink_cm` and `oscillation_cm` where a step precedes and follows.
    """

    def __init__(self, placement: Placement, rate_hz: float, site: Site | None = None) -> None:
        self._placement: Placement = placement
        self._rate_hz = rate_hz
        self._site = SITES[placement] if site is None else site
        self._steps: TrunkSteps | None = None
        self._speeds = Speeds()
        self._sides = Sides()

    def speed(self, at_s: float, speed_mps: float, source: str = "typed") -> None:
        """Speed from outside, to be told before the samples that follow it; nought when it is no longer known."""
        self._speeds.add(Speed(at_s, speed_mps, source))

    def tap(self, foot: Foot, at_s: float) -> None:
        """The runner tapped as this foot landed, to be told before the samples that follow it."""
        self._sides.tap(foot, at_s)

    def feed(self, block: Block) -> list[Contact]:
        """Contacts that these samples made certain."""
        return [self._contact(step) for step in self._found(block)]

    def _found(self, block: Block) -> Iterator[TrunkStep]:
        if self._steps is None or block.fresh:
            if self._steps is not None:
                yield from self._steps.end(block.t_s)
            self._steps = TrunkSteps(block.t_s, self._rate_hz, self._site, has_gyro=block.gyro_dps is not None)
        yield from self._steps.feed(block)

    def _contact(self, step: TrunkStep) -> Contact:
        speed = self._speeds.at(step.loading_s)
        speed_mps = None if speed is None else speed.speed_mps
        dated = date(step, self._site, speed_mps)
        initial_contact_s = step.loading_s - dated.lead_s
        extras = {"flight_share": step.flight_share}
        if not math.isnan(step.turn_dps):
            extras["turn_dps"] = step.turn_dps
        if step.travel is not None:
            extras["sink_cm"] = step.travel.sink_cm(dated.lead_s)
            extras["oscillation_cm"] = step.travel.oscillation_cm
        return Contact(
            placement=self._placement,
            foot=self._sides.foot(step),
            initial_contact_s=initial_contact_s,
            toe_off_s=initial_contact_s + dated.contact_s,
            declared_s=step.declared_s,
            contact_s=dated.contact_s,
            uncertainty_s=dated.uncertainty_s,
            faults=(*step.faults, *_missing(step, speed_mps)),
            extras=extras,
            rate_hz=self._rate_hz,
        )


def _missing(step: TrunkStep, speed_mps: float | None) -> Iterator[str]:
    """What the step lacks."""
    if speed_mps is None:
        yield "no-speed"
    if math.isnan(step.release_s):
        yield "no-flight"
    if math.isnan(step.next_loading_s):
        yield "last-step"
