"""Calibrate, run, remember, run again: what one session leaves behind the next begins with."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.app.live.live import Wishes
from coach.app.live.screening import calibrate_live, silent
from coach.app.runner.calibrate import Wanted, calibrate, export
from coach.app.runner.memory import profile_file, recall, remember
from coach.app.tune.moments import moments
from coach.app.tune.run import tune
from coach.coaching.coach import Coach
from coach.coaching.memory import from_profile
from coach.coaching.response import Trial
from coach.config import Config, parse
from coach.errors import FileError, UserError
from coach.events import Beat, CueDecision, Reload, Speed, Status, Step, Tick
from coach.pipeline import Pipeline
from coach.recording import Header, RecordedSensor, Writer, open_recording
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenario import Phase, Scenario
from coach.simulate.sensor import SimulatedSensor
from cues.pack import load_pack

DURATIONS = load_pack("push-pull").durations
QUICK = """\
[baseline]
learn_s = 30
[stance]
hold_s = 4
[cues]
quiet_first_s = 0
cooldown_s = 20
withhold_percent = 0
"""
NOW = "2026-03-20T07:00:00+01:00"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def record(path: Path, phases: tuple[Phase, ...], *, told: bool = True, source: str = "live") -> Path:
    """One foot of a simulated runner, recorded as if live."""
    scenario = Scenario("made", "For this test.", phases)
    runner = SimulatedRunner(scenario, [SimulatedSensor("foot-left")], 3)
    header = Header((RecordedSensor("foot-left", "open-pod", "sim"),), parse(QUICK), source=source, started_at=NOW)
    with Writer(path, header) as writer:
        if told:
            writer.write(Speed(0.0, 3.2, "typed"))
        for quarter in range(1, round(4 * scenario.lasts_s)):
            for packet in runner.advance(quarter / 4):
                writer.write(packet)
            writer.write(Tick(quarter / 4))
    return path


@pytest.fixture(scope="module")
def screening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(tmp_path_factory.mktemp("runs") / "screening.mcap", (Phase("even", 100.0, 3.2),))


@pytest.fixture(scope="module")
def sinking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    phases = (Phase("even", 60.0, 3.2), Phase("sunk", 30.0, 3.2, 1.12), Phase("even", 30.0, 3.2))
    return record(tmp_path_factory.mktemp("runs") / "sinking.mcap", phases)


def test_a_calibration_is_what_the_next_run_begins_with(screening: Path, sinking: Path) -> None:
    lines = list(calibrate(Wanted([screening])))
    assert lines[0].split() == ["sensor", "foot", "speed", "contact", "±", "cadence", "sink"]
    assert any("3.20 m/s" in line and "calculated" not in line for line in lines)
    assert any("4.50 m/s" in line and "calculated" in line for line in lines)
    recalled = recall(Config(), NOW)
    assert recalled.sentences == ()
    assert set(from_profile(recalled.profile).normals) == {("foot-left", "left")}
    for profile, learns in ((recalled.profile, False), (None, True)):
        pipeline = Pipeline(parse(QUICK), ("foot-left",), DURATIONS, profile)
        outputs = [output for event in open_recording(sinking).events() for output in pipeline.feed(event)]
        assert any(isinstance(output, Status) and output.state == "learning" for output in outputs) is learns


def test_another_shoe_is_another_runner(screening: Path) -> None:
    lines = list(calibrate(Wanted([screening], shoe="racing flats")))
    assert any("shoe racing flats" in line for line in lines)
    assert recall(Config(), NOW).profile == {}
    assert recall(parse('[baseline]\nshoe = "racing flats"'), NOW).profile
    assert recall(parse('[baseline]\nshoe = "racing flats"\nprofile = false'), NOW).profile == {}


def test_a_run_that_is_no_screening_is_refused_with_what_is_missing(sinking: Path, data_folder: Path) -> None:
    with pytest.raises(UserError, match="too mixed"):
        list(calibrate(Wanted([sinking])))
    assert not data_folder.exists()


def test_the_simulated_runner_has_a_profile_of_its_own(screening: Path, tmp_path: Path) -> None:
    simulated = record(tmp_path / "simulated.mcap", (Phase("even", 100.0, 3.2),), source="simulation")
    lines = list(calibrate(Wanted([simulated])))
    assert lines[-1].startswith("Kept as the simulated runner's own normal")
    assert recall(Config(), NOW).profile == {}
    assert recall(Config(), NOW, simulated=True).profile
    with pytest.raises(UserError, match="Some of these recordings are of the simulated runner"):
        list(calibrate(Wanted([simulated, screening])))


def test_a_screening_run_is_calibrated_from_when_it_is_over(
    screening: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.mcap").write_bytes(screening.read_bytes())
    begun: list[Wishes] = []

    def run_live(wishes: Wishes) -> Generator[str, None, Path]:
        begun.append(wishes)
        yield "You ran 1:40."
        return folder

    monkeypatch.setattr("coach.app.live.live.run_live", run_live)
    wishes = Wishes(None, {"foot-left": "pod"}, "none", 100.0, None, None, "steady", 1)
    lines = list(calibrate_live(wishes, Wanted(shoe="racing flats")))
    assert [one.screening for one in begun] == [True]
    assert lines[0] == "You ran 1:40."
    assert any("Kept as your own normal for shoe racing flats" in line for line in lines)


def test_nothing_is_said_on_a_screening_run(sinking: Path) -> None:
    own = parse(QUICK + "[[rules]]\nname = 'slow'\nmeasure = 'cadence_spm'\nwhen = 'above'\nlimit = 1\nsay = 'ease'")
    recording = open_recording(sinking)
    pipeline = Pipeline(silent(own, 300.0), recording.header.placements, DURATIONS)
    outputs = [output for event in recording.events() for output in pipeline.feed(event)] + pipeline.finish()
    assert any(isinstance(output, Step) and output.valid for output in outputs)
    assert not [output for output in outputs if isinstance(output, CueDecision | Beat)]
    assert any(isinstance(output, Status) and "of 300 s" in output.text for output in outputs)


def test_a_dry_run_keeps_nothing(screening: Path, data_folder: Path) -> None:
    assert list(calibrate(Wanted([screening], dry_run=True)))[-1] == "Nothing was kept."
    assert not data_folder.exists()


class Trained(Coach):
    """A coach that has seen what cues do."""

    def __init__(self, change_ms: float) -> None:
        super().__init__(Config())
        noise = np.random.default_rng(1).normal(0.0, 1.5, 40).tolist()
        self._seen = [
            Trial(60.0 * k, "push-pull", k % 4 > 0, 12.0, noise[k] + (change_ms if k % 4 else 0.0)) for k in range(40)
        ]

    @property
    def trials(self) -> Sequence[Trial]:
        """What was seen."""
        return self._seen


def test_a_session_is_remembered_and_cues_are_told_to_work_or_not() -> None:
    config = Config()
    (said,) = remember(config, "2026-03-20T07:00:00+01:00", Trained(-11.0), 1800.0)
    assert said.startswith("Cues shorten your contact by 1")
    (said,) = remember(config, "2026-03-21T07:00:00+01:00", Trained(11.0), 1800.0)
    memory = from_profile(recall(config, "2026-03-22T07:00:00+01:00").profile)
    assert memory.session == 2
    assert memory.tried["push-pull"].count == 60
    (said,) = remember(config, "2026-08-20T07:00:00+01:00", Trained(0.0), 1800.0)
    assert "do nothing for your contact" in said


def test_what_is_too_short_or_unwanted_is_not_kept(data_folder: Path) -> None:
    config = Config()
    assert remember(config, NOW, Coach(config), 30.0) == []
    assert remember(config, "", Coach(config), 1800.0) == []
    assert remember(parse("[baseline]\nprofile = false"), NOW, Coach(config), 1800.0) == []
    assert not data_folder.exists()


def test_a_fading_session_says_so_at_the_start() -> None:
    config = Config()
    for day in range(10, 15):
        remember(config, f"2026-03-{day}T07:00:00+01:00", Coach(config), 1800.0)
    assert recall(config, NOW).sentences == ("Session 6 of the fading plan: 50 % of the cues that come due are given.",)


def test_a_damaged_profile_ends_in_a_sentence_and_the_run_goes_on(data_folder: Path) -> None:
    data_folder.mkdir()
    profile_file().write_bytes(b"not a profile")
    recalled = recall(Config(), NOW)
    assert recalled.profile == {}
    assert "damaged" in recalled.sentences[0]
    assert recall(Config(), NOW).sentences == ()


def test_whoever_must_not_be_pushed_hears_so_before_the_first_step() -> None:
    stiff = parse("[runner]\nknee_to_wall_cm = 6\nknee_to_wall_limit_cm = 9\n[baseline]\nprofile = false")
    (said,) = recall(stiff, NOW).sentences
    assert said.startswith("Push cues are off, because knee-to-wall 6 cm is below your limit of 9 cm")


def test_everything_can_be_exported(screening: Path, tmp_path: Path) -> None:
    list(calibrate(Wanted([screening])))
    assert export(tmp_path / "me.json").endswith("me.json written.")
    exported = json.loads((tmp_path / "me.json").read_text(encoding="utf-8"))
    assert exported["calibrations"]
    assert "simulated_runner" not in exported
    remember(Config(), NOW, Coach(Config()), 1800.0, simulated=True)
    export(tmp_path / "me.json")
    assert json.loads((tmp_path / "me.json").read_text(encoding="utf-8"))["simulated_runner"]["sessions"]
    with pytest.raises(FileError, match="cannot be written"):
        export(tmp_path / "nowhere" / "me.json")


def coached(path: Path, out: Path) -> Path:
    """The same run with what was made of it, as a live run writes it."""
    recording = open_recording(path)
    pipeline = Pipeline(recording.header.config, recording.header.placements, DURATIONS)
    with Writer(out, recording.header) as writer:
        for event in recording.events():
            writer.write(event)
            for output in pipeline.feed(event):
                writer.write_output(output)
        for output in pipeline.finish():
            writer.write_output(output)
    return out


@pytest.mark.parametrize("live", [False, True], ids=["samples alone", "with its steps"])
def test_moments_give_the_decisions_of_a_replay(live: bool, sinking: Path, tmp_path: Path) -> None:
    recording = open_recording(coached(sinking, tmp_path / "live.mcap") if live else sinking)
    replayed = Pipeline(recording.header.config, recording.header.placements, DURATIONS)
    outputs = [output for event in recording.events() for output in replayed.feed(event)] + replayed.finish()
    again = Pipeline(recording.header.config, recording.header.placements, DURATIONS).decider
    found = [output for moment in moments(recording) for output in again.feed(moment)] + again.finish()
    for kind in (Step, CueDecision):
        assert [repr(o) for o in found if isinstance(o, kind)] == [repr(o) for o in outputs if isinstance(o, kind)]
    assert any(isinstance(o, CueDecision) for o in outputs)


def test_settings_that_were_changed_on_the_run_do_not_overrule_what_is_tried(sinking: Path, tmp_path: Path) -> None:
    """The same run, on which the runner had made the coach deaf at the start."""
    recording, deafened = open_recording(sinking), tmp_path / "deafened.mcap"
    with Writer(deafened, recording.header) as writer:
        writer.write(Reload(0.0, "[stance]\ntrigger_percent = 50"))
        for event in recording.events():
            writer.write(event)
    own = Pipeline(recording.header.config, recording.header.placements, DURATIONS)
    outputs = [output for event in open_recording(deafened).events() for output in own.feed(event)]
    assert not any(isinstance(output, CueDecision) for output in outputs)
    for path in (sinking, deafened):
        lines = list(tune([path], "stance.trigger_percent=4:4:1", None, tmp_path / "tuned.svg"))
        assert "1/1" in lines[1]


def test_tuning_on_a_recording_gives_table_and_picture(sinking: Path, tmp_path: Path) -> None:
    picture = tmp_path / "tuned.svg"
    lines = list(tune([sinking, sinking], "stance.trigger_percent=4:16:6", None, picture))
    assert [line.split()[0] for line in lines[:4]] == ["trigger_percent", "*", "10", "16"]
    assert "2/2" in lines[1]
    assert "the same" in lines[1]
    assert "0/2" in lines[3]
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    elsewhere = list(tune([sinking], "stance.hold_s=30:60:30", None, picture))
    assert "present: 4, not in this sweep" in elsewhere


def test_good_running_at_a_new_speed_is_kept_beside_the_calibration(screening: Path) -> None:
    list(calibrate(Wanted([screening])))
    config = parse(QUICK)
    memory = from_profile(recall(config, NOW).profile)
    (side, (seen,)), *_ = memory.normals.items()
    coach = Coach(config, memory)
    made = Step(
        foot=side[1],
        placement=side[0],
        initial_contact_s=0.0,
        toe_off_s=0.2,
        declared_s=0.2,
        contact_s=seen.contact_s * (2.6 / 3.2) ** -0.54,
        uncertainty_s=0.006,
        stride_s=0.74,
        flight_s=None,
        activity="run",
        valid=True,
        reason="",
        values={"outside_speed_mps": 2.6},
    )
    for k in range(90):
        coach.feed(replace(made, declared_s=0.74 * k))
    remember(config, "2026-03-21T07:00:00+01:00", coach, 1800.0)
    again = from_profile(recall(config, "2026-03-22T07:00:00+01:00").profile)
    assert [row.speed_mps for row in again.normals[side]] == [3.2, 2.6]
