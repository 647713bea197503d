"""What the coach does where the truth is known: `python -m bench.coaching [--hours 10] [--months 500] [SECTION …]`.

hours    simulated runners with two feet's sensors on the road: every packet through the whole pipeline, cues heard
effects  simulated months in which cues do nothing, or something: what is made of it
coach    the same, step by step through the coach itself, with a profile that is closed and opened between sessions
tune     an hour's recording over twenty settings
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Literal

import numpy as np

from bench.coaching_months import coached, effects
from bench.table import Table
from coach.coaching.words import PUSH
from coach.config import Baseline, Config
from coach.events import CueDecision, Packet, Placement, Speed, Step, Tick
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer
from coach.simulate.outing import SUNK, TURN, draw_outing
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Scenario
from coach.simulate.sensor import SensorFaults, SimulatedSensor
from cues.pack import load_pack

FEET: tuple[Placement, Placement] = ("foot-left", "foot-right")
DURATIONS = load_pack("push-pull").durations
LOSS_EVERY_S, LOSS_S = 700.0, 20.0
BELONGS_S = 6.0
"""A cue so shortly after a planted stretch was meant for it."""
Source = Literal["watch", "foot", "none"]
SAID: Mapping[Source, str] = {
    "watch": "speed from a watch (2 % noise)",
    "foot": "the feet's own estimate, own_speed = true",
    "none": "no speed, as by default without one",
}


@dataclass(frozen=True, slots=True)
class Hour:
    """One outing."""

    running_h: float
    planted: int
    missed: int
    false: int
    outside: int
    """Push cues while nobody ran, or in the quiet time."""
    turning: int
    """Push cues in turns, from two seconds after their beginning."""
    delays_s: tuple[float, ...]
    pushes: int


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("section", nargs="*", default=["effects", "coach", "tune", "hours"])
    parser.add_argument("--hours", type=int, default=10)
    parser.add_argument("--months", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--speed", nargs="*", choices=list(SAID), default=list(SAID), help="where hours have speed from"
    )
    parser.add_argument("--markdown", action="store_true")
    chosen = parser.parse_args()
    for section in chosen.section:
        tables = {
            "hours": _hours(chosen.hours, chosen.speed, chosen.jobs),
            "effects": effects(chosen.months),
            "coach": coached(max(chosen.months // 25, 2), chosen.jobs),
            "tune": _tune(),
        }
        for table in tables[section]:
            print(table.markdown() if chosen.markdown else table.plain(), flush=True)


# ── hours on the road ─────────────────────────────────────────────────────────────────────────────────────────


def _hours(count: int, sources: Sequence[Source], jobs: int) -> Iterator[Table]:
    rows: list[list[str]] = []
    for source in sources:
        with ProcessPoolExecutor(jobs) as pool:
            hours = list(pool.map(hour, range(count), repeat(source)))
        running_h = sum(one.running_h for one in hours)
        delays = [delay for one in hours for delay in one.delays_s]
        rows.append(
            [
                SAID[source],
                f"{running_h:.1f}",
                f"{sum(one.planted - one.missed for one in hours)}/{sum(one.planted for one in hours)}",
                f"{np.median(delays):.0f} s",
                f"{sum(one.false for one in hours) / running_h:.2f}",
                f"{sum(one.pushes for one in hours) / running_h:.1f}",
                str(sum(one.outside for one in hours)),
                str(sum(one.turning for one in hours)),
            ]
        )
    yield Table(
        f"{count} simulated outings: lights, walks, hills, turns, changes of pace, tiring, lost sensors",
        ("", "running h", "found", "delay", "false/h", "push cues/h", "outside running or in quiet time", "in turns"),
        rows,
        "Planted: stance drawn out by 8 to 13 % for 32 s or more. Delay: from where half of it has come; hold_s 12.",
    )


def hour(seed: int, source: Source) -> Hour:
    """One simulated runner through sensors, radio and pipeline; he hears what is said."""
    scenario = draw_outing(np.random.default_rng(seed))
    config = Config(baseline=Baseline(own_speed=source == "foot"))
    outages = tuple((at_s, LOSS_S) for at_s in np.arange(LOSS_EVERY_S, scenario.lasts_s, LOSS_EVERY_S).tolist())
    sensors = [
        SimulatedSensor(FEET[0], faults=SensorFaults(outages=outages[::2])),
        SimulatedSensor(FEET[1], faults=SensorFaults(outages=outages[1::2])),
    ]
    runner, pipeline = SimulatedRunner(scenario, sensors, seed), Pipeline(config, FEET, DURATIONS)
    noise = np.random.default_rng(seed + 1000)
    decisions: list[CueDecision] = []
    valid_s: list[float] = []
    for quarter in range(1, round(4 * scenario.lasts_s)):
        events: list[Packet | Speed | Tick] = [*runner.advance(quarter / 4)]
        if source == "watch" and quarter % 4 == 0:
            told_mps = runner.speed_mps(quarter / 4) * (1.0 + 0.02 * float(noise.normal()))
            events.append(Speed(quarter / 4, max(told_mps, 0.01), "watch"))
        for event in [*events, Tick(quarter / 4)]:
            for output in pipeline.feed(event):
                if isinstance(output, Step) and output.valid:
                    valid_s.append(output.declared_s)
                if isinstance(output, CueDecision):
                    decisions.append(output)
                    if output.outcome == "played" and output.requested_s is not None:
                        runner.hear(output.cue, output.requested_s + 0.3)
    return _judged(scenario, decisions, valid_s, config.cues.quiet_first_s)


def _judged(scenario: Scenario, decisions: list[CueDecision], valid_s: list[float], quiet_s: float) -> Hour:
    planted, turns, at_s = list[tuple[float, float]](), list[tuple[float, float]](), 0.0
    for phase in scenario.phases:
        if phase.name == SUNK:
            planted.append((at_s + 0.5 * phase.ramp_s, at_s + phase.lasts_s))
        elif phase.name == TURN:
            turns.append((at_s + 2.0, at_s + phase.lasts_s))
        at_s += phase.lasts_s
    due_s = [d.decided_s for d in decisions if d.cue in PUSH]
    pushes_s = [d.decided_s for d in decisions if d.cue in PUSH and d.outcome != "dropped"]
    delays = [next((t - a for t in due_s if a <= t <= b + 3.0), None) for a, b in planted]
    times = np.array(valid_s)
    gaps = np.diff(times)
    return Hour(
        running_h=float(gaps[gaps < 3.0].sum()) / 3600.0,
        planted=len(planted),
        missed=sum(delay is None for delay in delays),
        false=sum(not any(a <= t <= b + BELONGS_S for a, b in planted) for t in pushes_s),
        outside=sum(np.abs(times - t).min() > 1e-6 or t < times[0] + quiet_s for t in pushes_s),
        turning=sum(a <= t <= b for a, b in turns for t in pushes_s),
        delays_s=tuple(delay for delay in delays if delay is not None),
        pushes=len(pushes_s),
    )


# ── tuning ────────────────────────────────────────────────────────────────────────────────────────────────────


def _tune() -> Iterator[Table]:
    from coach.app.tune.run import tune

    with tempfile.TemporaryDirectory() as folder:
        recording = Path(folder) / "hour.mcap"
        _record(recording)
        start, start_cpu = time.perf_counter(), time.process_time()
        lines = list(tune([recording], "stance.trigger_percent=2:11.5:0.5", None, Path(folder) / "hour.svg"))
        took_s, cpu_s = time.perf_counter() - start, time.process_time() - start_cpu
    yield Table(
        "An hour of two feet at 104 Hz, recorded live, over twenty settings",
        ("", "s", "of a core's time"),
        [["measured once, coached twenty times, table and picture", f"{took_s:.1f}", f"{cpu_s:.1f} s"]],
        "\n".join(lines[:6]),
    )


def _record(path: Path) -> None:
    """An hour as a live run writes it: what came from the sensors, and what was made of it."""
    scenario = draw_outing(np.random.default_rng(1))
    runner = SimulatedRunner(scenario, [SimulatedSensor(placement) for placement in FEET], 1)
    header = Header(tuple(RecordedSensor(placement, "open-pod", "sim") for placement in FEET))
    pipeline = Pipeline(header.config, FEET, DURATIONS)
    with Writer(path, header) as writer:
        for quarter in range(1, round(4 * scenario.lasts_s)):
            for event in [*runner.advance(quarter / 4), Tick(quarter / 4)]:
                writer.write(event)
                for output in pipeline.feed(event):
                    writer.write_output(output)
        for output in pipeline.finish():
            writer.write_output(output)


if __name__ == "__main__":
    main()
