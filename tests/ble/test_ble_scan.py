"""`coach scan` and `coach setup`: what is in reach, what to call it, and the settings that follow."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason
from typer.testing import CliRunner

import coach.app.live.phones
import coach.app.setup.scan
from coach.app.settings import load
from coach.app.setup.scan import Found, look
from coach.cli import scan, setup
from coach.devices.gatt import sig
from coach.errors import ConfigError, HardwareError
from coach.sources.ble import Times, service_name
from tests.ble.conftest import Play
from tests.ble.rig import Room
from tests.ble.rig_sensors import FootpodSim, OpenPodSim

POD = Found("Open Pod 3F", "Open Pod 3F", ("open pod",), True, -52, 80, (), {"serial": "A1"})
STRYD = Found("Stryd", "Stryd", ("footpod (speed and cadence)",), False, -70, None, ("Running Speed and Cadence",))
BELT = Found("Runn", "Runn", ("footpod (speed and cadence)", "treadmill"), False, -60, None, ())
LAMP = Found("", "AA:BB:CC:DD:EE:FF", (), False, -80, None, ("12345678-0000-4000-8000-00805f9b34fb",))


BEFORE = """
cues.cooldown_s = 90
runner.mass_kg = 60
treadmill.name = "old"
sensors = [
  { placement = "waist", name = "x" },
  { placement = "chest", name = "Open Pod 3F", contact_offset_ms = -4 },
]
"""


@pytest.fixture
def in_reach(monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """What the scan will find; fill it."""
    found: list[Found] = []

    def survey(seconds: float, *, ask: bool) -> list[Found]:
        return list(found)

    monkeypatch.setattr(coach.app.setup.scan, "survey", survey)
    return found


def coach_does(*words: str, answers: str = "") -> str:
    app = typer.Typer()
    for verb in (scan, setup):
        verb.register(app)
    done = CliRunner().invoke(app, words, input=answers)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def test_a_scan_tells_what_is_in_reach_and_asks_only_when_told_to(play: Play) -> None:
    class Lamp(OpenPodSim):
        service = "12345678-0000-4000-8000-00805f9b34fb"

    async def scene(room: Room) -> None:
        await OpenPodSim(room.link, "Open Pod", serial="A1").on()
        await FootpodSim(room.link, "RunPod").on()
        await FootpodSim(room.link, "RunPod").on()
        await Lamp(room.link, "Lamp").on()
        found = {one.call: one for one in await look(1.0, ask=False, times=Times())}
        assert "+connect" not in room.moods.calls
        assert found["Open Pod"].titles == ("open pod",)
        assert found["Open Pod"].motion
        assert found["Open Pod"].battery_percent is None
        assert found["Lamp"].services == (Lamp.service,)
        assert list(found)[-1] == "Lamp", "what we do not know comes last"
        assert len([call for call in found if call.count(":") == 5]) == 2, "two of one name are told apart by address"

        asked = {one.call: one for one in await look(1.0, ask=True, times=Times())}
        assert asked["Open Pod"].battery_percent == 80
        assert asked["Open Pod"].about == {"maker": "Sim", "serial": "A1"}
        assert "Battery Service" in asked["Open Pod"].services
        assert room.moods.calls.count("+connect") == 3
        assert not room.central.connections, "and says good-bye"

    play(scene)


def test_a_sensor_that_tells_nothing_is_still_listed(play: Play) -> None:
    async def scene(room: Room) -> None:
        pod = OpenPodSim(room.link, "Open Pod")
        await pod.on()
        found = await look(1.0, ask=False, times=Times())
        room.moods.stuck.add("read")
        (one,) = await look(1.0, ask=True, times=Times())
        assert one.titles == found[0].titles
        assert one.battery_percent is None

    play(scene)


def test_without_an_adapter_the_remedy_is_told(play: Play) -> None:
    async def scene(room: Room) -> None:
        room.moods.unavailable = BleakBluetoothNotAvailableError("", BleakBluetoothNotAvailableReason.NO_BLUETOOTH)
        with pytest.raises(HardwareError, match="no Bluetooth"):
            await look(1.0, ask=False, times=Times())

    play(scene)


def test_scan_prints_the_line_for_the_settings(in_reach: list[Found]) -> None:
    in_reach += [POD, LAMP]
    out = coach_does("scan", "--for", "1s")
    assert "Open Pod 3F: open pod, -52 dBm, battery 80 %" in out
    assert 'name = "Open Pod 3F"' in out
    assert "serial: A1" in out
    assert "AA:BB:CC:DD:EE:FF: 12345678-0000-4000-8000-00805f9b34fb" in out


def test_scan_says_why_nothing_may_be_there(in_reach: list[Found]) -> None:
    assert "Most sleep" in coach_does("scan")


def test_setup_writes_what_was_answered(in_reach: list[Found], tmp_path: Path) -> None:
    in_reach += [POD, STRYD, BELT, LAMP]
    file = tmp_path / "coach.toml"
    out = coach_does("setup", str(file), answers="1\n9\n2\ny\n\n182,5\nheavy\n7\n74\n")
    assert "One of 2, or Enter" in out
    assert "A number from 25 to 200" in out
    config = load(file)
    assert [(sensor.placement, sensor.name) for sensor in config.sensors] == [
        ("foot-left", "Open Pod 3F"),
        ("foot-right", "Stryd"),
    ]
    assert config.treadmill.name == "Runn"
    assert (config.runner.height_cm, config.runner.mass_kg) == (182.5, 74.0)


def test_setup_keeps_what_the_file_holds_otherwise(in_reach: list[Found], tmp_path: Path) -> None:
    in_reach += [POD, BELT]
    file = tmp_path / "coach.toml"
    file.write_text(BEFORE)
    coach_does("setup", str(file), answers="\n\n\n\n\n1\nn\n\n\n\n")
    config = load(file)
    assert config.cues.cooldown_s == 90
    assert config.runner.mass_kg == 60
    assert [(sensor.placement, sensor.name) for sensor in config.sensors] == [("chest", "Open Pod 3F")]
    assert config.sensors[0].contact_offset_ms == -4, "its calibration is worth keeping"
    assert config.treadmill.name == "old"


def without_bluetooth(monkeypatch: pytest.MonkeyPatch) -> None:
    def survey(seconds: float, *, ask: bool) -> list[Found]:
        raise HardwareError("This computer has no adapter.", "Plug one in.")

    monkeypatch.setattr(coach.app.setup.scan, "survey", survey)


def test_a_phone_needs_no_bluetooth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_DATA", str(tmp_path))
    monkeypatch.setattr(coach.app.live.phones.greet, "__defaults__", (0.05,))
    without_bluetooth(monkeypatch)
    out = coach_does("setup", str(tmp_path / "coach.toml"), answers="phone\nhttps://x\nsensor-logger\n180\n70\n")
    assert "This computer has no adapter." in out
    assert out.count("or like http://") == 2
    assert "posts to http://" in out
    assert "Nothing came." in out
    worn = load(tmp_path / "coach.toml").sensors
    assert [(sensor.placement, sensor.name) for sensor in worn] == [("waist", "sensor-logger")]


def test_without_bluetooth_and_without_a_phone_there_is_nothing_to_set_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_bluetooth(monkeypatch)
    with pytest.raises(AssertionError, match="no adapter"):  # the command line's own net is not under test here
        coach_does("setup", str(tmp_path / "coach.toml"), answers="\n")
    assert not (tmp_path / "coach.toml").exists()


def test_setup_refuses_settings_that_are_broken_before_it_asks(in_reach: list[Found], tmp_path: Path) -> None:
    file = tmp_path / "coach.toml"
    file.write_text("[nonsense]\n")
    with pytest.raises(ConfigError):
        setup.setup(file)


def test_services_without_a_name_stay_numbers() -> None:
    assert service_name(sig(0x1814)) == "Running Speed and Cadence"
    assert service_name(sig(0xFFE5)[:-5] + "a34fb").startswith("0000ffe5")
