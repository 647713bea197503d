"""Butt kicks as a foot or shank sees them: the heel is whipped up far and fast, and down again at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coach.gait.drills.candidate import Candidate
from coach.gait.drills.leg_signal import LegSignal
from coach.gait.drills.rhythm import Pace
from coach.gait.drills.swings import Swing, Swings

PACE = Pace(0.36, 0.74, confirmed=5)
"""From one kick of this leg to its next."""


_LATEST = 0.44
"""Runners' heels are up for longer, as a share of the stride."""


@dataclass(frozen=True, slots=True)
class Whip:
    """How the heel goes up and comes down again."""

    early: float
    """At most this share of the way up is done in its first half: a runner's shank rolls on during stance."""
    snap_s: float
    """From the fastest moment up to the fastest down: a runner's foot follows the leg forward in between."""
    share: float
    """That is at least this share of the stride."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What tells a kick from a running stride at one place of the leg."""

    least_deg: float
    kick_deg: float
    """A heel that comes up less is not kicked."""
    kick_dps: float
    pulled: Whip
    kicked: Whip
    """The same where the knee goes back, and the heel comes late."""


FOOT = Recovery(
    least_deg=20.0, kick_deg=105.0, kick_dps=550.0, pulled=Whip(0.46, 0.240, 0.0), kicked=Whip(0.46, 0.275, 0.37)
)
SHANK = Recovery(
    least_deg=12.0, kick_deg=92.0, kick_dps=470.0, pulled=Whip(0.285, 0.240, 0.0), kicked=Whip(0.31, 0.275, 0.37)
)


class KickLeg:
    """Kicks of one leg, each certain when the heel has come down again."""

    def __init__(self, signal: LegSignal, recovery: Recovery) -> None:
        self._recovery = recovery
        self._signal = signal
        self._finder = Swings(signal, recovery.least_deg)
        self._stretch = 0
        self._before: Swing | None = None
        self._last: Swing | None = None

    def find(self) -> Iterator[Candidate]:
        """Kicks that became certain since the last call."""
        if self._signal.stretch != self._stretch:
            self._stretch, self._before = self._signal.stretch, None
        for swing in self._finder.find():
            before, self._before = self._before, swing
            if before is not None and self._is_kick(before, swing):
                yield self._kick(before, swing)

    def _is_kick(self, up: Swing, down: Swing) -> bool:
        """Whether the heel went up in the first of two swings, far and fast, and down again in the second."""
        recovery = self._recovery
        wide = min(up.range_deg, down.range_deg) >= recovery.kick_deg
        quick = up.peak_dps >= recovery.kick_dps
        return wide and quick and any(self._whips(up, down, whip) for whip in (recovery.pulled, recovery.kicked))

    def _whips(self, up: Swing, down: Swing, whip: Whip) -> bool:
        snap = down.peak - up.peak
        in_time = whip.share <= snap / (down.stop - up.start) <= _LATEST
        return in_time and snap <= whip.snap_s * self._signal.rate_hz and up.half <= min(whip.early, down.half)

    def _kick(self, up: Swing, down: Swing) -> Candidate:
        signal, last = self._signal, self._last
        values = {"heel_deg": up.range_deg, "kick_dps": up.peak_dps}
        if last is not None and up.peak - last.peak <= PACE.longest_s * signal.rate_hz:
            values["heel_up_percent"] = 100.0 * (down.peak - up.peak) / (up.peak - last.peak)
        self._last = up
        return Candidate(
            at_s=signal.seconds(up.peak),
            declared_s=signal.heard_s(down.certain),
            flaws=signal.flaws(down.certain),
            values=values,
        )
