"""Keeping the frame count on the session's clock: an output that stalls must not delay the beat for ever.

The drivers' underrun flag is not to be trusted, so the clock itself is watched, by the median of the last errors. It
moves at once when a stall has moved everything, and is made good in one jump. It moves slowly where two crystals
disagree or a driver's estimate wanders (PulseAudio's by a few ms on a busy machine); that is followed closely enough
that it never looks like a stall, and without touching the clicks.
"""

from __future__ import annotations

from collections import deque

ERRORS = 31
"""Blocks in the median, a quarter of a second or so; odd, so that it is one of them and a jump is made in one go."""
JUMP_S = 0.003
SLOW = 0.03
"""Share of the median error that is made good per block while sounding."""
SETTLE = 0.05
"""Share of each error that is made good per block while nothing sounds: first estimates of a stream are rough."""


class Follower:
    """Feed it one error per block; it answers what to do about it."""

    def __init__(self) -> None:
        self._errors_s: deque[float] = deque(maxlen=ERRORS)

    def update(self, error_s: float, *, idle: bool) -> tuple[float, float]:
        """`error_s`: when the next frame will be heard, minus when the count says. Returns (nudge_s, jump_s).

        Add `nudge_s` to the time of frame 0, and move the frame count on by `jump_s`; at most one is not zero.
        """
        self._errors_s.append(error_s)
        if idle and abs(error_s) < JUMP_S:
            return SETTLE * error_s, 0.0
        if len(self._errors_s) < ERRORS:
            return 0.0, 0.0
        middle_s = sorted(self._errors_s)[ERRORS // 2]
        if abs(middle_s) <= JUMP_S:
            return SLOW * middle_s, 0.0
        self._errors_s.clear()
        return 0.0, middle_s
