"""The table of ready-made scenarios."""

from __future__ import annotations

from coach.simulate.scenario import Phase, Scenario

PUSHING = frozenset({"push-through-the-ball", "push-pull", "quick-and-light", "tick-along", "metronome"})
"""What a sinking runner answers to."""
CALMING = frozenset({"ease", "quick-and-light", "tick-along"})
"""What a bouncing runner answers to; a push would be of no help."""

_EASY = 3.2

_ALL = (
    Scenario(
        "steady",
        "Ten minutes at one speed, nothing the matter.",
        (Phase("steady", 600.0, _EASY),),
    ),
    Scenario(
        "demo",
        "Ten minutes: warms up, tires and sinks, answers the cue, sinks again, walks, resumes, bounces, settles.",
        (
            Phase("stand", 4.0, 0.0, ramp_s=0.0),
            Phase("walk", 12.0, 1.5),
            Phase("warm-up", 164.0, _EASY, ramp_s=5.0),
            Phase("sinking", 220.0, _EASY, 1.12, dorsiflexion_deg=3.5, ramp_s=25.0, answers=PUSHING),
            Phase("walk", 30.0, 1.5, ramp_s=3.0),
            Phase("resumed", 60.0, _EASY, ramp_s=4.0),
            Phase("bouncing", 60.0, _EASY, 0.94, 1.27, ramp_s=6.0, answers=CALMING),
            Phase("settled", 50.0, _EASY, ramp_s=8.0),
        ),
    ),
    Scenario(
        "unheard",
        "Sinks for good and answers nothing.",
        (
            Phase("steady", 150.0, _EASY),
            Phase("sunk", 450.0, _EASY, 1.12, dorsiflexion_deg=3.5, ramp_s=25.0),
        ),
    ),
    Scenario(
        "intervals",
        "Fast and slow by turns; contact follows speed and nothing is wrong.",
        tuple(Phase("slow" if k % 2 == 0 else "fast", 60.0, 2.8 if k % 2 == 0 else 4.3) for k in range(10)),
    ),
    Scenario(
        "walk-run",
        "Stands, walks and runs by turns, with turns and a stumble.",
        (
            Phase("stand", 10.0, 0.0, ramp_s=0.0),
            Phase("walk", 30.0, 1.4),
            Phase("run", 60.0, 3.0, turn_deg=180.0, stumbles=1),
            Phase("walk", 30.0, 1.7, turn_deg=-90.0),
            Phase("run", 60.0, 3.6),
            Phase("stand", 20.0, 0.0),
        ),
    ),
)

SCENARIOS: dict[str, Scenario] = {scenario.name: scenario for scenario in _ALL}
"""Name -> scenario."""
