"""Every sensor that streams motion is found, started and read: its steps are those of the same samples by no radio."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from coach.app.setup.scan import look
from coach.devices import PROFILES
from coach.sources.ble import Times
from tests.ble.conftest import Play
from tests.ble.rig import Ear, Room
from tests.ble.rig_kinds import KINDS, Kind
from tests.ble.rig_runner import Motion, real, simulated
from tests.ble.rig_steps import assert_same, measured, without_radio

WALKS_S = 6.0
"""Before, the walker stands about, and which movement counts as a step hangs on the first sample heard."""
FOOT_KINDS = [name for name, kind in KINDS.items() if kind.placement == "foot-left"]


def listen(play: Play, kind: Kind, motion: Motion, listen_s: float, *, least: int, settled_s: float = 0.0) -> None:
    """Hear a stretch of the stream; its steps must be those without a radio, but for those at its ends."""

    async def scene(room: Room) -> None:
        sensor = kind.on_runner(room.link, motion)
        await sensor.on()
        async with Ear({kind.placement: kind.name}) as ear:
            await ear.until(lambda: ear.links(kind.placement) == ["connected"])
            await ear.for_(listen_s)
            assert ear.links(kind.placement) == ["connected"]
            slow = "; low rate, 60 Hz: too slow for contact times worth a cue" if kind.rate_hz == 60.0 else ""
            assert ear.told == [f"{kind.placement} ({kind.name}): connected{slow}"]
        times_s = ear.times_s(kind.placement, kind.device)
        first_s = times_s[0] - kind.samples / kind.rate_hz
        true = without_radio(motion, kind.placement, sensor.start_s or 0.0, first_s, times_s[-1])
        ends_s = [(0.0, max(times_s[0], settled_s)), (times_s[-1], math.inf)]
        assert_same(measured(ear.events, kind.placement), true, ends_s, least)

    play(scene)


@pytest.mark.parametrize("name", KINDS)
def test_a_simulated_runner_is_measured_through_every_sensor(play: Play, name: str) -> None:
    kind = KINDS[name]
    listen(play, kind, simulated(kind.rate_hz, kind.placement), 20.0, least=20)


@pytest.mark.parametrize("name", FOOT_KINDS)
def test_a_real_walker_is_measured_through_every_sensor(play: Play, name: str, data_dir: Path) -> None:
    kind = KINDS[name]
    listen(play, kind, real(data_dir, "walkerC_6kmh", kind.rate_hz), 30.0, least=14, settled_s=WALKS_S)


@pytest.mark.parametrize("rate_hz", [104, 208])
def test_a_real_runner_is_measured_through_an_open_pod(play: Play, rate_hz: int, data_dir: Path) -> None:
    kind = KINDS[f"open pod {rate_hz} Hz"]
    listen(play, kind, real(data_dir, "runnerB_track_1", kind.rate_hz), 28.0, least=10)


def test_a_scan_knows_every_kind(play: Play) -> None:
    async def scene(room: Room) -> None:
        kinds = {kind.name: kind for kind in KINDS.values()}
        for kind in kinds.values():
            await kind.on_runner(room.link, simulated(kind.rate_hz, kind.placement)).on()
        found = {one.call: one for one in await look(4.0, ask=False, times=Times())}
        titles = {profile.device: profile.title for profile in PROFILES if profile.motion}
        for name, kind in kinds.items():
            assert any(title.startswith(titles[kind.device]) for title in found[name].titles)
            assert any("low rate" in title for title in found[name].titles) == (kind.rate_hz == 60.0)
            assert found[name].motion
        assert {kind.device for kind in kinds.values()} == set(titles)

    play(scene)


def test_only_the_slow_one_is_marked_slow() -> None:
    assert {profile.device for profile in PROFILES if profile.low_rate} == {"movella-dot"}
