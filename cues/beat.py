"""The push-pull beat: "push" when a foot is about to land, "pull" when it is about to leave, in step with the runner.

A filter follows the phase and the period of the steps (a Kalman filter of the step number, with constant noise, for
runners vary by some 5 ms a step and drift by a few percent a minute). From it the next steps are foretold, far enough
ahead for the output: a tap is told `LEAD_S` before it must sound, and sounds the output's delay before the foot lands.

What was foretold is compared with what the feet then did. While it comes true the beat is *locked*; otherwise it runs
*free*, at the runner's tempo but without claim to the phase; and it is silent when nobody runs. Pure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right", "unknown"]
SIGN: dict[Side, int] = {"left": -1, "right": 1, "unknown": 0}

LEAD_S = 0.15
"""Told so long before it sounds: some 60 ms for the player, the rest for the 77 ms between two packets."""
FASTEST_S, SLOWEST_S, USUAL_S = 0.24, 0.48, 0.36
"""Between two steps of a runner."""
STEP_SD_S, CHANGE_SD_S, SEEN_SD_S = 0.003, 0.002, 0.005
"""What the filter expects: variation of a step, change of the period per step, error of a measured contact."""
LEAN_GAIN, CONTACT_GAIN = 0.05, 0.2
"""How quickly a limp (the one foot landing early) and the contact time are followed."""
DELAY_SHARE = 0.3
"""How much of a contact's excess over the usual delays the steps after it; in real runners 0 to 0.5."""
MISFIT = 0.2
"""A contact further than this share of a step from where it was foretold fits no more."""
SILENT_S = 1.3
"""Without a toe-off for so long, the runner has stopped."""
SURE_STEPS = 8
EARLY_S = 0.8
"""A contact that is only foreseen counts so long after the last sure one."""
LOCK_S, UNLOCK_S = 0.0105, 0.0125
"""Root mean square of the recent errors below which it locks and above which it lets go: 25 ms hold 95 % of them."""
ERROR_GAIN = 0.06


@dataclass(frozen=True, slots=True)
class Tap:
    """One beat at a moment of its own."""

    tone: Literal["push", "pull"]
    at_s: float
    """When it shall leave the output, in session time."""
    side: float = 0.0
    """-1 left, 1 right, 0 both or unknown."""


@dataclass(frozen=True, slots=True)
class _Landing:
    lands_s: float
    side: int


class PushPull:
    """Tell it the contacts as they become known, ask it which taps are due."""

    def __init__(self, output_delay_s: float = 0.0) -> None:
        self.output_delay_s = output_delay_s
        """How much later than the output is told the runner hears it (Bluetooth headphones)."""
        self._last = _Landing(-math.inf, 0)
        self._sure_s = -math.inf
        self._forget()

    @property
    def state(self) -> Literal["silent", "free", "locked"]:
        """Whether it beats, and whether in step."""
        if self._steps is None or self._steps.seen < SURE_STEPS:
            return "silent"
        return "locked" if self._locked else "free"

    def contact(self, side: Side, initial_contact_s: float, toe_off_s: float, *, sure: bool = True) -> None:
        """A foot has been on the ground; in order of time, of one foot or both.

        Not `sure`: it is still there, and its toe-off only foreseen. Such news comes 80 ms sooner, which is often one
        step less to foretell, but it is not judged yet: it counts only soon after a sure one. The sure news of the
        same contact may follow.
        """
        if sure:
            self._sure_s = toe_off_s
        elif initial_contact_s - self._sure_s > EARLY_S:
            return
        contact_s = toe_off_s - initial_contact_s
        if self._steps is None:
            self._steps = _Steps(initial_contact_s, contact_s, side)
            return
        ahead = self._steps.count_to(initial_contact_s, side)
        if ahead < 1:
            return  # known already, or news of the past
        off_s = self._steps.foretell(ahead) - initial_contact_s
        walks = contact_s > self._steps.period_s and self._steps.seen >= SURE_STEPS
        if walks or abs(off_s) > MISFIT * self._steps.period_s:
            self._misfits += ahead
            if walks or self._misfits >= 2:
                self._forget()
                self._steps = _Steps(initial_contact_s, contact_s, side)
            return
        self._misfits = 0
        number = self._steps.number + ahead
        self._steps.see(ahead, initial_contact_s, contact_s, side)
        self._judge(self._foretold.get(number), initial_contact_s)
        self._foretold = {n: at_s for n, at_s in self._foretold.items() if n > number}

    def doubt(self) -> None:
        """What the feet do is not believed to be running: nothing that is only foreseen counts."""
        self._sure_s = -math.inf

    def taps(self, at_s: float) -> list[Tap]:
        """Taps that must be told now, at `at_s`; each comes once."""
        steps = self._steps
        if steps is None or at_s - steps.toe_off_s > SILENT_S:
            self._forget()
            return []
        if self.state == "silent":
            return []
        horizon_s = at_s + LEAD_S + self.output_delay_s
        due = self._foretell(steps, horizon_s)
        return self._taps(steps, due if self._locked else self._free(steps, due, horizon_s))

    def _foretell(self, steps: _Steps, horizon_s: float) -> list[_Landing]:
        """Landings before the horizon that were not foretold yet."""
        due: list[_Landing] = []
        ahead = max(self._last_number - steps.number, 0) + 1
        while (lands_s := steps.foretell(ahead)) < horizon_s:
            self._foretold[steps.number + ahead] = lands_s
            self._last_number = steps.number + ahead
            due.append(_Landing(lands_s, steps.side_of(ahead)))
            ahead += 1
        return due

    def _free(self, steps: _Steps, due: list[_Landing], horizon_s: float) -> list[_Landing]:
        """From the last beat on in even steps; the first beat is the best guess."""
        last = self._last
        if horizon_s - last.lands_s > SILENT_S:
            return due
        evenly: list[_Landing] = []
        while (last := _Landing(last.lands_s + steps.period_s, -last.side)).lands_s < horizon_s:
            evenly.append(last)
        return evenly

    def _taps(self, steps: _Steps, landings: list[_Landing]) -> list[Tap]:
        taps: list[Tap] = []
        for landing in landings:
            if landing.lands_s - self._last.lands_s < 0.5 * steps.period_s:
                continue  # it has just locked: no beat close upon the last one
            self._last = landing
            output_s, side = landing.lands_s - self.output_delay_s, float(landing.side)
            taps += [Tap("push", output_s, side), Tap("pull", output_s + steps.contact_s, side)]
        return taps

    def _judge(self, foretold_s: float | None, landed_s: float) -> None:
        if foretold_s is None:
            return
        self._error2 += ERROR_GAIN * ((foretold_s - landed_s) ** 2 - self._error2)
        self._locked = math.sqrt(self._error2) < (UNLOCK_S if self._locked else LOCK_S)

    def _forget(self) -> None:
        """Nobody runs, or otherwise than before: begin anew."""
        self._steps: _Steps | None = None
        self._locked = False
        self._error2 = UNLOCK_S**2
        self._misfits = 0
        self._last_number = 0
        self._foretold: dict[int, float] = {}


class _Steps:
    """Phase and period of the steps, from the contacts seen so far."""

    def __init__(self, landed_s: float, contact_s: float, side: Side) -> None:
        self.number = 0
        """Of the last contact."""
        self.seen = 1
        self.period_s = USUAL_S
        self.contact_s = contact_s
        self._landed_s = landed_s
        self._sign = SIGN[side]
        self._lean_s = 0.0
        self._var = (SEEN_SD_S**2, 0.0, 0.06**2)
        """Variances: of the phase, shared, of the period."""

    @property
    def toe_off_s(self) -> float:
        return self._landed_s + self.contact_s

    def side_of(self, ahead: int) -> int:
        """-1 or 1 for the step so many after the last one; 0 where sides are not known."""
        return self._sign if ahead % 2 == 0 else -self._sign

    def foretell(self, ahead: int) -> float:
        """When the step so many after the last one lands."""
        return self._landed_s + ahead * self.period_s + self._lean_s * self.side_of(ahead)

    def count_to(self, landed_s: float, side: Side) -> int:
        """How many steps after the last one this contact is; the sides must alternate."""
        steps = (landed_s - self._landed_s) / self.period_s
        if self._sign == 0 or SIGN[side] == 0:
            return round(steps)
        odd = int(SIGN[side] != self._sign)
        return 2 * round((steps - odd) / 2.0) + odd

    def see(self, ahead: int, landed_s: float, contact_s: float, side: Side) -> None:
        """Take a contact in: predict by `ahead` steps, then correct."""
        phase, shared, period = self._var
        change = CHANGE_SD_S**2 * ahead
        phase += ahead * (2.0 * shared + ahead * period + STEP_SD_S**2) + change * ahead**2 / 3.0
        shared += ahead * period + change * ahead / 2.0
        period += change
        gain, slope = phase / (phase + SEEN_SD_S**2), shared / (phase + SEEN_SD_S**2)
        off_s = landed_s - self.foretell(ahead)
        self._landed_s += ahead * self.period_s + gain * off_s + DELAY_SHARE * (contact_s - self.contact_s)
        self.period_s = min(max(self.period_s + slope * off_s, FASTEST_S), SLOWEST_S)
        self._var = (phase * (1.0 - gain), shared * (1.0 - gain), period - slope * shared)
        self._sign = SIGN[side] or self.side_of(ahead)
        self._lean_s += LEAN_GAIN * off_s * self._sign
        self.contact_s += CONTACT_GAIN * (contact_s - self.contact_s)
        self.number += ahead
        self.seen += 1
