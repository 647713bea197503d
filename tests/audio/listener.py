"""Copies what `parec` says into one file, and when it was said into another: pairs of doubles, (time, samples so far).

    python listener.py SOURCE SOUND.f32 TIMES.f64

Run as a file, and without numpy, so that it listens at once.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

FRAME_BYTES = 8


def main() -> None:
    """Until told to end."""
    source, sound, times = sys.argv[1:]
    command = ["parec", "-d", source, "--raw", "--format=float32le", "--rate=48000", "--channels=2"]
    parec = subprocess.Popen([*command, "--latency-msec=2", "--process-time-msec=1"], stdout=subprocess.PIPE)
    assert parec.stdout is not None

    def end(_signal: int, _frame: object) -> None:
        parec.terminate()

    signal.signal(signal.SIGTERM, end)
    said = 0
    with Path(sound).open("wb", buffering=0) as sounds, Path(times).open("wb", buffering=0) as dates:
        while data := os.read(parec.stdout.fileno(), 65_536):
            now_s = time.perf_counter()
            said += len(data)
            sounds.write(data)
            dates.write(struct.pack("=dd", now_s, said // FRAME_BYTES))
    parec.wait()


if __name__ == "__main__":
    main()
