"""The simulated runner, with known truth for every step. Pure and seeded."""
