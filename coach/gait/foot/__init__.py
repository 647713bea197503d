"""Contact time from a foot sensor: rate-minimum and −200 deg/s anchors, refined by small linear models."""
