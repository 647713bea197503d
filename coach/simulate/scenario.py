"""What a simulated runner is asked to do: a list of phases, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from coach.errors import UserError

WALK_MPS = 0.25
"""Below this a person stands."""
RUN_MPS = 1.9
"""From here on a person runs."""
TOP_MPS = 6.0


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time with one aim. Stretches are factors on the person's own value at this speed."""

    name: str
    lasts_s: float
    speed_mps: float = 3.2
    """Belt speed; it alone decides whether the person stands, walks or runs."""
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
