"""A phone that posts, over real sockets: what is taken, who is refused, and how it comes and goes."""

from __future__ import annotations

import asyncio
import io
import socket
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np
import pytest
from aiohttp import ClientError, ClientSession

from coach.sources.network import SENSOR_LOGGER, push
from tests.coach.devices.phones import START_NS, accel_g, android, message, readings
from tests.coach.sources.ear import PATIENT, Ear
from tests.coach.sources.scenes import scene

TENTH = np.arange(10) / 100
SOON_LOST = replace(PATIENT, silence_s=0.3)
STRICT = replace(PATIENT, knock_s=0.3, body_s=0.3)


async def post(link: str, body: bytes) -> int:
    async with ClientSession() as client, client.post(link, data=io.BytesIO(body)) as response:
        return response.status


async def get(link: str) -> tuple[int, str]:
    async with ClientSession() as client, client.get(link) as response:
        return response.status, await response.text()


@scene
async def test_what_is_posted_is_kept_to_the_byte_and_connects() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        bodies = [android(n, TENTH + 0.1 * n) for n in range(5)]
        assert [await post(ear.link(), body) for body in bodies] == [200] * 5
        await ear.until(lambda: ear.packets() == bodies)
        assert ear.links() == ["connected"]
        assert ear.told == ["waist (sensor-logger): connected"]


@scene
async def test_only_the_whole_key_and_the_right_placement_open() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        good, body = ear.link(), android(0, TENTH)
        base = good.removesuffix(urlsplit(good).path)
        strange = [good[:-1], good + "x", good + "/", good.replace("/waist", "/chest"), good.replace("a-key", "b-key")]
        strange += [
            base,
            base + "/",
            base + "/waist",
            good.replace("/a-key", "//a-key"),
            good + "%00",
            base + "/%ff%fe",
        ]
        for link in strange:
            assert await post(link, body) == 404
            assert (await get(link)) == (404, "")
        assert not ear.events
        assert not ear.told
        assert await post(good, body) == 200


@scene
async def test_the_link_opened_in_a_browser_says_what_to_do() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        status, text = await get(ear.link())
        assert status == 200
        assert "Push URL" in text
        async with ClientSession() as client, client.put(ear.link()) as response:
            assert response.status == 405


@scene
async def test_a_phone_that_falls_silent_is_lost_once_and_comes_back() -> None:
    async with Ear({"waist": SENSOR_LOGGER}, SOON_LOST) as ear:
        await post(ear.link(), android(0, TENTH))
        await ear.until(lambda: ear.links() == ["connected", "lost"])
        await asyncio.sleep(0.5)
        assert ear.links() == ["connected", "lost"]
        await post(ear.link(), android(1, TENTH + 3.0))
        assert ear.links() == ["connected", "lost", "connected"]
        assert ear.says("silent for") == 1
        assert ear.says("connected") == 2


@scene
async def test_its_battery_does_not_keep_a_silent_phone_here() -> None:
    battery = {"name": "battery", "time": START_NS, "values": {"batteryLevel": 0.14}}
    async with Ear({"waist": SENSOR_LOGGER}, SOON_LOST) as ear:
        await post(ear.link(), android(0, TENTH))
        number = 0
        while "lost" not in ear.links():
            number += 1
            assert await post(ear.link(), message(number, [battery])) == 200
        assert ear.says("battery") == 1


@scene
async def test_the_apps_own_test_is_answered_but_is_no_phone_yet() -> None:
    test = message(0, [{"name": "test", "time": 0, "values": []}])
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        assert await post(ear.link(), test) == 200
        assert ear.says("test has arrived") == 1
        assert not ear.events


@scene
async def test_a_second_phone_on_the_same_way_is_not_heard_until_the_first_has_gone() -> None:
    async with Ear({"waist": SENSOR_LOGGER}, SOON_LOST) as ear:
        mine, other = android(0, TENTH), android(0, TENTH, phone="p2", session="s2")
        assert [await post(ear.link(), body) for body in (mine, other, other)] == [200, 409, 409]
        assert ear.packets() == [mine]
        assert ear.says("second phone") == 1
        await ear.until(lambda: ear.links() == ["connected", "lost"])
        assert await post(ear.link(), other) == 200


@scene
async def test_the_same_phone_may_begin_a_new_recording_at_once() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        bodies = [android(7, TENTH), android(0, TENTH + 9.0, session="s2")]
        assert [await post(ear.link(), body) for body in bodies] == [200, 200]
        assert ear.links() == ["connected"]


@scene
async def test_two_phones_have_their_own_ways() -> None:
    async with Ear({"waist": SENSOR_LOGGER, "chest": SENSOR_LOGGER}) as ear:
        mine, other = android(0, TENTH), android(0, TENTH, phone="p2")
        assert await post(ear.link("waist"), mine) == 200
        assert await post(ear.link("chest"), other) == 200
        assert (ear.packets("waist"), ear.packets("chest")) == ([mine], [other])


@scene
async def test_what_is_no_message_is_refused_kept_for_the_count_and_told_once() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        bad = [b"", b"{", b"[" * 10_000, b"\xff" * 100, b'{"messageId": 1}']
        assert [await post(ear.link(), body) for body in bad] == [400] * 5
        assert ear.packets() == bad
        assert ear.says("something else") == 1
        assert not ear.links()


@scene
async def test_a_message_has_a_size() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        assert await post(ear.link(), b" " * (push.LARGEST_BYTES + 1)) == 413
        assert not ear.events
        assert ear.says("too large") == 1
        assert await post(ear.link(), android(0, TENTH)) == 200


async def raw(ear: Ear, sent: bytes) -> bytes:
    """Send these bytes, then nothing, until the other side has had enough."""
    address = urlsplit(ear.link())
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(sent)
    try:
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


@scene
async def test_who_never_shows_the_key_is_shown_out() -> None:
    async with Ear({"waist": SENSOR_LOGGER}, STRICT) as ear:
        slow = await asyncio.gather(*(raw(ear, text) for text in (b"", b"POST /a", b"POST / HTTP/1.1\r\nHost: x\r\n")))
        assert slow == [b"", b"", b""]
        assert b"400" in (await raw(ear, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")).splitlines()[0]


@scene
async def test_a_message_that_does_not_end_is_given_up() -> None:
    async with Ear({"waist": SENSOR_LOGGER}, STRICT) as ear:
        path = urlsplit(ear.link()).path
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n".encode()
        assert b" 408 " in (await raw(ear, head + b"{")).splitlines()[0]
        assert not ear.events


@scene
async def test_a_crowd_does_not_get_in_and_leaves_no_harm() -> None:
    async with Ear({"waist": SENSOR_LOGGER}, STRICT) as ear:
        address = urlsplit(ear.link())
        crowd = [socket.create_connection((address.hostname, address.port)) for _ in range(push.MOST_CONNECTIONS)]
        await asyncio.sleep(0.1)
        with pytest.raises((ClientError, ConnectionError)):
            await post(ear.link(), android(0, TENTH))
        await asyncio.sleep(0.5)
        assert await post(ear.link(), android(0, TENTH)) == 200, "they have been shown out"
        for one in crowd:
            one.close()


@scene
async def test_a_phone_hears_what_its_settings_lack() -> None:
    t_s = np.arange(0.0, 6.0, 0.02)
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        await post(ear.link(), message(0, readings("accelerometer", TENTH, accel_g(TENTH), android=False)))
        assert ear.says("no usable acceleration") == 1
        assert not ear.links()
        await post(ear.link(), android(1, t_s))
        assert ear.says("only every 6 s") == 1


@scene
async def test_a_satellite_speed_is_told_while_it_moves() -> None:
    def at(number: int, speed: float) -> bytes:
        return message(number, [{"name": "location", "time": START_NS, "values": {"speed": speed}}])

    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        for number, speed in enumerate((3.1, 0.2, -1.0, 3.3)):
            await post(ear.link(), at(number, speed))
        assert ear.speeds() == [3.1, 3.3]


@scene
async def test_the_door_is_closed_afterwards() -> None:
    async with Ear({"waist": SENSOR_LOGGER}) as ear:
        link = ear.link()
        assert await post(link, android(0, TENTH)) == 200
    with pytest.raises((ClientError, ConnectionError)):
        await post(link, android(1, TENTH))
