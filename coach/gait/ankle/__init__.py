"""Sink at the ankle, from one sensor on the foot and one on the shank of the same leg."""

from coach.gait.ankle.leg import Leg
from coach.gait.ankle.meter import AnkleMeter

__all__ = ["AnkleMeter", "Leg"]
