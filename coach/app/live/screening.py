"""A screening run: live and recorded like any other, but nothing is said. It shows how the runner runs by himself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.app.runner.calibrate import Wanted, calibrate

if TYPE_CHECKING:
    from coach.app.live.live import Wishes
    from coach.config import Config


def silent(config: Config, lasts_s: float) -> Config:
    """The same sensors and runner; own normal is learned all along, so that the screen shows how far it has come."""
    changes: dict[str, dict[str, object]] = {
        "cues": {"budget_per_10min": 0},
        "metronome": {"mode": "off"},
        "baseline": {"profile": False, "contact_ms": None, "learn_s": min(max(lasts_s, 5.0), 1800.0)},
    }
    sections = {name: getattr(config, name).model_copy(update=update) for name, update in changes.items()}
    return config.model_copy(update={**sections, "rules": ()})


def calibrate_live(wishes: Wishes, wanted: Wanted) -> Iterator[str]:
    """Run, then take what is normal from it; what `calibrate` refuses is refused here, and the recording stays."""
    from coach.app.live.live import run_live

    folder = yield from run_live(replace(wishes, screening=True))
    yield from calibrate(replace(wanted, recordings=[folder / "run.mcap"]))
