"""Bytes to samples: one file per device, no I/O."""
