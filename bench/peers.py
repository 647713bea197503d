"""Step detection of other libraries on one of our tables; runs in an environment of its own, without `coach`.

    python bench/peers.py mobgap|sensormotion TABLE.csv

Prints how many steps were found. Reading the table is part of the time, as it is of ours.
"""
# the peers are not installed where we are type-checked
# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import sys

import numpy as np

Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]
RATE_HZ = 208.0
G_MPS2 = 9.80665


def mobgap(table: Table) -> int:
    """Ionescu's initial contacts (mobgap 1.x)."""
    import pandas as pd
    from mobgap.initial_contacts import IcdIonescu

    names = ["acc_is", "acc_ml", "acc_pa", "gyr_is", "gyr_ml", "gyr_pa"]
    data = pd.DataFrame(table[:, [3, 2, 1, 6, 5, 4]], columns=pd.Index(names))
    data[names[:3]] *= G_MPS2
    return len(IcdIonescu().detect(data, sampling_rate_hz=RATE_HZ).ic_list_)


def sensormotion(table: Table) -> int:
    """Peaks of the vertical acceleration (sensormotion 1.x)."""
    import sensormotion as sm

    b, a = sm.signal.build_filter(10, RATE_HZ, "low", filter_order=4)
    smooth = sm.signal.filter_signal(b, a, table[:, 3])
    times, _ = sm.peak.find_peaks(table[:, 0] * 1e3, smooth, peak_type="peak", min_val=0.5, min_dist=60)
    return len(times)


if __name__ == "__main__":
    samples = np.loadtxt(sys.argv[2], delimiter=",", skiprows=1)
    print({"mobgap": mobgap, "sensormotion": sensormotion}[sys.argv[1]](samples))
