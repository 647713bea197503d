"""Led drills: the same live session as a run, with a routine in place of the coach."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.app.afterwards.find import history_file
from coach.app.afterwards.history import keep_drills
from coach.app.afterwards.result import write_tables
from coach.app.live.live import Wishes, run_live
from coach.app.live.sensing import Opened, Signal, Tell, open_source, simulated_sensors, with_sensors
from coach.app.runner.memory import Recalled
from coach.coaching.drills import TEST
from coach.config import Config
from coach.errors import CoachError, UserError

if TYPE_CHECKING:
    from coach.app.live.session import Session
    from coach.recording import Header


@dataclass(frozen=True, slots=True)
class Drilling:
    """The purpose of a session in which drills are led."""

    routine: str

    def settings(self, config: Config, wishes: Wishes) -> Config:
        """Sensors are welcome and not needed, except by the test. UserError where something hurts."""
        worn = with_sensors(config, wishes.sensors) if wishes.sensors or config.sensors else config
        refuse(self.routine, worn)
        return worn

    def source(self, config: Config, wishes: Wishes, tell: Tell, signal: Signal) -> Opened:
        """Real sensors, a simulated runner who does what he hears, or nothing at all."""
        from coach.simulate.follower import Follower
        from coach.sources.simulation import SimulationSource

        worn = simulated_sensors(config)
        return open_source(config, SimulationSource(Follower(worn, wishes.seed)) if worn else None, tell, signal)

    def recall(self, config: Config, started_at: str) -> Recalled:
        """How many weeks of drills there have been, and whether this is one too many."""
        from coach.drill_pipeline import WEEK
        from coach.review.history.drills import enough, week_of
        from coach.review.history.store import Store

        if not history_file().exists():
            return Recalled({WEEK: 1.0})
        try:
            done = Store(history_file()).drills()
        except CoachError as fault:
            return Recalled({WEEK: 1.0}, (f"{fault} The first week's lengths stand in.",))
        now = datetime.fromisoformat(started_at)
        warning = enough(done, now, config.drills)
        return Recalled({WEEK: float(week_of(done, now))}, (warning,) if warning else ())

    def kept(self, session: Session, header: Header, folder: Path) -> Iterator[str]:
        """Tables and report; a row of the history for each drill."""
        write_tables(session.log, folder, header)
        yield from keep_drills(folder / "run.mcap", header, session.log)


def refuse(routine: str, config: Config) -> None:
    """UserError where the settings say that something hurts, or where the test would have nothing to measure by."""
    if config.runner.pain:
        raise UserError(
            "Drills are off, because [runner] pain is true: every hop loads calf and Achilles tendon with several "
            "times your weight.",
            "Rest or run easily; set pain = false when it is over, and see somebody who knows if it stays.",
        )
    if routine == TEST and not config.sensors:
        raise UserError("The test measures, and no sensor is named.", "Add --sensor foot-left=NAME, or [[sensors]].")


def run_drill(routine: str, wishes: Wishes) -> Generator[str, None, Path]:
    """Lead the routine; as `run_live`."""
    return run_live(wishes, Drilling(routine))
