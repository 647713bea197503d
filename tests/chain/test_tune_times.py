"""What `coach tune` tells stands where replay, report and cues.csv have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coach.clock import clock

if TYPE_CHECKING:
    from tests.chain.conftest import Coach

Rows = Callable[[Path], list[Mapping[str, str]]]
PUSH = ("push-through-the-ball", "push-pull", "quick-and-light")


def test_a_cue_is_told_at_the_time_that_replay_tells(coach: Coach, demo: Path, rows: Rows, tmp_path: Path) -> None:
    picture = tmp_path / "tune.svg"
    done = coach("tune", demo / "run.mcap", "--sweep", "stance.trigger_percent=4,5", "--out", picture)
    assert done.code == 0, done.err
    told = re.findall(r"<title>(.+?)</title>", picture.read_text(encoding="utf-8"))
    wanted = [clock(float(row["decided_s"])) for row in rows(demo / "cues.csv") if row["cue"] in PUSH]
    assert len(wanted) >= 3
    assert told[: len(wanted)] == wanted


def test_a_sweep_that_is_no_sweep_is_one_sentence(coach: Coach, demo: Path) -> None:
    done = coach("tune", demo / "run.mcap", "--sweep", "stance.trigger_percent=2:8")
    assert done.code == 2
    assert done.err.splitlines() == [
        "coach: --sweep: stance.trigger_percent = 2:8 must be a number from 0.5 to 50. "
        "Write KEY=FROM:TO:STEP, or KEY=A,B,C."
    ]
