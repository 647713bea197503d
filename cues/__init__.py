"""Everything that sounds: cues, their scheduling, beats, voices and mixing. Knows nothing of gait."""
