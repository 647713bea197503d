"""A start that fails leaves nothing behind, and says nothing aloud first; what was heard of a sensor stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.app.live.drill import run_drill
from coach.app.live.folder import folder_for, unless_nothing_came
from coach.app.live.live import Wishes, run_live
from coach.errors import HardwareError, UserError
from coach.events import Packet, Tick
from coach.recording import Header, Writer


def wishes(**changes: object) -> Wishes:
    given: dict[str, object] = {
        "config": None,
        "sensors": {"foot-left": "nosuch"},
        "screen": "none",
        "duration_s": 1.0,
        "out": None,
        "speed_mps": None,
        "scenario": "steady",
        "seed": 1,
    }
    return Wishes(**(given | changes))  # pyright: ignore[reportArgumentType]


@pytest.fixture
def no_radio(monkeypatch: pytest.MonkeyPatch) -> None:
    async def probe() -> None:
        raise HardwareError("This computer has no Bluetooth.", "Plug one in.")

    monkeypatch.setattr("coach.sources.ble.probe", probe)


@pytest.mark.usefixtures("no_radio")
def test_without_a_radio_nothing_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sounds(*_: object, **__: object) -> None:
        pytest.fail("it has begun to speak")

    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("cues.player.open_player", sounds)
    for session in (run_live(wishes()), run_drill("warm-up", wishes())):
        with pytest.raises(HardwareError, match="no Bluetooth"):
            list(session)
    assert not (tmp_path / "data" / "runs").exists()


def begin(folder: Path, events: tuple[Packet | Tick, ...], *, sensors: bool) -> None:
    with unless_nothing_came(folder, sensors=sensors), Writer(folder / "run.mcap", Header()) as writer:
        for event in events:
            writer.write(event)
        raise UserError("The sensor is not worn.")


def failed(folder: Path, *events: Packet | Tick, sensors: bool = True) -> None:
    with pytest.raises(UserError):
        begin(folder, events, sensors=sensors)


def test_a_recording_of_nothing_goes_and_its_folder_with_it(tmp_path: Path) -> None:
    failed(folder_for(tmp_path / "run"), Tick(0.25))
    assert not (tmp_path / "run").exists()


def test_what_else_is_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    failed(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_what_a_sensor_said_stays_and_so_do_drills_by_the_clock(tmp_path: Path) -> None:
    failed(folder_for(tmp_path / "run"), Packet("foot-left", "open-pod", 0.5, b"said"))
    failed(folder_for(tmp_path / "drill"), Tick(0.25), sensors=False)
    assert (tmp_path / "run" / "run.mcap").exists()
    assert (tmp_path / "drill" / "run.mcap").exists()


def test_a_run_of_before_stays(tmp_path: Path) -> None:
    (tmp_path / "run.mcap").write_bytes(b"a run of before")
    with pytest.raises(UserError, match="exists already"), unless_nothing_came(tmp_path, sensors=True):
        Writer(tmp_path / "run.mcap", Header())
    assert (tmp_path / "run.mcap").read_bytes() == b"a run of before"
