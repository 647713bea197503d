"""What would have been said with other settings, on one's own recordings."""
