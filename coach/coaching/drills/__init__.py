"""The routine of drills before a run: what is asked for, in which order, and what is said about it."""

from coach.coaching.drills.decider import FORM, DrillDecider
from coach.coaching.drills.routine import ROUTINES, TEST, Part, routine
from coach.coaching.drills.score import BEST_FIVE

__all__ = ["BEST_FIVE", "FORM", "ROUTINES", "TEST", "DrillDecider", "Part", "routine"]
