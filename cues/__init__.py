"""Everything that sounds: cues, their scheduling, beats, voices and mixing. Knows nothing of gait.

Only what is pure is named here; packs, speech and players have modules of their own.
"""

from __future__ import annotations

from cues.cue import Cue, Verdict
from cues.metronome import Metronome
from cues.mixer import Gains, Mixer
from cues.scheduler import Limits, Scheduler

__all__ = ["Cue", "Gains", "Limits", "Metronome", "Mixer", "Scheduler", "Verdict"]
