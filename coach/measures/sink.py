"""Sink, each kind by its own name: what the ankle does, what the trunk does, and the lone foot's proxy."""

from __future__ import annotations

from coach.measures.measure import from_sensor

SINK_DEG = from_sensor("sink_deg", "deg")
SINK_CM = from_sensor("sink_cm", "cm")
HEEL_RISE = from_sensor("heel_rise_percent", "% of stance")
