"""The whole chain on the simulated runner, flat out: the runner hears the cues and answers them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from coach.app.afterwards.result import Result, result_of, write_tables
from coach.app.flat_out.session import run_flat_out
from coach.app.folders import made
from coach.app.live.session import Session
from coach.app.sound.pack import gains, open_pack, phrases, spoken
from coach.app.sound.sounding import Sounding
from coach.config import parse
from coach.errors import FileError, StoppedError

SETTINGS = """\
# A long run in ten minutes: everything is learned and answered sooner than on the road.
[baseline]
learn_s = 60.0
[cues]
quiet_first_s = 90.0
cooldown_s = 40.0
[[sensors]]
placement = "foot-left"
name = "sim"
[[sensors]]
placement = "foot-right"
name = "sim"
"""
NAME = "Demo run"
FILES = ("run.mcap", "steps.csv", "cues.csv", "run.wav", "report.html")


def run_demo(out: Path, seed: int) -> Result:
    """Coach ten simulated minutes into the folder `out`, made where it is missing; FileError where it cannot be.

    Ctrl-C leaves what was recorded by then, and raises `StoppedError`.
    """
    from coach.pipeline import Pipeline
    from coach.recording import Header, RecordedSensor, Writer
    from coach.recording.whole import replacing
    from coach.screen.progress import progress
    from coach.simulate.runner import SimulatedRunner
    from coach.simulate.scenarios import SCENARIOS
    from coach.simulate.sensor import SimulatedSensor
    from cues.player import WavPlayer

    config = parse(SETTINGS, "the demo's settings")
    scenario = SCENARIOS["demo"]
    placements = config.placements
    pack = open_pack(config)
    runner = SimulatedRunner(scenario, [SimulatedSensor(placement) for placement in placements], seed)
    folder = made(out)
    _refuse_a_run(folder / FILES[0])
    clips = spoken(pack).clips
    sensors = tuple(RecordedSensor(placement, "open-pod", "sim") for placement in placements)
    header = Header(sensors, config, name=NAME, source="simulation")
    with (
        Writer(folder / "run.mcap", header, overwrite=True) as writer,
        _telling(folder / "run.mcap"),
        replacing(folder / "run.wav") as wav,
        closing(WavPlayer(wav, clips, gains=gains(config))) as player,
        progress("running") as progressed,
    ):
        session = Session(
            pipeline=Pipeline(config, placements, pack.durations),
            writer=writer,
            sounding=Sounding(config, player),
            heard=runner.hear,
            phrases=phrases(pack),
        )
        run_flat_out(session, scenario.lasts_s, runner, progress=progressed)
    if session.failure is not None:
        raise session.failure
    with _telling(folder / "run.mcap"):
        write_tables(session.log, folder, header)
    return result_of(session.log, files=[folder / name for name in FILES])


@contextmanager
def _telling(recording: Path) -> Generator[None]:
    """Whoever stops a demo that has begun is told where its beginning is."""
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedError("Stopped before the end.", f"What was simulated by then is in {recording}.") from None


def _refuse_a_run(recording: Path) -> None:
    """A demo may replace an earlier demo, never anything else."""
    from coach.recording import open_recording

    if recording.exists() and open_recording(recording).header.name != NAME:
        raise FileError(f"{recording} holds a run of yours.", "Name another folder with --out.")
