"""Drills flat out: the routine led in a moment, by the clock or with a simulated runner who does what he hears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.result import Result, result_of, write_tables
from coach.app.flat_out.session import run_flat_out
from coach.app.folders import made
from coach.app.live.drill import refuse
from coach.app.live.sensing import SIMULATED, simulated_sensors, with_sensors
from coach.app.live.session import Session
from coach.app.pipelines import pipeline_of
from coach.app.sound.pack import gains, open_pack, phrases, spoken
from coach.app.sound.sounding import Sounding
from coach.config import Config
from coach.errors import UserError
from coach.events import Event, Placement

if TYPE_CHECKING:
    from coach.simulate.follower import Manner
    from cues.player import Player

LONGEST_S = 3600.0
FILES = ("run.mcap", "steps.csv", "repetitions.csv", "cues.csv", "report.html", "run.wav")


def drill_flat_out(
    routine: str,
    config: Config,
    wanted: Mapping[Placement, str],
    out: Path,
    *,
    seed: int = 1,
    week: int = 1,
    manner: Manner | None = None,
    events: Sequence[Event] = (),
    sound: bool = True,
) -> Result:
    """Lead the routine into the folder `out`; UserError for a sensor that is not simulated, or where something hurts.

    `manner` is how the simulated runner follows, `events` what is pressed on the way. Without `sound` there is no file
    to listen to.
    """
    from coach.drill_pipeline import WEEK
    from coach.recording import Header, RecordedSensor, Writer
    from coach.recording.whole import replacing
    from coach.screen.progress import progress
    from coach.simulate.follower import Follower
    from cues.player import NullPlayer, WavPlayer

    config = with_sensors(config, wanted) if wanted else config.model_copy(update={"sensors": ()})
    refuse(routine, config)
    if any(sensor.name != SIMULATED for sensor in config.sensors):
        raise UserError("Only the simulated runner can be led flat out.", "Write --sensor PLACEMENT=sim, or no sensor.")
    worn = simulated_sensors(config)
    follower = Follower(worn, seed, manner) if worn else None
    pack = open_pack(config, drills=True)
    folder = made(out)
    sensors = tuple(RecordedSensor(one.placement, "open-pod", "sim") for one in worn)
    header = Header(sensors, config, {WEEK: float(week)}, name=folder.name, source="simulation", routine=routine)
    with ExitStack() as stack:
        writer = stack.enter_context(Writer(folder / FILES[0], header))
        player: Player = NullPlayer("Nobody listens.")
        if sound:
            wav = stack.enter_context(replacing(folder / FILES[-1]))
            player = stack.enter_context(closing(WavPlayer(wav, spoken(pack).clips, gains=gains(config))))
        session = Session(
            pipeline=pipeline_of(header, config, pack.durations),
            writer=writer,
            sounding=Sounding(config, player),
            heard=follower.hear if follower is not None else lambda _, __: None,
            phrases=phrases(pack),
        )
        told = stack.enter_context(progress("leading"))
        run_flat_out(session, LONGEST_S, follower, events=events, progress=told)
    if session.failure is not None:
        raise session.failure
    write_tables(session.log, folder, header)
    return result_of(session.log, files=[folder / name for name in FILES if sound or name != FILES[-1]])
