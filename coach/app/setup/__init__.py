"""Before the first run: what works here, what is in reach, the first settings file."""
