"""What really comes out: the monitor of the sound server, recorded by a process of its own, its samples dated.

A sample's time is that of its earliest possible arrival: over a whole recording the least delayed piece of data tells
when sample 0 was there. The server renders a few milliseconds ahead, so these times are up to 4 ms early.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.signal import correlate

from cues.clip import RATE_HZ, Clip

Floats = NDArray[np.float64]
LISTENER = Path(__file__).with_name("listener.py")
READY_S = 5.0
SETTLE_S = 0.3


@dataclass(frozen=True)
class Recording:
    """`sound` is (n, 2); sample n was heard at origin_s + n / RATE_HZ on `time.perf_counter`."""

    sound: Clip
    origin_s: float

    def time_of(self, sample: int | NDArray[np.int64]) -> Floats:
        return self.origin_s + np.asarray(sample, np.float64) / RATE_HZ

    def sample_at(self, at_s: float) -> int:
        return round((at_s - self.origin_s) * RATE_HZ)

    def onsets(self, threshold: float, apart_s: float = 0.08, channel: int | None = None) -> NDArray[np.int64]:
        """First samples above the threshold, at least so far apart."""
        size = np.abs(self.sound if channel is None else self.sound[:, channel : channel + 1]).max(axis=1)
        found: list[int] = []
        for sample in np.flatnonzero(size > threshold):
            if not found or sample - found[-1] > apart_s * RATE_HZ:
                found.append(int(sample))
        return np.array(found, np.int64)

    def find(self, clip: Clip, near_s: float, within_s: float = 0.3) -> tuple[float, float]:
        """Where a matched filter hears the clip around a time: (time, gain)."""
        h = clip.astype(np.float64)
        first = max(self.sample_at(near_s - within_s), 0)
        x = self.sound[first : self.sample_at(near_s + within_s) + len(h), 0].astype(np.float64)
        if len(x) < len(h):
            return float("nan"), 0.0
        score = np.asarray(correlate(x, h, "valid")) / np.dot(h, h)
        best = int(np.argmax(score))
        return float(self.time_of(first + best)), float(score[best])


class Recorder:
    """Start it before the sound: a listener keeps the server's blocks short."""

    def __init__(self, source: str = "coach.monitor") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="recorder-")
        path = Path(self._folder.name)
        self._sound, self._times = path / "sound.f32", path / "times.f64"
        self._process = subprocess.Popen([sys.executable, str(LISTENER), source, str(self._sound), str(self._times)])
        self._wait()

    def _wait(self) -> None:
        end_s = time.perf_counter() + READY_S
        while time.perf_counter() < end_s:
            if self._times.exists() and self._times.stat().st_size > 0:
                time.sleep(SETTLE_S)
                return
            time.sleep(0.02)
        self._process.kill()
        raise RuntimeError("the monitor cannot be recorded")

    def stop(self) -> Recording:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(5)
        sound = np.fromfile(self._sound, np.float32)
        times = np.fromfile(self._times, np.float64).reshape(-1, 2)
        self._folder.cleanup()
        settled = times[times[:, 0] > times[0, 0] + SETTLE_S]
        origin_s = float(np.min(settled[:, 0] - settled[:, 1] / RATE_HZ))
        return Recording(sound[: len(sound) // 2 * 2].reshape(-1, 2), origin_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()
