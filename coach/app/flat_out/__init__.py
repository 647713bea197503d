"""Simulated sessions as fast as they can be computed."""
