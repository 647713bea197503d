"""A made-up run with everything in it: learning, good, drawn-out, cued, walking, bouncy, bad steps, a lost sensor."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from coach.config import parse
from coach.events import (
    CueDecision,
    Event,
    Key,
    Notice,
    Placement,
    Played,
    Rejected,
    State,
    Status,
    Step,
    Tick,
)
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer
from coach.review.run import Run
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor
from cues.pack import load_pack
from tests.coach.review.straps import battery, heart

STORY: tuple[tuple[float, State, str, float, float | None], ...] = (
    (0.0, "learning", "learning your normal", 0.245, None),
    (120.0, "good", "stance is good", 0.245, 0.245),
    (210.0, "drawn-out", "stance is drawn-out", 0.264, 0.245),
    (268.0, "good", "stance is good", 0.244, 0.245),
    (345.0, "drawn-out", "stance is drawn-out", 0.262, 0.246),
    (398.0, "walking", "walking", 0.0, 0.246),
    (450.0, "good", "stance is good", 0.246, 0.246),
    (520.0, "bouncy", "you are bouncing", 0.231, 0.246),
    (560.0, "good", "stance is good", 0.245, 0.246),
)
CUES: tuple[tuple[float, str, Literal["played", "dropped", "withheld"], str, str, str], ...] = (
    (222.0, "push-through-the-ball", "played", "", "push through the ball", "contact 264 ms, 8 % above your 245 ms"),
    (231.0, "push-through-the-ball", "dropped", "cooling down", "", "contact 263 ms, 7 % above your 245 ms"),
    (284.5, "metronome", "played", "", "metronome", "contact 262 ms, 7 % above your 245 ms"),
    (357.0, "push-pull", "played", "", "push … pull", "contact 262 ms, 6 % above your 246 ms"),
    (372.0, "push-pull", "withheld", "at random", "", "contact 262 ms, 6 % above your 246 ms"),
    (529.0, "ease", "played", "", "easy, don't force it", "flight 17 % above your own"),
)


def tired_run(minutes: float = 10.0, start_s: float = 0.0, seed: int = 1) -> Run:
    """Ten minutes of story, stretched to `minutes`, beginning at `start_s` on the recording's time base."""
    rng = np.random.default_rng(seed)
    run = Run()
    stretch = minutes / 10.0
    ends = [later[0] for later in STORY[1:]] + [600.0]
    for (at_s, state, text, contact_s, normal_s), end_s in zip(STORY, ends, strict=True):
        limit_s = None if normal_s is None else 1.04 * normal_s
        run.statuses.append(Status(start_s + at_s * stretch, state, text, normal_s, limit_s))
        _go(run, rng, start_s, (at_s * stretch, end_s * stretch), contact_s)
    for cue_id, (due_s, cue, outcome, reason, wording, because) in enumerate(CUES):
        at_s = start_s + due_s * stretch
        asked = at_s if outcome == "played" else None
        tempo = (172.0, at_s + 18.0) if cue == "metronome" else (None, None)
        run.decisions.append(CueDecision(cue_id, at_s, cue, outcome, reason, asked, wording, because, *tempo))
        if asked is not None:
            run.played.append(Played(cue_id, asked, asked + 0.041))
    run.rejected.append(Rejected("foot-left", start_s + 80.0, "packet came twice", 3))
    return run


def _go(run: Run, rng: np.random.Generator, start_s: float, span_s: tuple[float, float], contact_s: float) -> None:
    running = contact_s > 0
    stride_s = 0.70 if running else 1.08
    for n, at_s in enumerate(np.arange(*span_s, stride_s / 2)):
        foot = "left" if n % 2 else "right"
        placement: Placement = "foot-left" if n % 2 else "foot-right"
        t_s = start_s + float(at_s)
        true_s = (contact_s + (0.002 if n % 2 else -0.002)) if running else 0.65
        measured_s = true_s + float(rng.normal(0.0, 0.0045))
        reason = "walking" if not running else ("gap in the samples" if rng.random() < 0.015 else "")
        values = {"duty_factor": measured_s / stride_s, "cadence_spm": 120.0 / stride_s + float(rng.normal(0, 1.2))}
        values["speed_mps"] = (3.0 if running else 1.4) + 0.02 * float(np.sin(n))
        if running:
            values["heel_rise_percent"] = 52.0 + 90.0 * (measured_s - 0.245) + float(rng.normal(0, 1.0))
        run.steps.append(
            Step(
                foot=foot,
                placement=placement,
                initial_contact_s=t_s,
                toe_off_s=t_s + true_s,
                declared_s=t_s + true_s + 0.006,
                contact_s=float("nan") if reason.startswith("gap") else measured_s,
                uncertainty_s=0.005,
                stride_s=stride_s,
                flight_s=stride_s / 2 - true_s if running else None,
                activity="run" if running else "walk",
                valid=not reason,
                reason=reason,
                values=values,
            )
        )


@pytest.fixture
def run() -> Run:
    return tired_run()


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety simulated seconds as a live run leaves them: sinking, cued, marked, paused."""
    path = tmp_path_factory.mktemp("recording") / "run.mcap"
    config = parse(
        '[baseline]\ncontact_ms = 200\n[cues]\nquiet_first_s = 20\n[[sensors]]\nplacement = "foot-left"\nname = "sim"'
    )
    pack = load_pack("push-pull")
    runner = SimulatedRunner(SCENARIOS["steady"], [SimulatedSensor("foot-left")], 1)
    pipeline = Pipeline(config, config.placements, pack.durations)
    sensors = (RecordedSensor("foot-left", "open-pod", "sim"),)
    header = Header(sensors, config, name="Lake loop", started_at="2026-05-12T07:30:00.250+02:00")
    keys = {40.0: "mark", 80.0: "pause", 86.0: "pause"}
    with Writer(path, header) as writer:
        for tick in range(1, 361):
            at_s = 0.25 * tick
            events: list[Event] = [*runner.advance(at_s), Tick(at_s)]
            if at_s % 1.0 == 0.0:
                events.append(heart(at_s, 120 + tick // 12))
            if at_s in {5.0, 65.0}:
                events += [battery(at_s, 80), Notice(at_s, "sound", "Sound is lost.")]
            if at_s in keys:
                events.append(Key(at_s, keys[at_s]))
            while events:
                event = events.pop(0)
                writer.write(event)
                for output in pipeline.feed(event):
                    writer.write_output(output)
                    if isinstance(output, CueDecision) and output.wording and output.requested_s is not None:
                        events.insert(0, Played(output.cue_id, output.requested_s, output.requested_s + 0.04))
        for output in pipeline.finish():
            writer.write_output(output)
    return path
