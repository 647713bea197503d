"""Polar's measurement service (PMD): H10 and OH1 (accelerometer), Verity Sense (accelerometer and gyroscope).

Source: polar-ble-sdk, Polar_Measurement_Data_Specification.pdf, and the tests of that SDK.
"""

from __future__ import annotations

from coach.devices.polar.stream import PROFILE, Polar

__all__ = ["PROFILE", "Polar"]
