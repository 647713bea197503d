"""What an advertisement promises, what a connected sensor offers, and that every profile is usable as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.devices import DEVICES, PROFILES, STREAMS, Refused, identify, pod_link, usable
from coach.devices.gatt import Ask, Dialogue, Profile, Read, Write, sig
from coach.devices.standard import READERS

Hold = Callable[[Dialogue, Callable[[Ask], bytes | None]], tuple[list[Ask], Refused | None]]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.title)
def test_a_profile_is_whole(profile: Profile, hold: Hold) -> None:
    assert profile.device in STREAMS
    assert profile.notify or profile.read
    assert STREAMS[profile.device]().counter is not None or not profile.motion
    asked, _ = hold(profile.start(), lambda _ask: None)
    for ask in (*asked, *profile.stop):
        assert UUID.fullmatch(ask.characteristic)
        if isinstance(ask, Write) and ask.answer:
            assert ask.answer.characteristic in profile.notify
    for uuid in (profile.service, *profile.notify, *profile.read):
        assert UUID.fullmatch(uuid)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.title)
def test_a_profile_stands_in_the_documentation(profile: Profile) -> None:
    text = (
        (Path(__file__).parents[3] / "docs" / "devices.md")
        .read_text(encoding="utf-8")
        .replace("**", "")
        .replace("`", "")
    )
    for name in re.split(r", | or | \(", profile.title.removesuffix(")")):
        assert name in text


def test_every_device_has_a_stream_and_streams_share_nothing() -> None:
    assert set(DEVICES) <= set(STREAMS)
    assert {profile.device for profile in PROFILES} | {"table", "sensor-logger", "phyphox"} == set(STREAMS)
    assert STREAMS["polar"]() is not STREAMS["polar"]()


def test_every_standard_characteristic_that_is_asked_for_can_be_read() -> None:
    asked = {uuid for profile in PROFILES if profile.device == "gatt" for uuid in (*profile.notify, *profile.read)}
    assert asked == set(READERS)


@pytest.mark.parametrize(
    ("name", "services", "companies", "titles"),
    [
        ("Polar H10 0A1B2C3D", [sig(0x180D)], [0x6B], ["Polar H10, Verity Sense or OH1", "heart rate"]),
        ("Polar Sense C1D2E3F4", [], [0x6B], ["Polar H10, Verity Sense or OH1"]),
        ("Stryd", [sig(0x1814), sig(0x1818)], [], ["footpod (speed and cadence)"]),
        ("Movesense 204730000081", ["0000fe06-0000-1000-8000-00805f9b34fb"], [0x9F], ["Movesense"]),
        (None, ["326A9000-85CB-9195-D9DD-464CFBBAE75A"], [], ["MbientLab MetaMotion"]),
        ("WT901BLE68", [], [], ["WitMotion"]),
        ("Xsens DOT", [], [2182], ["Movella DOT"]),
        ("anything", [pod_link.SERVICE], [], ["open pod"]),
        ("T-Run", [sig(0x1826)], [], ["treadmill"]),
        ("Kitchen scale", [sig(0x181D)], [], []),
        (None, [], [], []),
    ],
)
def test_an_advertisement_promises(
    name: str | None, services: list[str], companies: list[int], titles: list[str]
) -> None:
    found = identify(name, services, companies)
    assert [profile.title.startswith(title) for profile, title in zip(found, titles, strict=True)] == [True] * len(
        titles
    )


def test_a_connected_sensor_is_used_for_all_that_it_offers() -> None:
    services = ["00001800-0000-1000-8000-00805f9b34fb", sig(0x180F), sig(0x180A), sig(0x180D), pod_link.SERVICE.upper()]
    titles = [profile.title for profile in usable(services)]
    assert titles == ["open pod", "heart rate", "battery", "device information"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (bytes.fromhex("d0003308"), ""),
        (bytes.fromhex("77003308"), ""),  # a pod with another chip takes the nearest rate, 119 Hz
        (bytes.fromhex("3b003308"), "only 59 samples"),
        (bytes.fromhex("d0003408"), "does not say"),
        (bytes.fromhex("d0003300"), "does not say"),
        (bytes.fromhex("d00033"), "does not say"),
        (None, "does not say"),
    ],
)
def test_the_pod_is_set_and_asked_what_became_of_it(answer: bytes | None, reason: str, hold: Hold) -> None:
    asked, fault = hold(pod_link.start(), lambda ask: answer if isinstance(ask, Read) else None)
    assert [ask.payload.hex() for ask in asked if isinstance(ask, Write)] == ["d0003308"]
    assert (reason in fault.reason) if fault else not reason


def test_pod_settings_come_back_as_they_were_written() -> None:
    settings = pod_link.Settings(104, 8, 1000, 14)
    assert pod_link.parse(pod_link.encode(settings)) == settings
    with pytest.raises(ValueError, match="tuple"):
        pod_link.encode(pod_link.Settings(accel_range_g=5))
