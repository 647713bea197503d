"""FIT files: the format of watches, with the running dynamics that Garmin's own sensors write."""
