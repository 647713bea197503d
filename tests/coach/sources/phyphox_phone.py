"""A phone with phyphox on it, as its remote interface answers: thresholds, pauses, clearing, another experiment."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Self

import numpy as np
from aiohttp import web

from coach.events import Floats
from tests.coach.devices.phones import G, accel_g, columns, gyro_dps, phyphox_config, phyphox_get

RATE_HZ = 100.0


class PhyphoxPhone:
    """Use it as a context; `address` is what it would show. Its experiment's time runs with the loop's clock."""

    def __init__(self, *, gyro: bool = True) -> None:
        self.config = phyphox_config(gyro=gyro)
        self.gyro = gyro
        self.session = "883b13"
        self.measuring = True
        self.refuses = False
        self.frozen = False
        """It measures, but nothing comes of it."""
        self.answers: list[bytes] = []
        """To `/get`, where there were any samples in it."""
        self.asked: list[str] = []
        self.broken: bytes | None = None
        """Said in place of everything."""
        self.status = 200
        self.late_s = 0.0
        self._before_s, self._since_s = 0.0, 0.0
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        self._since_s = asyncio.get_running_loop().time()
        await self.on()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.off()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._port}"

    async def on(self) -> None:
        """Remote access is switched on, or the phone is back in the network."""
        application = web.Application()
        application.router.add_route("*", "/{what:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def off(self) -> None:
        """Out of reach; it goes on measuring."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def press(self, *, play: bool) -> None:
        """Somebody presses play or pause on the phone."""
        now_s = asyncio.get_running_loop().time()
        if self.measuring and not play:
            self._before_s += now_s - self._since_s
        if play and not self.measuring:
            self._since_s = now_s
        self.measuring = play

    def clear(self) -> None:
        """Somebody clears its data; time begins at 0 again."""
        self._before_s, self._since_s = 0.0, asyncio.get_running_loop().time()

    @property
    def time_s(self) -> float:
        """The experiment's."""
        return self._before_s + (asyncio.get_running_loop().time() - self._since_s if self.measuring else 0.0)

    def _samples(self, after_s: float) -> Floats:
        last = -1 if self.frozen else int(self.time_s * RATE_HZ)
        times = np.arange(last + 1) / RATE_HZ
        return times[times > after_s * (1.0 + 1e-7)]

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.raw_path)
        await asyncio.sleep(self.late_s)
        if self.broken is not None or self.status != 200:
            return web.Response(status=self.status, body=self.broken)
        if request.path == "/config":
            return web.Response(body=self.config)
        if request.path == "/control":
            if not self.refuses:
                self.press(play=request.query["cmd"] == "start")
            return web.Response(body=json.dumps({"result": not self.refuses}).encode())
        return web.Response(body=self._get(request.query))

    def _get(self, asked: Any) -> bytes:
        buffers: dict[str, list[float]] = {}
        for short in ("acc", "gyr")[: 1 + self.gyro]:
            after = asked[f"{short}_time"]
            assert all(asked[f"{short}{axis}"] == (f"{after}|{short}_time" if after else "") for axis in "XYZ"), (
                "each value by its own sensor's time"
            )
            t_s = self._samples(float(after)) if after else self._samples(-1.0)[-1:]
            values = accel_g(t_s) * G if short == "acc" else np.radians(gyro_dps(t_s))
            buffers |= columns(short, t_s, values)
        body = phyphox_get(buffers, session=self.session, measuring=self.measuring)
        if asked["acc_time"] and buffers["acc_time"]:
            self.answers.append(body)
        return body
