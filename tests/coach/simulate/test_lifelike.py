"""The simulated signals beside those of fifteen real runners: the same magnitudes, and no kinder to a detector.

Real: virtual sensors from markers (Fukuchi et al. 2017, CC BY 4.0), low-passed at 50 Hz on the legs and 20 Hz at
the pelvis; the simulated ones are treated alike. All are means over the left steps of one run.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from coach.events import Floats, Placement

if TYPE_CHECKING:
    from .conftest import Renderer

_RATE_HZ = 150.0
_SEEDS = range(12)
_PLACEMENTS: tuple[Placement, ...] = ("foot-left", "shank-left", "waist")


def _low(signal: Floats, hz: float) -> Floats:
    return np.asarray(sosfiltfilt(butter(2, hz, fs=_RATE_HZ, output="sos"), signal, axis=0), dtype=np.float64)


def _features(
    foot: tuple[Floats, Floats],
    shank: tuple[Floats, Floats],
    waist_g: Floats,
    contacts_s: Sequence[tuple[float, float]],
) -> dict[str, float]:
    """Key magnitudes; toe-up rates are positive here."""
    down, up = -_low(foot[1][:, 1], 30.0), -_low(shank[1][:, 1], 30.0)
    foot_g, shank_g = np.linalg.norm(foot[0], axis=1), np.linalg.norm(shank[0], axis=1)
    rows: list[dict[str, float]] = []
    for (ic_s, to_s), (next_s, _) in pairwise(contacts_s):
        if next_s - ic_s > 1.0:
            continue
        ic, to, then = (round(t * _RATE_HZ) for t in (ic_s, to_s, next_s))
        near, push = down[ic - 10 : ic + 10], down[to - 18 : to + 5]
        late = np.flatnonzero(down[ic + 10 : to] < -300.0)
        rows.append(
            {
                "landing rate": near.min(),
                "landing rate's delay": (ic - 10 + int(np.argmin(near))) / _RATE_HZ - ic_s,
                "push-off rate": push.min(),
                "lead of -300": to_s - (ic + 10 + late[0]) / _RATE_HZ if len(late) else np.nan,
                "swing rate": down[to:then].max(),
                "foot peak": foot_g[ic - 6 : then - 6].max(),
                "foot median": float(np.median(foot_g[ic:then])),
                "shank peak": shank_g[ic - 6 : then - 6].max(),
                "shank stance rate": up[ic:to].min(),
                "shank swing rate": up[to:then].max(),
                "waist peak": waist_g[ic:then, 2].max(),
                "waist trough": waist_g[ic:then, 2].min(),
            }
        )
    return {name: float(np.nanmean([row[name] for row in rows])) for name in rows[0]}


def _real(folder: Path, speed_mps: float) -> list[dict[str, float]]:
    found: list[dict[str, float]] = []
    for path in sorted((folder / "fukuchi_vimu").glob(f"S*_{speed_mps}mps.npz")):
        with np.load(path) as d:
            scale = np.repeat([float(d["acc_scale_g"]), float(d["gyro_scale_dps"])], 3)
            foot, shank, waist = (d[f"imu_{site}"] * scale for site in ("footL", "shankL", "pelvis"))
            left = d["contacts"][d["side"] == "L"][8:-1]
        contacts = [(float(ic), float(to)) for ic, to in left]
        found.append(_features((foot[:, :3], foot[:, 3:]), (shank[:, :3], shank[:, 3:]), waist[:, :3], contacts))
    return found


def _simulated(render: Renderer, speed_mps: float) -> list[dict[str, float]]:
    found: list[dict[str, float]] = []
    for seed in _SEEDS:
        run = render(speed_mps, seed, _PLACEMENTS, until_s=9.0, rate_hz=_RATE_HZ)
        foot, shank = ((_low(run.accel_g[p], 50.0), _low(run.gyro_dps[p], 50.0)) for p in _PLACEMENTS[:2])
        contacts = [(step.initial_contact_s, step.toe_off_s) for step in run.of("left")][1:-1]
        found.append(_features(foot, shank, _low(run.accel_g["waist"], 20.0), contacts))
    return found


@pytest.mark.data
@pytest.mark.parametrize("speed_mps", [2.5, 3.5, 4.5])
def test_magnitudes_are_those_of_real_runners(render: Renderer, data_dir: Path, speed_mps: float) -> None:
    """The middle of the simulated runners lies among the real ones, each of them within 3/4 of their range."""
    real, simulated = _real(data_dir, speed_mps), _simulated(render, speed_mps)
    assert len(real) >= 14
    for name in real[0]:
        low, high = min(run[name] for run in real), max(run[name] for run in real)
        values = [run[name] for run in simulated]
        slack = 0.75 * (high - low)
        assert low <= np.median(values) <= high, name
        assert low - slack <= min(values), name
        assert max(values) <= high + slack, name


@pytest.mark.data
def test_a_crude_detector_is_fooled_as_much_as_by_real_runners(render: Renderer, data_dir: Path) -> None:
    """One constant for everybody leaves errors of the same size: the simulation is not kinder than reality."""
    for name in ("lead of -300", "landing rate's delay"):
        spread = {"real": list[float](), "simulated": list[float]()}
        for speed_mps in (2.5, 3.5, 4.5):
            spread["real"] += [run[name] for run in _real(data_dir, speed_mps)]
            spread["simulated"] += [run[name] for run in _simulated(render, speed_mps)]
        ratio = np.std(spread["simulated"]) / np.std(spread["real"])
        assert 0.8 < ratio < 1.6, (name, ratio)


def test_toe_off_pitch_differs_between_people_as_much_as_measured(render: Renderer) -> None:
    """Runner-run means of 32 to 53 deg were measured, so that no fixed angle finds toe-off."""
    means: list[float] = []
    for seed in range(24):
        for speed_mps in (2.5, 3.5, 4.5):
            steps = render(speed_mps, seed, until_s=4.0, rate_hz=50.0).of("left")
            means.append(float(np.mean([step.toe_off_pitch_deg for step in steps])))
    assert 27.0 < min(means) < 36.0
    assert 51.0 < max(means) < 62.0
    assert 4.0 < np.std(means) < 8.0
