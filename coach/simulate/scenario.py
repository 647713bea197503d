"""What a simulated runner is asked to do: a list of phases, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from coach.errors import UserError
from coach.events import DrillName

WALK_MPS = 0.25
"""Below this a person stands."""
RUN_MPS = 1.9
"""From here on a person runs."""
TOP_MPS = 6.0
_LEAST_AIR_S = 0.06


@dataclass(frozen=True, slots=True)
class Drill:
    """How a drill is done: pogo jumps land on both feet, skips twice on each, butt kicks on one after the other."""

    kind: DrillName
    contact_s: float = 0.18
    every_s: float = 0.42
    """From one landing to the next; for skips the mean of step and hop."""
    heel_deg: float = 115.0
    """Butt kicks: tilt of the shank at its highest, 90 being level."""
    kicks_back: bool = False
    """Butt kicks: the knee goes back and the heel comes late, instead of being pulled up under the hip."""
    bend_deg: float = 8.0
    """Pogo jumps: how far the shank leans in stance, which is how far ankles and knees give."""
    thud: float = 1.0
    """Factor on the blow of landing."""

    def __post_init__(self) -> None:
        """Refuse a drill that never leaves the ground."""
        if not 0.08 <= self.contact_s <= self.every_s - _LEAST_AIR_S:
            raise UserError(f"A {self.kind} needs a contact from 0.08 s to {_LEAST_AIR_S:g} s less than its beat.")


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time with one aim. Stretches are factors on the person's own value at this speed."""

    name: str
    lasts_s: float
    speed_mps: float = 3.2
    """Belt speed; without a drill it alone decides whether the person stands, walks or runs."""
    contact_stretch: float = 1.0
    """1.12 is a stance drawn out by 12 %."""
    flight_stretch: float | None = None
    """None: cadence stays and flight makes room for contact. A number: flight time times this, cadence follows."""
    dorsiflexion_deg: float = 0.0
    """Added to the ankle's bend at mid-stance: the sink."""
    ramp_s: float = 4.0
    """How long the change from the phase before takes."""
    answers: frozenset[str] | None = frozenset()
    """Cues that take the stretches of this phase away for a while; None: any cue."""
    turn_deg: float = 0.0
    """Change of heading over the phase, left positive."""
    stumbles: int = 0
    """Evenly spread missteps."""
    drill: Drill | None = None
    """Instead of standing, walking or running."""

    def __post_init__(self) -> None:
        """Refuse what no body could do."""
        if self.lasts_s <= 0.0 or not 0.0 <= self.ramp_s <= self.lasts_s:
            raise UserError(f"Phase {self.name!r} must last longer than 0 s and than its ramp.")
        if not 0.0 <= self.speed_mps <= TOP_MPS:
            raise UserError(f"Phase {self.name!r} needs a speed between 0 and {TOP_MPS:g} m/s.")
        if not 0.6 <= self.contact_stretch <= 1.6 or not 0.4 <= (self.flight_stretch or 1.0) <= 2.5:
            raise UserError(f"Phase {self.name!r} stretches contact or flight beyond what a runner can do.")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Phases in order; the last one goes on for ever. A first phase on the move is entered at full speed."""

    name: str
    about: str
    phases: tuple[Phase, ...]
    answer_share: float = 0.95
    """How much of a phase's stretches an answered cue takes away."""
    answer_hold_s: float = 60.0
    """How long the answer lasts before the runner slips back."""
    answer_fade_s: float = 20.0

    def __post_init__(self) -> None:
        """Refuse a scenario in which nothing happens."""
        if not self.phases:
            raise UserError(f"Scenario {self.name!r} has no phases.")

    @property
    def lasts_s(self) -> float:
        """Seconds until the end of the last phase."""
        return sum(phase.lasts_s for phase in self.phases)
