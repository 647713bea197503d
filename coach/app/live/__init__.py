"""A session in real time: from the sources to the screen, until somebody ends it."""
