"""Whole-process speed: start-up, thirty seconds, one hour; beside step counters of others on the same signal.

    python -m bench.speed [--runs 5] [--peers VENV]

`--peers` names a virtual environment in which mobgap and sensormotion are installed; without it their rows stay out.
Times are wall-clock seconds of whole processes, median of the runs; compare within one call only, machines differ.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.data import DATA
from coach.events import Floats

HEADER = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps"
PEERS = Path(__file__).with_name("peers.py")


def feet(rate_hz: float, lasts_s: float) -> dict[str, Floats]:
    """Both feet of a real runner, repeated for as long as asked, at another rate and with a sensor's noise."""
    rng = np.random.default_rng(0)
    count = round(rate_hz * lasts_s)
    out: dict[str, Floats] = {}
    with np.load(DATA / "fukuchi_splices" / "S14_drawnout.npz") as d:
        scale: Floats = np.array([float(d["acc_scale_g"])] * 3 + [float(d["gyro_scale_dps"])] * 3)
        for side in "LR":
            clean: Floats = d[f"imu_foot{side}"] * scale
            t_s = np.arange(len(clean)) / float(d["fs_imu"])
            at_s = np.arange(0.0, t_s[-1], 1.0 / rate_hz)
            row = np.arange(count) % len(at_s)
            table: Floats = np.empty((count, 7))
            table[:, 0] = np.arange(count) / rate_hz
            for column, noise in enumerate([0.003] * 3 + [0.1] * 3):
                once: Floats = np.interp(at_s, t_s, clean[:, column])
                table[:, column + 1] = once[row] + noise * rng.normal(size=count)
            out[side] = table
    return out


def write(folder: Path, name: str, rate_hz: float, lasts_s: float) -> None:
    """`<name>_L.csv` and `<name>_R.csv`."""
    for side, table in feet(rate_hz, lasts_s).items():
        fmt = ["%.6f"] + ["%.3f"] * 3 + ["%.1f"] * 3
        np.savetxt(folder / f"{name}_{side}.csv", table, fmt=fmt, delimiter=",", header=HEADER, comments="")


def timed(command: list[str], runs: int) -> tuple[float, float, float]:
    """Median wall time, median CPU time of the process, and the largest memory of any child so far in MB."""
    walls: list[float] = []
    cpus: list[float] = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(walls), statistics.median(cpus), peak_mb


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    coach = [sys.executable, "-m", "coach"]
    print(f"{'what':<52} {'wall s':>7} {'CPU s':>7} {'peak MB':>8}   goal")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder, "short", 104.0, 30.0)
        write(folder, "hour", 208.0, 3600.0)
        rows: list[tuple[str, list[str], str]] = [("coach --help", [*coach, "--help"], "0.3")]
        for name, goals in (("short", ("0.8", "0.8")), ("hour", ("", "3"))):
            sensors = [f"--sensor=foot-{side}={folder / f'{name}_{side[0].upper()}.csv'}" for side in ("left", "right")]
            recording, table = str(folder / f"{name}.mcap"), str(folder / f"{name}.csv")
            text = {"short": "30 s, two feet at 104 Hz", "hour": "1 h, two feet at 208 Hz"}[name]
            rows.append((f"coach import, {text}", [*coach, "import", *sensors, "-o", recording], goals[0]))
            rows.append((f"coach measure, {text}", [*coach, "measure", recording, "--csv", table], goals[1]))
        if options.peers is not None:
            python = str(options.peers / "bin" / "python")
            rows += [
                (f"{peer}, the left foot of the same hour", [python, str(PEERS), peer, str(folder / "hour_L.csv")], "")
                for peer in ("mobgap", "sensormotion")
            ]
        for what, command, goal in rows:
            wall_s, cpu_s, peak_mb = timed(command, options.runs)
            print(f"{what:<52} {wall_s:7.2f} {cpu_s:7.2f} {peak_mb:8.0f}   {goal and '≤ ' + goal}")


if __name__ == "__main__":
    main()
