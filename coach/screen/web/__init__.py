"""The run as a page, served by the run itself from a process of its own; nothing is fetched from elsewhere."""
