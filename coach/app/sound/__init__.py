"""Where decisions meet the player: the pack, mute, headphones, voices."""
