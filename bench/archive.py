"""A clinic's archive on a cluster: `python -m bench.archive [--recordings 200] [--seconds 20]`.

The same recordings are measured one after the other, by two processes, and on a local Dask cluster of two workers of
which one is killed with a third of the work done. Tables and datasets must be equal to the byte. Needs the extra
`cluster`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from bench.table import Table
from coach.app.afterwards.measure import Wanted, measure_all
from coach.events import Placement
from coach.recording import Header, RecordedSensor, Writer
from coach.simulate.runner import SimulatedRunner
from coach.simulate.scenarios import SCENARIOS
from coach.simulate.sensor import SimulatedSensor

DIFFERENT = 10
"""Runners; every recording is one of them under another name."""
FEET: tuple[Placement, ...] = ("foot-left", "foot-right")
Meanwhile: TypeAlias = Callable[[Path], None]
"""Done beside the work; told where the parts come."""


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description="An archive measured one by one, by processes and on a cluster.")
    parser.add_argument("--recordings", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20.0)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")  # what Dask says while it starts and stops is its own
    distributed: Any = import_module("distributed")  # its types are loose
    with (
        tempfile.TemporaryDirectory() as folder,
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as here,
    ):
        archive = _archive(Path(folder) / "archive", chosen.recordings, chosen.seconds)
        address: str = here.scheduler_address
        ways: Sequence[tuple[str, Wanted, Meanwhile]] = (
            ("one after the other", Wanted(), _nothing),
            ("two processes", Wanted(jobs=2), _nothing),
            ("two workers, one killed", Wanted(scheduler=address), partial(_kill_one, here, chosen.recordings)),
        )
        rows = [_row(*way, archive, Path(folder)) for way in ways]
    print(Table(f"{chosen.recordings} recordings of {chosen.seconds:g} s", ("", "s", "parts", "digest"), rows).plain())


def _archive(folder: Path, count: int, lasts_s: float) -> Path:
    folder.mkdir()
    for number in range(count):
        path = folder / f"{number:03}.mcap"
        if number < DIFFERENT:
            _record(path, number, lasts_s)
        else:
            shutil.copy(folder / f"{number % DIFFERENT:03}.mcap", path)
    return folder


def _record(path: Path, seed: int, lasts_s: float) -> None:
    runner = SimulatedRunner(SCENARIOS["steady"], [SimulatedSensor(placement) for placement in FEET], seed)
    header = Header(tuple(RecordedSensor(placement, "open-pod", "sim") for placement in FEET))
    with Writer(path, header) as writer:
        for packet in runner.advance(lasts_s):
            writer.write(packet)


def _row(name: str, wanted: Wanted, meanwhile: Meanwhile, archive: Path, folder: Path) -> list[str]:
    """How long it took, and what came of it as one number."""
    out = folder / name.replace(" ", "-")
    out.mkdir()
    asked = Wanted(out / "steps.csv", out / "steps", wanted.jobs, wanted.scheduler)
    helper = threading.Thread(target=meanwhile, args=(out / "steps",), daemon=True)
    helper.start()
    began = time.perf_counter()
    for _ in measure_all([archive], asked):
        pass
    took_s = time.perf_counter() - began
    parts = sorted((out / "steps").iterdir())
    digest = hashlib.sha256()
    for path in (out / "steps.csv", *parts):
        digest.update(path.name.encode() + path.read_bytes())
    return [name, f"{took_s:.1f}", str(len(parts)), digest.hexdigest()[:12]]


def _nothing(parts: Path) -> None:
    pass


def _kill_one(cluster: Any, recordings: int, parts: Path) -> None:
    """Wait until a third is done, then end a worker as a power cut would."""
    while not parts.exists() or len(list(parts.iterdir())) < recordings / 3:
        time.sleep(0.05)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
