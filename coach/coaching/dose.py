"""How much a runner has been pushed this week: calves and Achilles tendons answer to sums, not to single cues."""

from __future__ import annotations

from coach.config import Dose as Settings

CUED_S = 60.0
"""A push cue counts as so much cued running; what overlaps counts once."""


class Dose:
    """Seconds of cued running in this session, and the week's limit.

    The limit is `week_min`, or last week's dose and `ramp_percent` more, whichever is higher: a gentle ramp. Rule of
    thumb; nobody has measured it.
    """

    def __init__(self, settings: Settings, this_week_s: float, last_week_s: float) -> None:
        self._this_week_s, self._last_week_s = this_week_s, last_week_s
        self._until_s = float("-inf")
        self.cued_s = 0.0
        """In this session."""
        self.set(settings)

    def set(self, settings: Settings) -> None:
        """Settings from now on."""
        self._limit_s = max(60.0 * settings.week_min, self._last_week_s * (1.0 + 0.01 * settings.ramp_percent))

    def pushed(self, at_s: float) -> None:
        """A push cue was given."""
        end_s = at_s + CUED_S
        self.cued_s += end_s - max(at_s, self._until_s)
        self._until_s = end_s

    @property
    def warning(self) -> str:
        """What to say when it has become too much; empty while it has not."""
        week_s = self._this_week_s + self.cued_s
        if week_s <= self._limit_s:
            return ""
        return f"{week_s / 60:.0f} cued minutes this week, above your {self._limit_s / 60:.0f}: enough for now"
