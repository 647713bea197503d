"""What a live run begins with and leaves behind, and settings that are changed while it goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest

from coach.app.live.live import Wishes, run_live
from coach.app.runner.memory import profile_file, recall
from coach.coaching.memory import Memory, from_profile
from coach.coaching.normal import Seen
from coach.coaching.response import Trial
from coach.config import Config
from coach.events import Notice, Reload
from coach.profile.profile import Profile
from coach.profile.rows import Calibration, Session
from coach.recording import open_recording
from coach.review.remembered import remembered

RUN = (
    "run", "--sensor", "foot-left=sim", "--sensor", "foot-right=sim", "--screen", "none", "--scenario", "steady",
)  # fmt: skip
DAY = "2026-03-{:02d}T07:00:00+01:00"


class Done(Protocol):
    """What `coach` returns."""

    code: int
    out: str
    err: str


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def here(data_folder: Path, *words: str | Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "COACH_DATA": str(data_folder)}
    command = [sys.executable, "-m", "coach", *map(str, words)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def states(run: Path) -> set[str]:
    made = remembered(run / "run.mcap")
    assert made is not None
    return {status.state for status in made.statuses}


def test_a_run_begins_with_what_is_known_and_its_recording_carries_it(
    coach: Callable[..., Done], data_folder: Path, tmp_path: Path
) -> None:
    seen = (Seen(300, 0.240, 0.014, stride_s=0.72),)
    normals = {("foot-left", "left"): seen, ("foot-right", "right"): seen}
    with Profile(profile_file(simulated=True)) as profile:
        profile.calibrate(Calibration(DAY.format(1), "", "", "screening", normals))  # pyright: ignore[reportArgumentType]
        for day in range(2, 8):
            profile.keep(Session(DAY.format(day), 1800.0, 60.0))
    running = here(data_folder, *RUN, "--for", "6s", "--out", tmp_path / "run")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert out.startswith("Session 7 of the fading plan: 25 % of the cues that come due are given.")
    assert {"good"} <= states(tmp_path / "run") <= {"waiting", "standing", "walking", "good"}
    memory = from_profile(open_recording(tmp_path / "run" / "run.mcap").header.profile)
    assert (memory.session, memory.normals) == (6, normals)
    assert not profile_file().exists()
    assert coach("replay", tmp_path / "run" / "run.mcap", "--cues", tmp_path / "cues.csv").code == 0
    assert (tmp_path / "cues.csv").read_bytes() == (tmp_path / "run" / "cues.csv").read_bytes()


def test_a_simulated_run_tells_nothing_of_its_runner(data_folder: Path) -> None:
    with Profile(profile_file(simulated=True)) as profile:
        profile.keep(Session(DAY.format(2), 1800.0, 60.0))
    assert from_profile(recall(Config(), DAY.format(3)).profile) == Memory()
    assert from_profile(recall(Config(), DAY.format(3), simulated=True).profile).session == 1


def test_settings_changed_on_the_run_are_used_or_refused_with_their_line(data_folder: Path, tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("[runner]\npain = true\n", encoding="utf-8")
    running = here(data_folder, *RUN, "--for", "7s", "--config", settings, "--out", tmp_path / "run")
    recording = tmp_path / "run" / "run.mcap"
    for _ in range(600):
        if recording.exists() and recording.stat().st_size > 30_000:
            break
        time.sleep(0.1)
    settings.write_text("[runner]\npane = false\n", encoding="utf-8")
    time.sleep(1.8)
    settings.write_text("[stance]\ntrigger_percent = 3\n", encoding="utf-8")
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert out.startswith("Push cues are off, because pain is set")
    assert "mine.toml, line 2: [runner] pane is not a setting" in err
    told = [event for event in open_recording(recording).events() if isinstance(event, Notice)]
    assert [
        (notice.about, notice.text.split(",")[0]) for notice in told if notice.about in ("profile", "settings")
    ] == [
        ("profile", "Push cues are off"),
        ("settings", "Settings not used"),
    ]
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Push cues are off, because pain is set" in report
    reloads = [event for event in open_recording(recording).events() if isinstance(event, Reload)]
    assert [reload.text for reload in reloads] == ["[stance]\ntrigger_percent = 3\n"]


def test_what_cues_do_is_told_after_the_run_and_in_its_report(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.app.runner.memory.LEAST_S", 1.0)
    noise = np.random.default_rng(1).normal(0.0, 1.5, 40).tolist()
    trials = tuple(Trial(60.0 * k, "push-pull", k % 4 > 0, 12.0, noise[k]) for k in range(40))
    yesterday = datetime.now().astimezone() - timedelta(days=1)  # noqa: TID251  # a run has its wall-clock time
    with Profile(profile_file(simulated=True)) as profile:
        profile.keep(Session(yesterday.isoformat(timespec="seconds"), 1800.0, 300.0, trials))
    wishes = Wishes(None, {"foot-left": "sim"}, "none", 6.0, tmp_path / "run", None, "steady", 1)
    lines = list(run_live(wishes))
    assert any(line.startswith("Cues do nothing for your contact") for line in lines)
    assert "Cues do nothing for your contact" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    with Profile(profile_file(simulated=True)) as profile:
        assert len(profile.sessions()) == 2
    assert data_folder.is_dir()
