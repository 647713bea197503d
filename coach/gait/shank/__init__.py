"""Contact time from a shank sensor: landmarks of its pitch rate and acceleration, dated by two small linear models."""

from coach.gait.shank.detector import ShankDetector

__all__ = ["ShankDetector"]
