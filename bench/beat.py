"""How true the push-pull beat is: what sounds in the file against the true footfalls of the simulated runner.

    python -m bench.beat [--runners 4]

The whole chain, see `tests/chain/push_pull.py`. A runner's steps vary by 3 to 7 ms by nature, which nobody foretells.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np

from bench.table import Table
from tests.chain.push_pull import Beaten, outing

CADENCES_SPM = (160.0, 172.0, 185.0)
DELAYS_S = (0.0, 0.15, 0.3)


def row(spm: float, delay_s: float, heard: list[Beaten]) -> tuple[str, ...]:
    """All runners at one cadence and delay."""
    off_ms = 1e3 * np.concatenate([one.off_s for one in heard])
    near = np.mean(np.abs(off_ms) <= 25.0) if len(off_ms) else np.nan
    return (
        f"{spm:g}/min ({min(one.spm[0] for one in heard):.0f}-{max(one.spm[1] for one in heard):.0f})",
        f"{1e3 * delay_s:.0f} ms",
        str(len(off_ms)),
        f"{100.0 * near:.1f} %",
        f"{100.0 * min(one.near for one in heard):.1f} %",
        f"{np.mean(off_ms):+.1f} ms",
        f"{np.percentile(np.abs(off_ms), 95):.1f} ms",
        f"{100.0 * np.mean([one.locked for one in heard]):.0f} %",
        f"{max(max(one.let_go_s) for one in heard):.2f} s",
        "yes" if all(one.found_again for one in heard) else "no",
    )


HEADER = (
    "cadence (swayed from-to)", "delay", "beats in step", "within 25 ms", "worst runner", "mean", "95 % within",
    "time in step", "lets go after at most", "found again",
)  # fmt: skip


def main() -> None:
    """Print one row per cadence and delay."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runners", type=int, default=4)
    runners = range(options.parse_args().runners)
    rows: list[tuple[str, ...]] = []
    for spm in CADENCES_SPM:
        with tempfile.TemporaryDirectory() as folder:
            heard = [outing(Path(folder), spm, DELAYS_S, seed) for seed in runners]
        rows += [row(spm, delay_s, [one[k] for one in heard]) for k, delay_s in enumerate(DELAYS_S)]
    print(Table("Push-pull beat, whole chain, simulated runners", HEADER, rows).plain())


if __name__ == "__main__":
    main()
