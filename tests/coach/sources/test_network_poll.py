"""A phone that is asked, over real sockets: nothing missed, nothing told twice, and whatever fails is tried again."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from coach.devices.phyphox import CONFIG, GET, KEY, Phyphox
from coach.events import Floats, Packet, RawSamples
from coach.sources.network import is_address, is_phone, poll
from tests.coach.devices.phones import phyphox_config
from tests.coach.sources.ear import PATIENT, Ear
from tests.coach.sources.phyphox_phone import PhyphoxPhone
from tests.coach.sources.scenes import scene

SOON_LOST = replace(PATIENT, silence_s=0.3)


def stretches(ear: Ear) -> list[Floats]:
    """Sample times as they are decoded, cut where time begins anew."""
    stream = Phyphox()
    raws = [one for e in ear.events if isinstance(e, Packet) for one in stream.feed(e) if isinstance(one, RawSamples)]
    ticks = np.concatenate([raw.ticks for raw in raws if raw.ticks is not None])
    return np.split(ticks, np.flatnonzero(np.diff(ticks) <= 0.0) + 1)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(("http://192.168.0.42:8080", True), ("http://192.168.0.42", True), ("http://phone.local:8080/", True)),
        *(("https://192.168.0.42", False), ("192.168.0.42:8080", False), ("http://", False), ("http://x:0", False)),
        *(("http://x:99999", False), ("http://x/get?accX", False), ("Polar H10", False), ("sim", False)),
    ],
)
def test_an_address_is_what_phyphox_shows(name: str, meant: bool) -> None:
    assert is_address(name) is meant
    assert is_phone(name) is meant
    assert is_phone("sensor-logger")


@scene
async def test_every_answer_is_kept_to_the_byte_and_no_sample_is_missed_or_told_twice() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 15)
        packets = [e for e in ear.events if isinstance(e, Packet)]
        assert packets[0] == replace(packets[0], device=KEY, channel=CONFIG, payload=phone.config)
        answers = ear.packets(channel=GET)
        assert answers == phone.answers[: len(answers)]
        assert ear.links() == ["connected"]
        (times,) = stretches(ear)
        assert len(times) > 20
        np.testing.assert_allclose(np.diff(times), 1e4, atol=0.5)
        assert "%7C" in phone.asked[-1], "phones do not understand a bare bar"


@scene
async def test_a_phone_that_stands_still_is_started() -> None:
    async with PhyphoxPhone() as phone:
        phone.press(play=False)
        async with Ear({"waist": phone.address}) as ear:
            await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
            assert "/control?cmd=start" in phone.asked
            assert phone.measuring


@scene
async def test_one_that_does_not_start_is_told_once_and_asked_again() -> None:
    async with PhyphoxPhone() as phone:
        phone.press(play=False)
        phone.refuses = True
        async with Ear({"waist": phone.address}) as ear:
            await ear.until(lambda: phone.asked.count("/control?cmd=start") > 2)
            assert ear.says("press play") == 1
            assert not ear.links()
            phone.refuses = False
            await ear.until(lambda: ear.links() == ["connected"])


@scene
async def test_what_was_measured_out_of_reach_is_asked_for_afterwards() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        await phone.off()
        await ear.until(lambda: ear.links() == ["connected", "lost"])
        await asyncio.sleep(0.3)
        await phone.on()
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        n = len(ear.packets(channel=GET))
        await ear.until(lambda: len(ear.packets(channel=GET)) > n + 3)
        (times,) = stretches(ear)
        np.testing.assert_allclose(np.diff(times), 1e4, atol=0.5)
        assert ear.says("not in reach") == 1
        assert ear.packets(channel=CONFIG) == [phone.config]


@scene
async def test_what_is_too_long_ago_is_not_asked_for() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}, replace(PATIENT, catch_up_s=0.2)) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        await phone.off()
        await ear.until(lambda: ear.links() == ["connected", "lost"])
        await asyncio.sleep(0.4)
        await phone.on()
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        await ear.until(lambda: len(stretches(ear)) == 2)


@scene
async def test_a_pause_on_the_phone_is_ended_and_begins_a_new_stretch_of_time() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}, SOON_LOST) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        phone.press(play=False)
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        assert ear.says("paused") == 1
        n = len(ear.packets(channel=GET))
        await ear.until(lambda: len(ear.packets(channel=GET)) > n + 3)
        assert len(stretches(ear)) == 2


@scene
async def test_a_pause_while_it_was_out_of_reach_begins_a_new_stretch_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "_PAUSE_S", 0.2)
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        await phone.off()
        phone.press(play=False)
        await asyncio.sleep(0.4)
        phone.press(play=True)
        await phone.on()
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        await ear.until(lambda: len(stretches(ear)) == 2)


@scene
async def test_cleared_data_begins_a_new_stretch() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}, SOON_LOST) as ear:
        await asyncio.sleep(0.6)
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        phone.clear()
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        await ear.until(lambda: len(stretches(ear)) == 2)


@scene
async def test_another_experiment_is_read_by_its_own_configuration() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        phone.gyro, phone.session, phone.config = False, "other", phyphox_config(gyro=False)
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])
        assert ear.packets(channel=CONFIG)[-1] == phone.config


@scene
async def test_an_experiment_of_no_use_is_told_with_the_remedy() -> None:
    async with PhyphoxPhone() as phone:
        phone.config = phyphox_config(source="linear_acceleration")
        async with Ear({"waist": phone.address}) as ear:
            await ear.until(lambda: phone.asked.count("/config") > 2)
            assert ear.says("make one of Accelerometer and Gyroscope") == 1
            assert not ear.events


@scene
async def test_one_that_measures_nothing_is_not_here() -> None:
    async with PhyphoxPhone() as phone:
        phone.frozen = True
        async with Ear({"waist": phone.address}, SOON_LOST) as ear:
            await ear.until(lambda: ear.says("measures nothing") == 1)
            assert not ear.links()
            phone.frozen = False
            await ear.until(lambda: ear.links() == ["connected"])


@scene
async def test_one_that_stalls_is_lost() -> None:
    async with PhyphoxPhone() as phone, Ear({"waist": phone.address}, replace(PATIENT, call_s=0.5)) as ear:
        await ear.until(lambda: len(ear.packets(channel=GET)) > 3)
        phone.late_s = 3.0
        await ear.until(lambda: ear.links() == ["connected", "lost"])
        phone.late_s = 0.0
        await ear.until(lambda: ear.links() == ["connected", "lost", "connected"])


@pytest.mark.parametrize(
    ("broken", "status", "words"),
    [
        (b"<html>", 200, "without acceleration"),
        (b"", 404, "status 404; is this phyphox?"),
        (b"", 302, "status 302"),
        (b" " * (poll.LARGEST_BYTES + 1), 200, "too long"),
        (b"[" * 100_000, 200, "without acceleration"),
    ],
)
def test_something_else_at_the_address_is_told_and_does_no_harm(broken: bytes, status: int, words: str) -> None:
    @scene
    async def play() -> None:
        async with PhyphoxPhone() as phone:
            phone.broken, phone.status = broken, status
            async with Ear({"waist": phone.address}, replace(PATIENT, call_s=0.5)) as ear:
                await ear.until(lambda: ear.says(words) == 1)
                assert not ear.events
                phone.broken, phone.status = None, 200
                await ear.until(lambda: ear.links() == ["connected"])

    play()


@scene
async def test_a_phone_may_come_late_and_another_is_heard_meanwhile() -> None:
    async with PhyphoxPhone() as phone, PhyphoxPhone() as late:
        await late.off()
        async with Ear({"waist": phone.address, "chest": late.address}) as ear:
            await ear.until(lambda: ear.links("waist") == ["connected"] and ear.says("chest") == 1)
            await late.on()
            await ear.until(lambda: ear.links("chest") == ["connected"])
            assert ear.links("waist") == ["connected"]
