"""How a person moves: step timing, ground force, legs, trunk; exact derivatives, no clock, no files."""
