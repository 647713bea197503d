"""A simulated outing through the whole chain, its push-pull beat in a sound file, held against the true footfalls.

Pods in packets of eight at 104 Hz, a radio with bursts and losses, the detectors, the pipeline, the player. Cadence
sways by 3 % either way; then come a walk, a run and a stop. Nothing is taken from the player's own word: the beats are
found in the file by a matched filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.signal import correlate, find_peaks

from coach.app.sound.pack import gains
from coach.app.sound.sounding import Sounding
from coach.config import Config, parse
from coach.events import Floats, Packet, Placement, Tick
from coach.pipeline import Pipeline
from coach.simulate.motion.person import REFERENCE_MPS, Person, draw_person
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor
from cues.beat import Tap
from cues.clip import RATE_HZ, Clip
from cues.player import WavPlayer
from cues.tones import tone
from cues.wav import decode

FEET: tuple[Placement, ...] = ("foot-left", "foot-right")
SETTINGS = """\
[baseline]
learn_s = 5
[metronome]
mode = "always"
sound = "push-pull"
volume = 1.0
[cues]
budget_per_10min = 0
settle_steps = 0
[audio]
headphone_delay_ms = {delay_ms:.1f}
[[sensors]]
placement = "foot-left"
name = "sim"
[[sensors]]
placement = "foot-right"
name = "sim"
"""
TICK_S = 0.25
SWAYS_S, WALKS_S, RUNS_S, STOPS_S, END_S = 15.0, 63.0, 73.0, 89.0, 95.0
SWAY = 0.03
NEAR_S = 0.025
LEAST_AIR_S = 0.105


@dataclass(frozen=True)
class Beaten:
    """One outing, as it sounds."""

    off_s: Floats
    """Of each push heard that was told while in step: heard minus the nearest true footfall; until the walk."""
    locked: float
    """Share of the time in step while the cadence swayed."""
    let_go_s: tuple[float, float]
    """From the last running step before the walk, and before the stop, until it claims to be in step no more."""
    found_again: bool
    """In step again in the run between them."""
    spm: tuple[float, float]
    """Slowest and fastest cadence while it swayed."""

    @property
    def near(self) -> float:
        """Share of those pushes within 25 ms."""
        return float(np.mean(np.abs(self.off_s) <= NEAR_S)) if len(self.off_s) else 1.0


def outing(folder: Path, spm: float, delays_s: Sequence[float], seed: int = 0) -> list[Beaten]:
    """The same outing heard by way of outputs of several delays."""
    person = _stepping(draw_person(np.random.default_rng(seed)), 60.0 / spm)
    sensors = [SimulatedSensor(placement) for placement in FEET]
    runner = SimulatedRunner(
        _swaying(SWAY * (60.0 / spm) / (60.0 / spm - person.contact_s)), sensors, seed, person=person
    )
    configs = [parse(SETTINGS.format(delay_ms=1e3 * delay_s)) for delay_s in delays_s]
    pipeline = Pipeline(configs[0], FEET, {})
    with ExitStack() as stack:
        listeners = [
            stack.enter_context(closing(_Listener(folder / f"{spm:g}-{number}.wav", config)))
            for number, config in enumerate(configs)
        ]
        for tick in range(1, round(END_S / TICK_S) + 1):
            at_s = tick * TICK_S
            for event in (*runner.advance(at_s), Tick(at_s)):
                outputs, early = pipeline.feed(event), pipeline.early()
                for listener in listeners:
                    listener.sounding.take(event, outputs, early)
                    listener.note(event)
        for listener in listeners:
            listener.run_to(END_S)
    return [listener.beaten(runner) for listener in listeners]


class _Listener(WavPlayer):
    """Writes the file, and keeps what was told and whether it claimed to be in step."""

    def __init__(self, path: Path, config: Config) -> None:
        self._path, self._delay_s = path, 1e-3 * config.audio.headphone_delay_ms
        super().__init__(path, {}, origin_s=-self._delay_s, gains=gains(config))
        self.sounding = Sounding(config, self)
        self._sure: list[float] = []
        self._states: list[tuple[float, bool]] = []

    def tap(self, tap: Tap) -> None:
        """As a WavPlayer, and noted where it is a claim to be in step."""
        if tap.tone == "push" and self._in_step:
            self._sure.append(tap.at_s + self._delay_s)
        super().tap(tap)

    def note(self, event: object) -> None:
        """Whether it is in step now."""
        at_s = event.arrived_s if isinstance(event, Packet) else event.at_s if isinstance(event, Tick) else 0.0
        self._states.append((at_s, self._in_step))

    @property
    def _in_step(self) -> bool:
        return self.sounding.in_step is not None and self.sounding.in_step.state == "locked"

    def beaten(self, runner: SimulatedRunner) -> Beaten:
        """What came of it."""
        heard_s = pushes_s(self._path)
        sure_s = np.array(self._sure)
        claimed = np.min(np.abs(heard_s[:, None] - sure_s), axis=1, initial=1.0) < 0.001
        heard_s = heard_s[claimed & (heard_s < WALKS_S)]
        lands_s = np.array([true.initial_contact_s for true in runner.truth])
        ran_s = np.array([true.initial_contact_s for true in runner.truth if true.gait == "run"])
        nearest = np.argmin(np.abs(lands_s[:, None] - heard_s), axis=0)
        swaying = [locked for at_s, locked in self._states if SWAYS_S < at_s < WALKS_S]
        cadence = 60.0 / np.convolve(np.diff(ran_s[(ran_s > SWAYS_S) & (ran_s < WALKS_S)]), np.full(20, 0.05), "valid")
        return Beaten(
            off_s=heard_s - lands_s[nearest],
            locked=float(np.mean(swaying)),
            let_go_s=(self._let_go_s(ran_s, WALKS_S), self._let_go_s(ran_s, STOPS_S)),
            found_again=any(locked for at_s, locked in self._states if RUNS_S < at_s < STOPS_S),
            spm=(float(np.min(cadence)), float(np.max(cadence))),
        )

    def _let_go_s(self, ran_s: Floats, begins_s: float) -> float:
        last_s = float(np.max(ran_s[ran_s < begins_s + 3.0]))
        return next(at_s for at_s, locked in self._states if at_s > begins_s and not locked) - last_s


def pushes_s(path: Path) -> Floats:
    """When a push begins in a file, by a matched filter."""
    push: Clip = tone("push")
    score = np.asarray(correlate(decode(path.read_bytes()), push, "valid")) / np.dot(push, push)
    peaks, _ = find_peaks(score, height=0.7, distance=RATE_HZ // 10)
    return np.asarray(peaks, np.float64) / RATE_HZ


def _stepping(person: Person, step_s: float) -> Person:
    """The same person at this time from step to step, at the reference speed."""
    return replace(person, step_s=step_s, contact_s=min(person.contact_s, step_s - LEAST_AIR_S))


def _swaying(air: float) -> Scenario:
    """Flight time up and down by this share, there and back in 32 s."""
    sways = [
        Phase(f"sway {k}", 16.0, REFERENCE_MPS, flight_stretch=1.0 + air * (-1.0) ** k, ramp_s=16.0) for k in range(3)
    ]
    return Scenario(
        "swaying",
        "Cadence sways, then a walk, a run and a stop.",
        (
            Phase("even", SWAYS_S, REFERENCE_MPS),
            *sways,
            Phase("walk", RUNS_S - WALKS_S, 1.4, ramp_s=1.0),
            Phase("run", STOPS_S - RUNS_S, REFERENCE_MPS, ramp_s=2.0),
            Phase("stop", END_S - STOPS_S, 0.0, ramp_s=1.0),
        ),
    )
