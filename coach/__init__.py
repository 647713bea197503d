"""Senses a runner's feet, measures each step, decides when a cue would help."""

__version__ = "0.1.0"
