"""Waist and chest: running steps from a trunk accelerometer, with left and right from a gyroscope or one tap."""

from coach.gait.trunk.detector import TrunkDetector

__all__ = ["TrunkDetector"]
