"""Drills: pogo jumps, skips and butt kicks, counted and measured by detectors of their own."""
