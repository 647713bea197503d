"""What is known of the runner: own normal, sensor offsets, what one session leaves for the next."""
