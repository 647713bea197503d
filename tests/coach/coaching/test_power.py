"""Power laws of speed against the fifteen runners they were taken from, each left to be guessed by one speed."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from coach.coaching.power import LACK_OF_FIT, LAWS, Point, PowerLaw
from coach.events import Floats

CONTACT = LAWS["contact_s"]


def law(*points: tuple[float, float]) -> PowerLaw:
    return PowerLaw([Point(speed_mps, value, 0.002) for speed_mps, value in points], CONTACT)


def test_one_point_takes_the_populations_slope() -> None:
    assert law((3.5, 0.224)).exponent == pytest.approx(CONTACT.exponent)
    assert law((3.5, 0.224)).at(3.5) == pytest.approx(0.224)
    assert law((3.5, 0.224)).unsure(3.5) == 0.0


def test_further_points_make_the_slope_ones_own_the_further_apart_the_more() -> None:
    own = -0.40
    near, far = ([(3.0, 0.24), (v, 0.24 * (v / 3.0) ** own)] for v in (3.2, 4.5))
    assert CONTACT.exponent < law(*near).exponent < law(*far).exponent < own
    assert law(*far).exponent == pytest.approx(own, abs=0.06)
    assert law(*far).unsure(6.0) < 0.6 * law(*near).unsure(6.0)


def test_nothing_is_extrapolated_beyond_half_and_double() -> None:
    assert law((3.0, 0.24)).at(0.1) == law((3.0, 0.24)).at(1.5)
    assert law((3.0, 0.24)).at(60.0) == law((3.0, 0.24)).at(6.0)


def medians(folder: Path) -> dict[tuple[str, str], dict[float, float]]:
    """(runner, side) → speed → median contact in s."""
    rows = defaultdict[tuple[str, str, float], list[float]](list)
    with (folder / "fukuchi_vimu" / "steps.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            runner, _, speed = row["trial"].partition("_")
            rows[runner, row["side"], float(speed.removesuffix("mps"))].append(float(row["gct_ms"]) / 1e3)
    found = defaultdict[tuple[str, str], dict[float, float]](dict)
    for (runner, side, speed_mps), values in rows.items():
        found[runner, side][speed_mps] = float(np.median(values))
    return found


def errors(folder: Path, known_mps: tuple[float, ...], asked_mps: float) -> tuple[Floats, Floats]:
    """Error and announced SD, as shares, of every foot's contact at a speed that was calculated from others."""
    off, sd = list[float](), list[float]()
    for contact in medians(folder).values():
        if {*known_mps, asked_mps} <= contact.keys():
            guess = law(*((speed, contact[speed]) for speed in known_mps))
            off.append(contact[asked_mps] / guess.at(asked_mps) - 1.0)
            sd.append(guess.unsure(asked_mps))
    return np.array(off), np.array(sd)


@pytest.mark.data
def test_real_runners_lie_where_they_are_expected_and_as_widely_as_announced(data_dir: Path) -> None:
    for asked_mps in (2.5, 4.5):
        off, sd = errors(data_dir, (3.5,), asked_mps)
        assert len(off) == 28
        assert abs(off.mean()) < 0.012
        assert 0.6 < off.std() / np.hypot(sd.mean(), LACK_OF_FIT) < 1.4


@pytest.mark.data
def test_a_second_own_speed_makes_real_runners_more_certain(data_dir: Path) -> None:
    far, far_sd = errors(data_dir, (2.5,), 4.5)
    near, near_sd = errors(data_dir, (2.5, 3.5), 4.5)
    assert near_sd.mean() < 0.6 * far_sd.mean()
    assert near.std() < 0.6 * far.std()
