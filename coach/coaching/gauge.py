"""Holds each step against the runner's own normal: for this foot, this speed, this slope, this day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coach.coaching.baseline import Baseline, Side
from coach.coaching.drift import Drift
from coach.coaching.feet import Feet
from coach.coaching.hills import Hills
from coach.coaching.normal import Band, Normal, Seen, Usual
from coach.coaching.recent import Recent
from coach.coaching.sink import Sink
from coach.coaching.speed import RunningSpeed
from coach.config import Config
from coach.events import Speed, Step

_STRIDE_S = 0.72
"""Of nearly everybody, until one's own is known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A believed running step against own normal. Shares are of own normal."""

    at_s: float
    speed_mps: float | None
    usual: Usual
    band: Band
    excess: float
    """Of this step."""
    raw: float
    """The same, with what has crept in since the run began."""
    median: float | None
    """Running median of `excess`; None with too few steps."""
    stride: float | None
    """How much longer than usual the running median of stride time is."""
    agrees: bool
    """Where stance is long: both feet say so, and sink does where it is measured."""
    hilly: bool
    span_s: float
    """Of the running medians."""

    @property
    def excess_ms(self) -> float:
        """Of this step, in ms."""
        return 1e3 * self.excess * self.band.normal_s


class Gauge:
    """Feed believed running steps in order; `good` afterwards tells it which of them were as they should be."""

    def __init__(self, config: Config, known: Mapping[Side, tuple[Seen, ...]]) -> None:
        self._baseline = Baseline(config.baseline, config.stance, known)
        self._speed = RunningSpeed(own=config.baseline.own_speed)
        self._drift = Drift(0.01 * config.baseline.drift_percent)
        self._hills = Hills(config.hills)
        self._sink = Sink()
        self._feet = Feet()
        self._excess = Recent()
        self._stride_s = Recent()
        self._told = (config.baseline.contact_ms, config.baseline.contact_at_mps)
        self.learned_s = 0.0
        """Seconds of running from which the newest step's foot has been learned so far."""
        self.set(config)

    def set(self, config: Config) -> None:
        """Settings from now on; what was learned stays, but gives way to a contact time that they tell."""
        self._baseline.set(config.baseline, config.stance)
        told = (config.baseline.contact_ms, config.baseline.contact_at_mps)
        if told != self._told:
            self._told = told
            self._drift.restart()  # what crept in was held against another normal
            self.clear()
        self._speed.own = config.baseline.own_speed
        self._drift.limit = 0.01 * config.baseline.drift_percent
        self._hills.settings = config.hills
        self._window_steps = config.stance.window_steps
        self._least_sink = 0.01 * config.stance.sink_percent

    @property
    def normals(self) -> Mapping[Side, Normal]:
        """What is known by now."""
        return self._baseline.normals

    @property
    def own_spm(self) -> float | None:
        """The runner's cadence of this moment."""
        stride_s = self._stride_s.median
        return None if stride_s is None else 120.0 / stride_s

    def span_s(self, stride_s: float | None) -> float:
        """How far back running medians reach."""
        return 0.5 * self._window_steps * (stride_s or _STRIDE_S)

    def note(self, speed: Speed) -> None:
        """Speed and incline from outside, in order of time."""
        self._hills.note(speed)

    def read(self, step: Step) -> Reading | None:
        """None while this foot's normal is being learned."""
        speed_mps = self._speed.of(step)
        self._baseline.learn(step, speed_mps)
        if not self._baseline.knows(step):
            self.learned_s = self._baseline.learned_s(step)
            return None
        at_s, usual = step.declared_s, self._baseline.usual(step, speed_mps)
        raw = step.contact_s / usual.contact_s - 1.0
        excess = (1.0 + raw) / (1.0 + self._drift.level) - 1.0
        span_s = self.span_s(step.stride_s or usual.stride_s)
        self._excess.add(at_s, excess, span_s)
        self._feet.add(step.foot, at_s, excess, span_s)
        self._sink.add(step, usual, span_s)
        if step.stride_s is not None:
            self._stride_s.add(at_s, step.stride_s, span_s)
        stride = self._longer(usual)
        allowance = self._hills.allowance(at_s, speed_mps, self._baseline.own_mps(step), stride)
        band = self._band(self._baseline.band(step, speed_mps), allowance)
        median = self._excess.median
        return Reading(
            at_s=at_s,
            speed_mps=speed_mps,
            usual=usual,
            band=band,
            excess=excess,
            raw=raw,
            median=median,
            stride=stride,
            agrees=median is None or median <= band.trigger or self._agree(at_s, band, span_s),
            hilly=allowance > 0.0,
            span_s=span_s,
        )

    def good(self, step: Step, reading: Reading) -> None:
        """A step of good running on the flat: the day's level follows it, and a speed not seen before is learned."""
        self._drift.follow(reading.at_s, reading.raw)
        self._baseline.more(step, reading.speed_mps, self._drift.level)

    def clear(self) -> None:
        """Running is over."""
        for past in (self._excess, self._stride_s, self._sink, self._feet):
            past.clear()
        self._drift.pause()

    def _agree(self, at_s: float, band: Band, span_s: float) -> bool:
        return self._sink.agrees(self._least_sink) and self._feet.agree(at_s, band.release, span_s)

    def _longer(self, usual: Usual) -> float | None:
        stride_s = self._stride_s.median
        return None if stride_s is None or not usual.stride_s else stride_s / usual.stride_s - 1.0

    def _band(self, band: Band, allowance: float) -> Band:
        """Today's, on this slope."""
        return Band(
            normal_s=band.normal_s * (1.0 + self._drift.level),
            trigger=band.trigger + allowance,
            release=band.release + allowance,
        )
