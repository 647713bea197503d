"""The waist of the house: events in, outputs out. Pure and synchronous; time comes only with the events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coach.coaching.decider import Decider
from coach.coaching.deciding import Moment
from coach.coaching.memory import from_profile
from coach.config import Config
from coach.devices.charge import LOW_PERCENT, LowBattery, battery_of
from coach.events import Event, Key, Link, Notice, Output, Packet, Placement, Played, Reload, Speed, Tick
from coach.gait.drills.counter import DrillCounter
from coach.gait.foot.early import EarlyStance
from coach.measures.measurer import Measurer
from cues.cue import Durations

SILENT_S = 3.0
"""A sensor whose motion did not come for so long is lost."""


class Senses:
    """Everything before the first decision: packets become steps, and sensors that fall silent are noticed.

    Only motion counts: a heart rate or a battery does not show that steps are heard, and nobody misses the motion of a
    sensor that never sent any.
    `patience_s` joins samples before they are worked on: the same steps, later and cheaper. `counter` counts drills.
    """

    def __init__(
        self,
        config: Config,
        placements: Sequence[Placement],
        patience_s: float = 0.0,
        counter: DrillCounter | None = None,
    ) -> None:
        self._measurer = Measurer(config, placements, patience_s, counter)
        self._heard_s: dict[Placement, float] = {}
        self._lost: set[Placement] = set()
        self._low: set[Placement] = set()

    def feed(self, event: Event) -> Iterator[Moment]:
        """What this event made certain, in order."""
        match event:
            case Packet():
                yield from self._packet(event)
            case Tick():
                for placement, heard_s in self._heard_s.items():
                    if event.at_s - heard_s >= SILENT_S:
                        yield from self._lose(placement, event.at_s)
                yield event
            case Link(state="lost"):
                yield from self._lose(event.placement, event.at_s)
            case Key(key="left" | "right"):
                self._measurer.tap("left" if event.key == "left" else "right", event.at_s)
            case Speed():
                yield from self._measurer.speed(event)
                yield event
            case Key() | Reload():
                yield event
            case Link() | Played() | Notice():
                pass  # a sensor is back when its packets are; sounds and words change no decision

    def early(self) -> list[EarlyStance]:
        """Stances seen to end since the last call."""
        return self._measurer.early()

    @property
    def heard(self) -> Iterator[Placement]:
        """Sensors whose motion is coming."""
        return (placement for placement in self._heard_s if placement not in self._lost)

    def finish(self) -> Iterator[Moment]:
        """The recording is over: what waited comes out."""
        return self._measurer.finish()

    def _packet(self, packet: Packet) -> Iterator[Moment]:
        found = list(self._measurer.packet(packet))
        if self._measurer.moved(packet.placement):
            yield from self._back(packet.placement, packet.arrived_s)
            self._heard_s[packet.placement] = packet.arrived_s
        yield from found
        if packet.placement not in self._low:
            yield from self._charge(packet)

    def _charge(self, packet: Packet) -> Iterator[Moment]:
        said = battery_of(packet)
        if said is not None and said.percent <= LOW_PERCENT:
            self._low.add(packet.placement)
            yield LowBattery(packet.placement, packet.arrived_s, said.percent)

    def _lose(self, placement: Placement, at_s: float) -> Iterator[Moment]:
        if placement in self._heard_s and placement not in self._lost:
            self._lost.add(placement)
            yield from self._measurer.silence(placement)
            yield Link(placement, at_s, "lost")

    def _back(self, placement: Placement, at_s: float) -> Iterator[Moment]:
        if placement in self._lost:
            self._lost.discard(placement)
            yield Link(placement, at_s, "connected")


class Pipeline:
    """Everything that is decided during a run. The same events give the same outputs, always.

    `durations` are the pack's: the scheduler keeps one voice at a time by them. `profile` is what was known of the
    runner beforehand, as the recording's header holds it.
    """

    def __init__(
        self,
        config: Config,
        placements: Sequence[Placement],
        durations: Durations,
        profile: Mapping[str, float] | None = None,
    ) -> None:
        self._senses = Senses(config, placements)
        self.decider = Decider(config, durations, from_profile(profile or {}))

    def feed(self, event: Event) -> list[Output]:
        """Outputs that this event made certain, in order."""
        return [output for moment in self._senses.feed(event) for output in self.decider.feed(moment)]

    def early(self) -> list[EarlyStance]:
        """Stances seen to end since the last call, before they are steps: for the beat alone, which must foretell.

        Nothing is decided by them, and they are not recorded: the same events give the same again.
        """
        return self._senses.early()

    def finish(self) -> list[Output]:
        """The recording is over: what waited comes out."""
        out = [output for moment in self._senses.finish() for output in self.decider.feed(moment)]
        return out + self.decider.finish()
