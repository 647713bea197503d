"""What is remembered of the runner between sessions: one SQLite file in his own data folder."""
