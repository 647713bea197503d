"""What a runner sees while running."""
