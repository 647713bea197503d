"""A clock that the runner can stop: the routine's time, beside the recording's."""

from __future__ import annotations


class Clock:
    """Own time and real time in seconds; they differ by the pauses so far. Must be told of pauses in order."""

    def __init__(self) -> None:
        self._pauses: list[tuple[float, float]] = []
        """Own time at which the clock stood, and for how long."""
        self._since_s: float | None = None

    @property
    def stands(self) -> bool:
        """Whether it is stopped now."""
        return self._since_s is not None

    def toggle(self, at_s: float) -> None:
        """Stop it, or let it go on, at this real time."""
        if self._since_s is None:
            self._since_s = at_s
        else:
            since_s, self._since_s = self._since_s, None
            self._pauses.append((self.own(since_s), max(at_s - since_s, 0.0)))

    def own(self, real_s: float) -> float:
        """Own time of a real moment; what fell into a pause has the time at which the clock stood."""
        own_s = real_s
        for stood_s, lasted_s in self._pauses:
            own_s -= min(max(own_s - stood_s, 0.0), lasted_s)
        return own_s

    def real(self, own_s: float) -> float:
        """Real time of an own moment."""
        return own_s + sum(lasted_s for stood_s, lasted_s in self._pauses if own_s > stood_s)
