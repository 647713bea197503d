"""Contact time from a foot sensor: rate-minimum and −300 deg/s anchors, refined by small linear models."""
