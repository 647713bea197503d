"""The reference recordings, read for benchmarks: never part of the product."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.events import Floats

DATA = Path(os.environ.get("ACTIVE_STANCE_DATA", Path(__file__).parents[2] / "shared" / "data"))
SITES = {
    "foot-left": "footL",
    "foot-right": "footR",
    "shank-left": "shankL",
    "shank-right": "shankR",
    "waist": "pelvis",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One treadmill run of thirty seconds with force-plate truth (50 N) and clean virtual sensors at 150 Hz."""

    name: str
    runner: str
    speed_mps: float
    mass_kg: float
    height_cm: float
    strike: dict[str, str]
    """`left` / `right` → Rearfoot, Midfoot or Forefoot."""
    rate_hz: float
    accel_g: dict[str, Floats]
    gyro_dps: dict[str, Floats]
    contacts_s: Floats
    """(n, 2) initial contact and toe-off."""
    left: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """(n,) True where the contact is the left foot's."""
    dorsiflexion_deg: dict[str, Floats]
    sacrum_height_mm: Floats


def trials(folder: Path = DATA / "fukuchi_vimu") -> Iterator[Trial]:
    """All trials, sorted by name."""
    for path in sorted(folder.glob("S*_*mps.npz")):
        yield read_trial(path)


def read_trial(path: Path) -> Trial:
    """One `SNN_V.Vmps.npz`."""
    with np.load(path) as d:
        imu = {site: d[f"imu_{key}"].astype(np.float64) for site, key in SITES.items()}
        return Trial(
            name=path.stem,
            runner=path.stem.split("_")[0],
            speed_mps=float(d["speed_mps"]),
            mass_kg=float(d["mass_kg"]),
            height_cm=float(d["height_cm"]),
            strike={"left": str(d["footstrike_L"]), "right": str(d["footstrike_R"])},
            rate_hz=float(d["fs_imu"]),
            accel_g={site: x[:, :3] * float(d["acc_scale_g"]) for site, x in imu.items()},
            gyro_dps={site: x[:, 3:] * float(d["gyro_scale_dps"]) for site, x in imu.items()},
            contacts_s=d["contacts"],
            left=np.asarray(d["side"] == "L"),
            dorsiflexion_deg={"left": d["ankle_df_L_deg"], "right": d["ankle_df_R_deg"]},
            sacrum_height_mm=d["sacrum_height_mm"],
        )
